"""Which desk is there on a day: its week, the calendar, and what was said for the day."""

from __future__ import annotations

from satuatap.places.calendars import calendar_of
from satuatap.places.models import Desk
from satuatap.reception.models import DeskDay


def presence_of(office, day) -> list[tuple[Desk, bool]]:
    """Every desk of the office in the order of the law, and whether it is there on this day."""
    said = dict(DeskDay.objects.filter(office=office, day=day).values_list("desk", "is_here"))
    desks = list(office.desks.select_related("refer_to_office"))
    return [(desk, said.get(desk.pk, _by_its_week(office, desk, day))) for desk in desks]


def _by_its_week(office, desk, day) -> bool:
    return desk.is_here and calendar_of(office, desk).is_working_day(day)


def desks_here(office, day) -> list[Desk]:
    """The desks that are there on this day."""
    return [desk for desk, is_here in presence_of(office, day) if is_here]
