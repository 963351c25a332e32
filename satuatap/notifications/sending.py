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
_answers: dict[str, tuple[Answer, object]] = {}


def may_send(purpose: str, *, words) -> Callable[[Answer], Answer]:
    """Register who answers for a purpose, and the words for it on the screen of the head."""

    def take(answer: Answer) -> Answer:
        _answers[purpose] = (answer, words)
        return answer

    return take


def why_not(asked: Asked) -> str:
    """The reason (a code) why this is not sent, or an empty string."""
    meet_rooms()
    if asked.purpose not in _answers:
        return "nobody_answers"
    said = _answers[asked.purpose][0](asked)
    if said is ALLOWED:
        return ""
    return said if isinstance(said, str) and CODE.fullmatch(said) else "refused"


def words_of(purpose: str) -> str:
    """The purpose in words, or its code where nobody answers for it."""
    meet_rooms()
    return str(_answers[purpose][1]) if purpose in _answers else purpose


def meet_rooms() -> None:
    """Import what the installed rooms answer."""
    for app in apps.get_app_configs():
        if app.name.startswith("satuatap.") and find_spec(f"{app.name}.may_send"):
            import_module(f"{app.name}.may_send")
