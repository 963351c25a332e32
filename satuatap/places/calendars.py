"""Working days: pure reckoning on frozen data, and one read that brings the data.

A day counts as worked when the office (and, for a desk on rota, the institution) is there and no
holiday, joint leave or closure falls on it. Legal terms "in working days" do not count the day on
which they begin: add 1 to a Friday and you have Monday.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from satuatap.places.models import Closure, Desk, Holiday, Office, OpeningHours, Presence

ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True)
class WorkingCalendar:
    """When one office or desk works.

    `holidays` are single days off, `weekdays_open` the days of the week (0 is Monday) on which
    there is work, `zone` a name such as "Asia/Makassar". `years` are those whose holidays are
    known: in others only the week is reckoned with.
    """

    holidays: frozenset[date]
    weekdays_open: frozenset[int] = MONDAY_TO_FRIDAY
    zone: str = "Asia/Jakarta"
    years: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self):
        if not self.weekdays_open or not self.weekdays_open <= frozenset(range(7)):
            raise ValueError("A calendar needs at least one weekday from 0 (Monday) to 6.")

    def is_working_day(self, day: date) -> bool:
        """Is there work on this day?"""
        return day.weekday() in self.weekdays_open and day not in self.holidays

    def knows(self, day: date) -> bool:
        """Are the holidays of this day's year known?"""
        return day.year in self.years

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, n >= 0.

        The first day that counts is the first working day after `start`; `start` itself never
        counts, whether worked or not. With n = 0 the answer is `start`.
        """
        if n < 0:
            raise ValueError("Working days are added forward: n must be 0 or more.")
        day = start
        while n:
            day += ONE_DAY
            n -= self.is_working_day(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie after `a` up to and including `b`; 0 when b <= a.

        The counterpart of `add_working_days`: between(a, add(a, n)) == n.
        """
        days = max((b - a).days, 0)
        weeks, rest = divmod(days, 7)
        count = weeks * len(self.weekdays_open)
        tail = (a + timedelta(days=7 * weeks + step) for step in range(1, rest + 1))
        count += sum(day.weekday() in self.weekdays_open for day in tail)
        return count - sum(
            a < day <= b for day in self.holidays if day.weekday() in self.weekdays_open
        )

    def local_date(self, moment: datetime) -> date:
        """The date on the wall of this office at a moment."""
        return local_date(moment, self.zone)


def local_date(moment: datetime, zone: str | ZoneInfo) -> date:
    """The date in a time zone at a moment; ValueError when the moment has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without time zone has no local date.")
    return moment.astimezone(zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)).date()


def calendar_of(office: Office, desk: Desk | None = None) -> WorkingCalendar:
    """The working calendar of an office, or of one of its desks.

    One query, kept on the `office` object: as long as a request holds the office it reads once.
    An office without opening hours works Monday to Friday. A desk on rota works on its days.
    """
    calendar = office.__dict__.get("_working_calendar")
    if calendar is None:
        calendar = office.__dict__["_working_calendar"] = _read(office)
    if desk is None or desk.presence != Presence.ROTA:
        return calendar
    days = frozenset(desk.rota_weekdays)
    return WorkingCalendar(
        calendar.holidays, calendar.weekdays_open & days or days, calendar.zone, calendar.years
    )


LISTENERS: list[Callable] = []


def when_it_changes(listener: Callable) -> Callable:
    """A room above declares here what a changed calendar moves: a function of the office or None."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)
    return listener


def say_that_it_changed(office: Office | None) -> None:
    """Days off, opening days or a desk's rota changed, at one office or (None) everywhere."""
    if office is not None:
        office.__dict__.pop("_working_calendar", None)
    for listener in LISTENERS:
        listener(office)


def with_calendars(desks) -> list[Desk]:
    """Desks with their offices, whose calendars are read in the same query."""
    found = desks.select_related("office", "refer_to_office").annotate(**_days_of("office"))
    known: dict = {}
    for desk in (rows := list(found)):
        desk.office = known.setdefault(desk.office_id, desk.office)
        desk.office.__dict__["_working_calendar"] = _made(
            desk.days_off, desk.closed, desk.weekdays, desk.office.time_zone
        )
    return rows


def _read(office: Office) -> WorkingCalendar:
    days = _days_of("pk")
    found = Office.objects.filter(pk=office.pk).annotate(**days).values_list(*days).get()
    return _made(*found, office.time_zone)


def _days_of(office_column: str) -> dict:
    """Days off, closures and weekdays of the office that this column names, as arrays."""
    own = {"office": OuterRef(office_column)}
    return {
        "days_off": ArraySubquery(Holiday.objects.order_by().values("date")),
        "closed": ArraySubquery(Closure.objects.filter(**own).order_by().values("date")),
        "weekdays": ArraySubquery(OpeningHours.objects.filter(**own).order_by().values("weekday")),
    }


def _made(days_off, closed, weekdays, zone) -> WorkingCalendar:
    return WorkingCalendar(
        holidays=frozenset(days_off) | frozenset(closed),
        weekdays_open=frozenset(weekdays) or MONDAY_TO_FRIDAY,
        zone=zone,
        years=frozenset(day.year for day in days_off),
    )
