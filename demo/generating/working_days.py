"""Working days by table: what `places.calendars` reckons day by day, looked up.

Days are counted from 1 January 1970, moments in seconds from its beginning, UTC.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from satuatap.places.calendars import WorkingCalendar

EPOCH = date(1970, 1, 1).toordinal()
SECONDS = 86_400
FIRST_YEAR, LAST_YEAR = 2019, 2031
DAY_TEXT = {
    day: date.fromordinal(EPOCH + day).isoformat()
    for day in range(
        date(1945, 1, 1).toordinal() - EPOCH, date(LAST_YEAR, 12, 31).toordinal() - EPOCH + 1
    )
}
TIME_TEXT = [
    f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+00" for second in range(SECONDS)
]


def day_of(day: date) -> int:
    """The number of a date."""
    return day.toordinal() - EPOCH


def moment_text(moment: int) -> str:
    """A moment as PostgreSQL reads it."""
    day, second = divmod(moment, SECONDS)
    return f"{DAY_TEXT[day]} {TIME_TEXT[second]}"


class WorkingDays:
    """One calendar as a table; `add` and `between` answer as `WorkingCalendar` does."""

    def __init__(self, calendar: WorkingCalendar):
        self.first = day_of(date(FIRST_YEAR, 1, 1))
        last = day_of(date(LAST_YEAR, 12, 31))
        days = range(self.first, last + 1)
        self.worked = [
            day for day in days if calendar.is_working_day(date.fromordinal(EPOCH + day))
        ]
        self.count = [0] * len(days)  # how many working days up to and including each day
        worked, passed = set(self.worked), 0
        for place, day in enumerate(days):
            passed += day in worked
            self.count[place] = passed
        there = datetime(2020, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(calendar.zone))
        # Indonesia never moves its clocks
        self.offset = int((there.utcoffset() or timedelta()).total_seconds())

    def local_day(self, moment: int) -> int:
        """The day on the wall of the office."""
        return (moment + self.offset) // SECONDS

    def at(self, day: int, second: int) -> int:
        """The moment at which the office's clock shows this second of this day."""
        return day * SECONDS + second - self.offset

    def add(self, start: int, n: int) -> int:
        """The n-th working day after `start`."""
        return self.worked[self.count[start - self.first] + n - 1] if n else start

    def between(self, a: int, b: int) -> int:
        """How many working days lie after `a` up to and including `b`."""
        return self.count[b - self.first] - self.count[a - self.first] if b > a else 0

    def on_or_after(self, day: int) -> int:
        """This day when it is worked, else the next one that is."""
        return self.worked[bisect_left(self.worked, day)]
