"""The trail of the own offices: who did what about which thing, when, and how far it is sealed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.apps import apps
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from satuatap.accounts.audit import VERBS
from satuatap.accounts.forms.audit import AuditFilterForm
from satuatap.accounts.models import AuditEntry, User
from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.places.models import Office

PAGE = 50
LATE = timedelta(minutes=1)  # waiting longer than this, entries wait for nobody


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    at: datetime
    who: str
    what: str
    about: str
    office: str
    reason: str
    position: int | None


@gate(Permission.READ_AUDIT)
@require_GET
def audit_list(request):
    """Entries, newest first; the policy leaves only those of the own offices."""
    offices = request.user.offices_with(Permission.READ_AUDIT)
    zone = request.user.home_office.zone
    form = AuditFilterForm(request.GET if _asks(request) else None, offices=offices)
    entries = _narrowed(AuditEntry.objects.all(), form, zone)
    rows = entries.after(request.GET.get("sesudah", "")).newest(offices, PAGE + 1)
    context = {
        "form": form,
        "lines": _in_words(rows[:PAGE]),
        "has_several_offices": len(offices) > 1,
        "next_url": _next_url(request, rows[PAGE - 1]) if len(rows) > PAGE else "",
        "first_url": _address(request) if "sesudah" in request.GET else "",
        **_seal_state(offices, timezone.now()),
    }
    with timezone.override(zone):
        return render(request, "accounts/audit.html", context)


def _asks(request) -> bool:
    return bool(request.GET.keys() & AuditFilterForm.base_fields.keys())


def _narrowed(entries, form, zone):
    """By day and person where the form is filled in rightly."""
    if not form.is_bound or not form.is_valid():
        return entries
    day, person = form.cleaned_data["hari"], form.cleaned_data["petugas"]
    if day:
        entries = entries.on(day, zone)
    return entries.filter(person_id=person.pk) if person else entries


def _in_words(entries) -> list[Line]:
    people = User.objects.in_bulk({entry.person_id for entry in entries if entry.person_id})
    offices = Office.objects.in_bulk({entry.office_id for entry in entries})
    return [
        Line(
            at=entry.at,
            who=_who(entry, people),
            what=str(VERBS.get(entry.verb, entry.verb)),
            about=_kind(entry.about_kind),
            office=getattr(offices.get(entry.office_id), "name", ""),
            reason=entry.reason,
            position=entry.position,
        )
        for entry in entries
    ]


def _who(entry, people) -> str:
    if entry.person_id is None:
        return _("layanan")
    person = people.get(entry.person_id)
    return person.full_name if person else _("petugas yang tidak dikenal")


def _kind(label: str) -> str:
    """The kind of thing in words; which one it was, the trail does not say on a screen."""
    try:
        return str(apps.get_model(label)._meta.verbose_name) if label else ""
    except (LookupError, ValueError):
        return label


def _seal_state(offices, now) -> dict:
    waiting, oldest = AuditEntry.objects.waiting()
    return {
        "sealed_at": AuditEntry.objects.last_seal(offices),
        "waiting": waiting,
        "waiting_since": oldest if oldest and now - oldest > LATE else None,
    }


def _address(request, **more) -> str:
    """This page with the same day and person."""
    given = {name: request.GET.get(name) for name in AuditFilterForm.base_fields}
    query = urlencode({**{name: value for name, value in given.items() if value}, **more})
    return f"{request.path}?{query}" if query else request.path


def _next_url(request, last) -> str:
    return _address(request, sesudah=last.pk)
