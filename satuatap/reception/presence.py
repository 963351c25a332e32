"""Which desk is there on a day: its week, the calendar, and what was said for the day."""

from __future__ import annotations

from uuid import UUID

from satuatap.accounts.models import Assignment
from satuatap.accounts.roles import Permission, roles_of_this_world
from satuatap.places.calendars import calendar_of
from satuatap.places.models import Desk
from satuatap.reception.models import DeskDay, RotaEntry


def presence_of(office, day) -> list[tuple[Desk, bool]]:
    """Every desk of the office in the order of the law, and whether it is there on this day."""
    said = dict(DeskDay.objects.filter(office=office, day=day).values_list("desk", "is_here"))
    desks = list(office.desks.for_a_page())
    return [(desk, said.get(desk.pk, _by_its_week(office, desk, day))) for desk in desks]


def _by_its_week(office, desk, day) -> bool:
    return desk.is_here and calendar_of(office, desk).is_working_day(day)


def desks_here(office, day) -> list[Desk]:
    """The desks that are there on this day."""
    return [desk for desk, is_here in presence_of(office, day) if is_here]


def callers_of(office, desk, day) -> set[UUID]:
    """Who calls for this desk (None: the front desk) on this day.

    Whoever holds a role that calls there; where the rota names people for the desk, only they.
    """
    permission = Permission.CALL_VISITORS if desk else Permission.RECEIVE_VISITORS
    roles = [one.code for one in roles_of_this_world().values() if permission in one.permissions]
    held = Assignment.objects.running().filter(role__in=roles, user__is_active=True)
    held = held.filter(desk=desk) if desk else held.filter(office=office, desk=None)
    on_rota = RotaEntry.objects.filter(office=office, desk=desk, day=day)
    named = set(on_rota.values_list("officer", flat=True))
    able = set(held.values_list("user", flat=True))
    return able & named if named else able
