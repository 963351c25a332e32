"""Issue, forward, close: what happens to a ticket outside of a call."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.common.acting import with_help_of
from satuatap.common.ids import new_id
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.places.models import Level
from satuatap.reception import permissions
from satuatap.reception.actions.numbers import VILLAGE, draw
from satuatap.reception.groups import groups, needs
from satuatap.reception.models import KEEPER, Call, DayNote, Ticket
from satuatap.reception.presence import desks_here
from satuatap.reception.workflow import OPEN, TicketStatus

TICKET_ISSUED = audit.verb("ticket_issued", gettext_lazy("mengambilkan nomor antrean"))
TICKET_FORWARDED = audit.verb("ticket_forwarded", gettext_lazy("meneruskan nomor ke loket lain"))
TICKET_LEFT = audit.verb("ticket_left", gettext_lazy("mencatat bahwa pengunjung pulang"))
TICKET_BACK = audit.verb("ticket_back", gettext_lazy("mengembalikan nomor ke antrean"))
DAY_CLOSED = audit.verb(
    "reception_closed", gettext_lazy("menghapus keterangan pengunjung pada jam tutup")
)


@transaction.atomic
def issue_ticket(*, by, office, group, now, once=None, channel=Ticket.Channel.COUNTER,
                 by_appointment=False, told=None):  # fmt: skip
    """Draw the next number of a group. `told`: sex, area, needs, officer, worker; may be empty.

    Of a private group nothing is kept but the number, whatever was told. Of a village the number
    keeps only the subdistrict: the village is counted for the month, beside no moment and no sex.
    """
    permissions.receive.check(by, office)
    once = once or new_id()
    if known := first_time(Ticket, once):
        return known
    kind, day = groups()[group], local_date(now, office.zone)
    told = {} if kind.private else told or {}
    forget(office, before=day)
    ticket = Ticket(
        id=once, office=office, day=day, group=group, number=draw(office.pk, day, group),
        channel=channel, by_appointment=by_appointment and not kind.private,
        desk=_desk_for(kind, office, day), sex=told.get("sex", ""),
        area_id=_subdistrict(office, day, told.get("area")),
        issued_by=by, issued_at=now, queued_at=now,
    )  # fmt: skip
    ticket.save(force_insert=True)
    _keep_for_today(ticket, told)
    audit.record(TICKET_ISSUED, by=by, about=ticket, office=office)
    return ticket


def _desk_for(kind, office, day):
    """The first desk of the group that is there today; None: the front desk."""
    if kind is None or not kind.desks:
        return None
    here = {desk.institution: desk for desk in desks_here(office, day)}
    return next((here[code] for code in kind.desks if code in here), None)


def _subdistrict(office, day, area) -> str | None:
    """What a number keeps of a subdistrict or village, after counting the village."""
    if area is None:
        return None
    if area.level != Level.VILLAGE:
        return area.pk
    draw(office.pk, day.replace(day=1), f"{VILLAGE}{area.pk}")
    return area.parent_id


def _keep_for_today(ticket, told):
    wanted = [code for code in told.get("needs", ()) if code in needs()]
    officer, worker = told.get("officer"), told.get("worker")
    if wanted or officer or worker:
        DayNote(
            office_id=ticket.office_id, ticket=ticket, group=ticket.group, day=ticket.day,
            needs=wanted, officer=officer, worker=worker,
        ).save(force_insert=True)  # fmt: skip


def locked(ticket):
    """The ticket as it is now, held until the end of the write."""
    list(Ticket.objects.select_for_update().filter(pk=ticket.pk).values_list("pk"))
    return as_it_is(ticket)


def as_it_is(ticket):
    """The ticket read again; MoveRefused when it went on to where the acting person sees it not."""
    found = Ticket.objects.select_related("desk", "office").filter(pk=ticket.pk).first()
    if found is None:
        raise MoveRefused(_("Nomor ini sudah diteruskan ke loket lain. Muat ulang halaman."))
    return found


def end_running_call(ticket, outcome, now):
    """Whatever call of this number still runs ends here."""
    Call.objects.running().filter(ticket=ticket).update(ended_at=now, outcome=outcome)


@transaction.atomic
def forward(*, by, ticket, desk, now):
    """Send the same number on to another desk of the office."""
    ticket = locked(ticket)
    permissions.forward.check(by, ticket)
    end_running_call(ticket, Call.Outcome.FORWARDED, now)
    if ticket.status != TicketStatus.WAITING:
        ticket.move_to(TicketStatus.WAITING)
    ticket.desk, ticket.queued_at = desk, now
    with with_help_of(KEEPER):  # the new desk is not the one that sends it
        ticket.save(update_fields=["status", "desk", "queued_at"])
    audit.record(TICKET_FORWARDED, by=by, about=ticket, office=ticket.office_id)
    return ticket


@transaction.atomic
def send_on(*, by, desk, now) -> int:
    """Who waits for a desk that is not there goes to one that is, or to the front desk.

    Returns how many numbers went on.
    """
    permissions.receive.check(by, desk.office)
    day = local_date(now, desk.office.zone)
    if desk in desks_here(desk.office, day):
        raise MoveRefused(_("Loket ini hadir. Nomornya menunggu di sana."))
    waiting = list(Ticket.objects.in_queue(desk.office, day, desk).order_by("issued_at", "id"))
    for ticket in waiting:
        kind = groups().get(ticket.group)
        forward(by=by, ticket=ticket, desk=_desk_for(kind, desk.office, day), now=now)
    return len(waiting)


@transaction.atomic
def leave(*, by, ticket, now):
    """She went home before she was served."""
    ticket = locked(ticket)
    permissions.receive.check(by, ticket.office)
    ticket.move_to(TicketStatus.LEFT)
    ticket.left_at = now
    ticket.save(update_fields=["status", "left_at"])
    end_running_call(ticket, Call.Outcome.ABSENT, now)
    audit.record(TICKET_LEFT, by=by, about=ticket, office=ticket.office_id)
    return ticket


@transaction.atomic
def come_back(*, by, ticket, now):
    """She did not come when called and is here now: the number waits again."""
    ticket = locked(ticket)
    permissions.receive.check(by, ticket.office)
    ticket.move_to(TicketStatus.WAITING)
    ticket.queued_at = now
    ticket.save(update_fields=["status", "queued_at"])
    audit.record(TICKET_BACK, by=by, about=ticket, office=ticket.office_id)
    return ticket


def forget(office, *, before=None, until=None) -> int:
    """Delete what was told at tickets of days before, or up to and including, a day."""
    rows = DayNote.objects.filter(office=office)
    rows = rows.filter(day__lt=before) if before else rows.filter(day__lte=until)
    with with_help_of(KEEPER):
        return rows.delete()[0]


@transaction.atomic
def close_day(*, by, office, now):
    """Closing time by hand: what was told is erased, and who still waits is counted as gone."""
    permissions.receive.check(by, office)
    day = local_date(now, office.zone)
    forget(office, until=day)
    end_numbers(Ticket.objects.filter(office=office, day__lte=day), now)
    audit.record(DAY_CLOSED, by=by, office=office)


def end_numbers(tickets, now):
    """Numbers that are still open come to an end: served ones as done, the others as gone."""
    rows = tickets.filter(status__in=OPEN)
    with with_help_of(KEEPER):
        Call.objects.running().filter(ticket__in=rows).update(
            ended_at=now, outcome=Call.Outcome.CLOSED
        )
        rows.filter(status=TicketStatus.SERVING).update(status=TicketStatus.DONE, done_at=now)
        rows.update(status=TicketStatus.LEFT, left_at=now)


@transaction.atomic
def keep_closing_time(*, office, now) -> None:
    """What the house does by itself: erase after closing time, and end numbers of past days."""
    there = now.astimezone(office.zone)
    day = there.date()
    closes = next((h.closes for h in office.hours.all() if h.weekday == day.weekday()), None)
    # a day without hours ends at midnight
    is_over = closes is not None and there.time() >= closes
    erased = forget(office, until=day) if is_over else forget(office, before=day)
    end_numbers(Ticket.objects.filter(office=office, day__lt=day), now)
    if erased:
        audit.record(DAY_CLOSED, by=KEEPER, office=office)
