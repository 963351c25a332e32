"""The clock of a step: working days of the institution, paused with a reason.

A step's time is made of the stretches in which its clock ran. Each stretch counts the working
days after the day on which it began, up to and including the day on which it ended, on the
calendar of the institution (`places.calendars`): what comes to a desk on Friday and is finished
on Monday took one working day. Pauses count nothing. The incremental value on the step and the
fold over its events are the same arithmetic and always agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from satuatap.places.calendars import WorkingCalendar, calendar_of


@dataclass(frozen=True)
class Clock:
    """`used_days` of the stretches that have ended, and since when the clock runs (None: paused)."""

    used_days: int = 0
    running_since: datetime | None = None

    def after(self, at: datetime, runs: bool, calendar: WorkingCalendar) -> Clock:
        """The clock after an event at this moment, from which on it runs or not.

        An event that lets a running clock run begins no new stretch: the promised day stays.
        """
        if runs and self.running_since is not None:
            return self
        return Clock(self.used_at(at, calendar), at if runs else None)

    def used_at(self, at: datetime, calendar: WorkingCalendar) -> int:
        """Working days used up to a moment."""
        if self.running_since is None:
            return self.used_days
        begun, day = calendar.local_date(self.running_since), calendar.local_date(at)
        return self.used_days + calendar.working_days_between(begun, day)

    def due_on(self, standard_days: int, calendar: WorkingCalendar) -> date | None:
        """The day by which the desk should have finished; None while the clock is paused.

        When the standard is used up already, the day before the clock began to run again.
        """
        if self.running_since is None:
            return None
        begun, left = calendar.local_date(self.running_since), standard_days - self.used_days
        if left < 0:
            return begun - timedelta(days=1)
        return calendar.add_working_days(begun, left)


def fold(events: Iterable, calendar: WorkingCalendar, until: datetime | None = None) -> Clock:
    """The clock recomputed from the events of a step, in their order, optionally up to a moment.

    An event has `at` and `runs` (does the clock run from then on).
    """
    clock = Clock()
    for event in events:
        if until is not None and event.at > until:
            break
        clock = clock.after(event.at, event.runs, calendar)
    return clock


def calendar_of_desk(desk) -> WorkingCalendar:
    """The calendar on which this desk's institution works.

    A desk that refers to another office works on that office's days and clock; every other on
    those of the centre and its own rota.
    """
    if desk.refer_to_office_id:
        return calendar_of(desk.refer_to_office)
    return calendar_of(desk.office, desk)
