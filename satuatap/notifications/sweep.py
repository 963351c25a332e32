"""Sends what is due: take one, commit that it was taken, hand it over, note the answer.

Between taking and noting no transaction is open. Whoever dies there leaves the message in
`sending`; it becomes `unknown` and nobody ever sends it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from satuatap.common import acting
from satuatap.common.vault import CannotOpen
from satuatap.notifications import channels, sending
from satuatap.notifications.channels import Failed, Outcome, Sent, Unclear
from satuatap.notifications.endings import note_taken
from satuatap.notifications.models import SENDER, Message, Recipient, forget
from satuatap.notifications.texts import Text, texts
from satuatap.notifications.workflow import MESSAGE, MessageStatus

S = MessageStatus
MOST_AT_ONCE = 30  # messages of one sweep
LONGEST_SWEEP = timedelta(seconds=45)  # the worker has other work too
LOST_AFTER = timedelta(minutes=10)  # longer than any mail server may take
TOO_LATE = timedelta(days=7)  # older news is none
FORGOTTEN = timedelta(days=30)
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 30, 120, 480)]
BATCH = 500


@dataclass(frozen=True)
class Taken:
    """A message in hand, with all that its handing over needs."""

    id: UUID
    channel: str
    address: str
    text: Text


def sweep(clock: Callable[[], datetime] = timezone.now) -> int:
    """Send what is due, bounded in number and time; returns how many were handed over."""
    until, handed = clock() + LONGEST_SWEEP, 0
    tidy(clock())
    for _turn in range(MOST_AT_ONCE):
        if clock() > until or not (found := take_next(clock())):
            break
        taken = found[0]
        if taken is not None:
            note(taken, hand_over(taken), clock())
            handed += 1
    return handed


@contextmanager
def _as_the_sender() -> Iterator[None]:
    """A transaction of its own, which really commits at its end."""
    with transaction.atomic(durable=True):
        acting.enter(acting.service_actor(SENDER))
        yield


def take_next(now: datetime) -> list[Taken | None]:
    """The next message, committed as taken; empty: none is due; [None]: one did not go out."""
    with _as_the_sender():
        message = Message.objects.next_due(now, channels.ready())
        if message is None:
            return []
        recipient = Recipient.objects.filter(pk=message.pk).first()
        reason, taken = _prepare(message, recipient)
        if taken is None:
            _put_away(message, reason, now)
            return [None]
        message.move_to(S.SENDING, now)
        message.attempts, message.taken_at = message.attempts + 1, now
        _save(message)
        note_taken(message)
        return [taken]


def _prepare(message, recipient) -> tuple[str, Taken | None]:
    """Why it does not go out (a code), or all that is needed."""
    text = texts().get(message.template)
    if recipient is None or text is None:
        return "no_text" if recipient else "no_address", None
    asked = sending.Asked(
        message.purpose, message.office_id, recipient.about_id, message.channel, message.made_at
    )
    try:
        with transaction.atomic():
            if reason := sending.why_not(asked):
                return reason, None
    except Exception:  # a room that cannot answer must not stop the messages of the others
        return "no_clear_answer", None
    try:
        return "", Taken(message.pk, message.channel, recipient.address, text)
    except CannotOpen:
        return "cannot_open", None


def _put_away(message, reason, now):
    """Not sent: for ever, or asked again later where its room could not answer."""
    if reason == "no_clear_answer" and message.attempts < len(BACK_OFF):
        message.reason, message.due_at = reason, now + BACK_OFF[message.attempts]
        message.attempts += 1
    else:
        message.move_to(S.DROPPED, now, reason)
        forget([message.pk], S.DROPPED)
    _save(message)


def hand_over(taken: Taken) -> Outcome:
    """Give it to its channel. What fails in an unforeseen way may have gone out."""
    adapter = channels.adapter_of(taken.channel)
    if adapter is None:
        return Failed("no_channel")
    try:
        return adapter.hand_over(taken.address, taken.text)
    except Exception:
        return Unclear("broke_off")


def note(taken: Taken, outcome: Outcome, now: datetime) -> None:
    """Write down what became of it."""
    with _as_the_sender():
        message = Message.objects.select_for_update().filter(pk=taken.id).first()
        if message is None:
            return
        status, reason = _status_after(outcome, message.attempts)
        if not MESSAGE.allows(message.status, status):
            return  # given up for lost in the meantime: it stays a task for a person
        message.move_to(status, now, reason)
        if status == S.WAITING:
            message.due_at = now + BACK_OFF[message.attempts - 1]
        else:
            forget([message.pk], status)
        _save(message)


def _status_after(outcome: Outcome, attempts: int) -> tuple[MessageStatus, str]:
    if isinstance(outcome, Sent):
        return S.SENT, ""
    if isinstance(outcome, Unclear):
        return S.UNKNOWN, outcome.reason
    gives_up = outcome.for_good or attempts > len(BACK_OFF)
    return (S.GIVEN_UP if gives_up else S.WAITING), outcome.reason


def tidy(now: datetime) -> None:
    """What was lost on the way becomes a task, what is too late is dropped, what is old goes."""
    with _as_the_sender():
        _end(Message.objects.filter(status=S.SENDING, taken_at__lt=now - LOST_AFTER),
             S.UNKNOWN, "lost", now)  # fmt: skip
        _end(Message.objects.filter(status=S.WAITING, made_at__lt=now - TOO_LATE),
             S.DROPPED, "too_late", now)  # fmt: skip
        old = _some(Message.objects.filter(made_at__lt=now - FORGOTTEN))
        Recipient.objects.filter(pk__in=old).delete()
        Message.objects.filter(pk__in=old).delete()


def _end(rows, status, reason, now):
    ids = _some(rows)
    forget(ids, status)
    Message.objects.filter(pk__in=ids).update(status=status, reason=reason, ended_at=now)


def _some(rows) -> list[UUID]:
    """Ids of at most one batch, locked; rows that another sweep holds are left to it."""
    locked = rows.order_by("made_at").select_for_update(skip_locked=True)
    return list(locked.values_list("pk", flat=True)[:BATCH])


def _save(message):
    message.save(update_fields=["status", "reason", "attempts", "due_at", "taken_at", "ended_at"])
