"""Calling numbers. The first in the queue is called; another one only for a reason of the list."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.reception import permissions
from satuatap.reception.actions.numbers import SERVED, draw, hold
from satuatap.reception.actions.tickets import as_it_is, locked
from satuatap.reception.groups import reasons
from satuatap.reception.models import Call, Ticket
from satuatap.reception.presence import callers_of
from satuatap.reception.reading import rooms_of
from satuatap.reception.workflow import TicketStatus

NUMBER_CALLED = audit.verb("number_called", gettext_lazy("memanggil nomor"))
CALLED_OUT_OF_ORDER = audit.verb(
    "number_called_out_of_order", gettext_lazy("memanggil nomor sebelum gilirannya")
)
NUMBER_SERVED = audit.verb("number_served", gettext_lazy("mulai melayani nomor"))
NUMBER_DONE = audit.verb("number_done", gettext_lazy("selesai melayani nomor"))
NUMBER_ABSENT = audit.verb("number_absent", gettext_lazy("mencatat bahwa nomor tidak datang"))


class NeedsReason(MoveRefused):
    """Another number is first: a reason is asked for."""


def queue_for(officer, office, day, desk=None, group=None):
    """Who waits for this desk or group, in the order of the rule.

    `waits_for_another` says who chose a colleague: she is not this officer's next one, but may
    be called with a reason.
    """
    rows = Ticket.objects.in_queue(office, day, desk, group).in_calling_order()
    return rows.saying_who_waits_for_another(officer, callers_of(office, desk, day))


def next_for(officer, office, day, desk=None, group=None):
    """Whose turn it is for this officer's call, or nobody's."""
    queue = queue_for(officer, office, day, desk, group)
    return queue.filter(waits_for_another=False).first()


@transaction.atomic
def call_next(*, by, office, now, desk=None, group=None, room=""):
    """Call the first of a desk's queue or, without a desk, of a group at the front desk."""
    permissions.call_for.check(by, office, desk)
    day = local_date(now, office.zone)
    hold(office.pk, day, _series(desk, group))
    first = next_for(by, office, day, desk, group)
    if first is None and Ticket.objects.in_queue(office, day, desk, group).exists():
        raise MoveRefused(
            _("Yang menunggu memilih petugas lain. Buka nomornya bila perlu dipanggil sekarang.")
        )
    if first is None:
        raise MoveRefused(_("Tidak ada yang menunggu. Nomor berikutnya muncul di sini."))
    return _call(by, locked(first), room, now)


@transaction.atomic
def call_number(*, by, ticket, now, room="", reason=""):
    """Call this number; where another is first, `reason` is a code of the list.

    Raises NeedsReason without one, MoveRefused when somebody was faster.
    """
    ticket = as_it_is(ticket)
    permissions.call_for.check(by, ticket.office, ticket.desk)
    hold(ticket.office_id, ticket.day, _series(ticket.desk, ticket.group))
    waits_for, ticket = ticket.desk_id, locked(ticket)
    if ticket.status != TicketStatus.WAITING or ticket.desk_id != waits_for:
        raise MoveRefused(_("Nomor ini sudah dipanggil atau selesai. Muat ulang halaman."))
    first = next_for(by, ticket.office, ticket.day, ticket.desk, ticket.group)
    if first == ticket:
        return _call(by, ticket, room, now)
    if reason not in reasons():
        raise NeedsReason(_why_not_now(first))
    return _call(by, ticket, room, now, reason)


def _why_not_now(first) -> str:
    if first is None:
        return _("Pengunjung ini memilih petugas lain. Pilih alasan mengapa Anda memanggilnya.")
    return _("Nomor lain lebih dahulu. Pilih alasan mengapa nomor ini dipanggil.")


def _series(desk, group):
    return f"panggil:{desk.pk.hex}" if desk else f"panggil:{group}"


def _call(by, ticket, room, now, reason=""):
    ticket.move_to(TicketStatus.CALLED)
    ticket.called_at = ticket.called_at or now
    ticket.save(update_fields=["status", "called_at"])
    call = Call(
        office_id=ticket.office_id, day=ticket.day, ticket=ticket, group=ticket.group,
        number=ticket.number, desk=ticket.desk, room="" if ticket.desk else room or rooms_of(ticket.office)[0],
        officer=by, queued_at=ticket.queued_at, called_at=now, shown_at=now,
        out_of_order=bool(reason), reason=reason,
    )  # fmt: skip
    call.save(force_insert=True)
    verb = CALLED_OUT_OF_ORDER if reason else NUMBER_CALLED
    audit.record(verb, by=by, about=ticket, office=ticket.office_id, reason=reason)
    return call


def _running(by, ticket):
    """The ticket and its running call, both held; MoveRefused where nobody calls it now."""
    ticket = locked(ticket)
    permissions.call_for.check(by, ticket.office, ticket.desk)
    call = Call.objects.running().select_for_update().filter(ticket=ticket).first()
    if call is None:
        raise MoveRefused(_("Nomor ini tidak sedang dipanggil. Muat ulang halaman."))
    return ticket, call


@transaction.atomic
def call_again(*, by, ticket, now):
    """Show and sound the same number once more."""
    ticket, call = _running(by, ticket)
    Call.objects.filter(pk=call.pk).update(shown_at=now, repeats=F("repeats") + 1)
    return ticket


@transaction.atomic
def serve(*, by, ticket, now):
    """She is here: the order of service gets its next line."""
    ticket, call = _running(by, ticket)
    ticket.move_to(TicketStatus.SERVING)
    ticket.served_at = ticket.served_at or now
    ticket.save(update_fields=["status", "served_at"])
    order = draw(ticket.office_id, ticket.day, SERVED)
    Call.objects.filter(pk=call.pk).update(served_at=now, served_order=order)
    audit.record(NUMBER_SERVED, by=by, about=ticket, office=ticket.office_id)
    return ticket


@transaction.atomic
def finish(*, by, ticket, now):
    """She has been served."""
    ticket, call = _running(by, ticket)
    ticket.move_to(TicketStatus.DONE)
    ticket.done_at = now
    ticket.save(update_fields=["status", "done_at"])
    Call.objects.filter(pk=call.pk).update(ended_at=now, outcome=Call.Outcome.DONE)
    audit.record(NUMBER_DONE, by=by, about=ticket, office=ticket.office_id)
    return ticket


@transaction.atomic
def did_not_come(*, by, ticket, now):
    """Nobody came when the number was called; it may come back."""
    ticket, call = _running(by, ticket)
    ticket.move_to(TicketStatus.ABSENT)
    ticket.save(update_fields=["status"])
    Call.objects.filter(pk=call.pk).update(ended_at=now, outcome=Call.Outcome.ABSENT)
    audit.record(NUMBER_ABSENT, by=by, about=ticket, office=ticket.office_id)
    return ticket
