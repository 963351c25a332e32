"""How many appointments a day still takes: quotas, and what is taken. Counts lead to nobody."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from satuatap.common.acting import with_help_of
from satuatap.places.calendars import calendar_of
from satuatap.reception.groups import Group
from satuatap.reception.models import KEEPER, Appointment, Capacity

DAYS_AHEAD = 30
DAYS_OFFERED = 10
FROM_HOME = Appointment.Source.PUBLIC


def quota_of(office, group: Group, day: date, known=None) -> int:
    """Appointments of this day: what was said for it, else for every day, else the file's."""
    said = quotas(office, group) if known is None else known
    return said.get(day, said.get(None, group.quota))


def quotas(office, group: Group) -> dict[date | None, int]:
    """What the office said, by day; None: every day."""
    rows = Capacity.objects.filter(office=office, group=group.code)
    return dict(rows.values_list("day", "places"))


def taken_on(office, group: Group, days) -> dict[date, tuple[int, int]]:
    """By day: appointments at the office, and how many of them were booked from home."""
    with with_help_of(KEEPER):
        rows = (
            Appointment.objects.taking_a_place()
            .filter(office=office, group=group.code, day__in=days, stop=None)
            .values_list("day")
            .annotate(Count("id"), from_home=Count("id", filter=Q(source=FROM_HOME)))
        )
        return {day: (all_of_them, from_home) for day, all_of_them, from_home in rows}


def left(quota: int, taken: tuple[int, int], group: Group, source: str) -> int:
    """Places left for somebody who books from there."""
    rest = quota - taken[0]
    if source == FROM_HOME:
        rest = min(rest, quota * group.public_share // 100 - taken[1])
    return max(rest, 0)


def days_with_places(office, group: Group, today: date, source: str) -> list[tuple[date, int]]:
    """The next working days that still take somebody, with the places left."""
    calendar = calendar_of(office)
    days = [today + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1)]
    days = [day for day in days if calendar.is_working_day(day)]
    said, taken = quotas(office, group), taken_on(office, group, days)
    found = [
        (day, left(quota_of(office, group, day, said), taken.get(day, (0, 0)), group, source))
        for day in days
    ]
    return [(day, places) for day, places in found if places][:DAYS_OFFERED]


def taken_at_stop(stop) -> int:
    """Appointments for one stop of the mobile service."""
    return taken_at_stops([stop]).get(stop.pk, 0)


def taken_at_stops(stops) -> dict[UUID, int]:
    """By stop: how many have booked there."""
    with with_help_of(KEEPER):
        rows = Appointment.objects.taking_a_place().filter(stop__in=stops)
        return dict(rows.values_list("stop").annotate(Count("id")))
