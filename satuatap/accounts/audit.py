"""Leaving a trace: one line in the verb that writes, in the same transaction."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from satuatap.accounts.models import AuditEntry, User

VERBS: dict[str, str] = {}


def verb(code: str, words) -> str:
    """Declare a verb with its Indonesian words; rooms do it once, beside their actions."""
    VERBS[code] = words
    return code


def record(code: str, *, by: User | str, about: models.Model | None = None, office=None, reason=""):
    """Write one entry: `by` is a person or the name of a service actor.

    `office` (object or id) is the office whose chain and readers it belongs to; without it,
    the person's own. `reason` is a code, never a sentence that somebody typed.
    """
    if code not in VERBS:
        raise LookupError(f"the audit does not know the verb {code}")
    person = by if isinstance(by, User) else None
    if office is None and person is not None:
        office = person.home_office_id
    AuditEntry(
        at=Now(),
        person_id=person.pk if person else None,
        service="" if person else str(by),
        office_id=getattr(office, "pk", office),
        verb=code,
        about_kind=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        reason=reason,
    ).save(force_insert=True)
