"""Reads for the screens: the day's numbers, the queues of the front desk, what is called now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from satuatap.accounts.roles import Permission
from satuatap.common.paging import uuid_or_none
from satuatap.places.calendars import local_date
from satuatap.places.models import Desk, Office
from satuatap.reception.groups import Group, groups
from satuatap.reception.models import ROOMS, Call, Screen, Ticket
from satuatap.reception.presence import presence_of
from satuatap.reception.workflow import TicketStatus

PER_PAGE = 30
MOST_STRANDED = 100
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class GroupQueue:
    """How many of a group wait for the front desk."""

    group: Group
    waiting: int


def own_office(user, permission: Permission) -> Office:
    """The first office at which this person has the permission; 404 without one."""
    ids = user.offices_with(permission)[:1]
    return get_object_or_404(Office, pk__in=ids)


def own_desks(user) -> list[Desk]:
    """The desks to which this person calls."""
    ids = user.actor.desks.get(str(Permission.CALL_VISITORS), ())
    return list(Desk.objects.filter(pk__in=ids).select_related("office"))


def front_queues(office, day) -> list[GroupQueue]:
    """Per group, who waits for no desk: those whom the front desk serves."""
    counted = dict(
        Ticket.objects.of_day(office, day)
        .filter(status=TicketStatus.WAITING, desk=None)
        .values_list("group")
        .annotate(Count("id"))
    )
    return [
        GroupQueue(group, counted.get(code, 0))
        for code, group in groups().items()
        if not group.desks or counted.get(code)
    ]


def tickets_page(office, day, after: str):
    """One page of the day's numbers, newest first, with what is known for today."""
    rows = Ticket.objects.of_day(office, day).order_by("-issued_at", "-id")
    last = uuid_or_none(after)
    if last and (mark := Ticket.objects.only("issued_at").filter(pk=last).first()):
        rows = rows.filter(
            Q(issued_at__lt=mark.issued_at) | Q(issued_at=mark.issued_at, pk__lt=mark.pk)
        )
    rows = rows.select_related("desk").prefetch_related("notes__officer")
    found = list(rows[: PER_PAGE + 1])
    return found[:PER_PAGE], found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None


def running_calls(office, day, **where) -> list[Call]:
    """What is called or served now, newest first."""
    rows = Call.objects.running().filter(office=office, day=day, **where)
    return list(rows.select_related("desk", "ticket", "officer").order_by("-called_at", "-id"))


def stranded(office, day, presence) -> list[tuple[Desk, list[Ticket]]]:
    """By desk that is not there: the numbers that wait for it, in the order of issue."""
    absent = [desk for desk, is_here in presence if not is_here]
    rows = Ticket.objects.of_day(office, day).filter(status=TicketStatus.WAITING, desk__in=absent)
    waiting = list(rows.order_by("issued_at", "id")[:MOST_STRANDED])
    found = [(desk, [one for one in waiting if one.desk_id == desk.pk]) for desk in absent]
    return [(desk, numbers) for desk, numbers in found if numbers]


def ticket_or_404(ticket_id) -> Ticket:
    """A ticket that the acting person may see, with what is known for today."""
    rows = Ticket.objects.select_related("office", "desk")
    return get_object_or_404(rows.prefetch_related("notes__officer"), pk=ticket_id)


def rooms_of(office) -> list[str]:
    """The rooms to which the front desk calls, in the order of their choice; never none."""
    screen = Screen.objects.current().filter(office=office).defer("key").first()
    return (screen.rooms if screen else None) or ROOMS


def absent_desks(office, day) -> list[Desk]:
    """Desks that sit in this office and are not there today."""
    return [desk for desk, is_here in presence_of(office, day) if desk.is_here and not is_here]


def today_at(office, now):
    """The date on the wall of the office."""
    return local_date(now, office.zone)


def day_or_404(text: str) -> date:
    """The day of "2026-11-24"; 404 for what is no day, or of no year that anybody plans for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if day.year not in YEARS:
        raise Http404
    return day


def month_or_404(text: str) -> date:
    """The first day of the month of "2026-11"; 404 like for a day."""
    return day_or_404(f"{text}-01")


def group_or_404(code: str) -> Group:
    """A group of the file."""
    if code not in groups():
        raise Http404
    return groups()[code]
