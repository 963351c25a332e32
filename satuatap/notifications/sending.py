"""The question that is asked when a message goes out: may it still be sent?

A room that tells people something answers for its purposes in its module `may_send.py`:

    @may_send("next_step", words=_("langkah berikutnya"))
    def still_wanted(asked):
        with acting.with_help_of("tracking_messages"):
            application = Application.objects.filter(pk=asked.about_id).first()
        return ALLOWED if application and application.channel == asked.channel else "not_wanted"

It is asked in the transaction that takes the message, as the service `message_sender`, which
reads nothing of other rooms; so the room helps itself by a service of its own. Any answer but
ALLOWED is a reason (a code); a purpose for which nobody answers is never sent.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.apps import apps

from satuatap.common.rules import ALLOWED

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Asked:
    """What a room is asked about; never the address."""

    purpose: str
    office_id: UUID
    about_id: UUID
    channel: str
    made_at: datetime


Answer = Callable[[Asked], object]
Link = Callable[[UUID], str]


@dataclass(frozen=True)
class Purpose:
    """Who answers for it, its words, and where the screen leads that shows what it is about."""

    answer: Answer
    words: object
    link: Link | None = None


_purposes: dict[str, Purpose] = {}


def may_send(purpose: str, *, words, link: Link | None = None) -> Callable[[Answer], Answer]:
    """Register who answers for a purpose, and its words on the screen of the head.

    `link` makes an address of what the message is about; the page there has its own gate.
    """

    def take(answer: Answer) -> Answer:
        _purposes[purpose] = Purpose(answer, words, link)
        return answer

    return take


def why_not(asked: Asked) -> str:
    """The reason (a code) why this is not sent, or an empty string."""
    meet_rooms()
    if asked.purpose not in _purposes:
        return "nobody_answers"
    said = _purposes[asked.purpose].answer(asked)
    if said is ALLOWED:
        return ""
    return said if isinstance(said, str) and CODE.fullmatch(said) else "refused"


def words_of(purpose: str) -> str:
    """The purpose in words, or its code where nobody answers for it."""
    meet_rooms()
    return str(_purposes[purpose].words) if purpose in _purposes else purpose


def link_of(purpose: str, about_id: UUID | None) -> str:
    """Where what a message is about can be seen; empty where nobody says or nothing is left."""
    meet_rooms()
    link = _purposes[purpose].link if purpose in _purposes else None
    return link(about_id) if link and about_id else ""


def meet_rooms() -> None:
    """Import what the installed rooms answer."""
    for app in apps.get_app_configs():
        if app.name.startswith("satuatap.") and find_spec(f"{app.name}.may_send"):
            import_module(f"{app.name}.may_send")
