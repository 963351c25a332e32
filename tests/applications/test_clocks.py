"""The clock of a step: what counts as a day, pauses, other zones, and recomputation at any time."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satuatap.applications.clocks import Clock, fold
from satuatap.places.calendars import WorkingCalendar

JAKARTA = ZoneInfo("Asia/Jakarta")
# Thursday 14 May 2026 is Ascension, Friday the 15th joint leave
LONG_WEEKEND = WorkingCalendar(frozenset({dt.date(2026, 5, 14), dt.date(2026, 5, 15)}))
EVERY_WEEK = WorkingCalendar(frozenset())


def at(day, hour=10, zone=JAKARTA, month=5):
    return dt.datetime(2026, month, day, hour, tzinfo=zone)


def event(moment, runs):
    return SimpleNamespace(at=moment, runs=runs)


def test_what_comes_on_friday_and_is_finished_on_monday_took_one_working_day():
    clock = Clock().after(at(8), True, EVERY_WEEK).after(at(11), False, EVERY_WEEK)

    assert clock.used_days == 1


def test_what_is_finished_on_the_day_it_came_took_no_day():
    assert Clock().after(at(11, 8), True, EVERY_WEEK).used_at(at(11, 15), EVERY_WEEK) == 0


def test_two_days_over_a_long_weekend_with_joint_leave_end_on_the_next_monday_but_one_day():
    clock = Clock().after(at(12), True, LONG_WEEKEND)  # Tuesday; Wednesday, then Monday

    assert clock.due_on(2, LONG_WEEKEND) == dt.date(2026, 5, 18)


def test_a_pause_counts_nothing_and_moves_the_day():
    clock = Clock().after(at(4), True, EVERY_WEEK).after(at(5), False, EVERY_WEEK)
    paused, later = clock, clock.after(at(12), True, EVERY_WEEK)

    assert paused.due_on(3, EVERY_WEEK) is None
    assert (later.used_days, later.due_on(3, EVERY_WEEK)) == (1, dt.date(2026, 5, 14))


def test_a_desk_in_another_zone_is_on_its_own_date():
    makassar = WorkingCalendar(frozenset(), zone="Asia/Makassar")
    late = dt.datetime(2026, 5, 11, 23, 30, tzinfo=JAKARTA)  # Tuesday 00.30 WITA

    assert Clock().after(late, True, EVERY_WEEK).due_on(1, EVERY_WEEK) == dt.date(2026, 5, 12)
    assert Clock().after(late, True, makassar).due_on(1, makassar) == dt.date(2026, 5, 13)


def test_a_standard_that_is_used_up_is_late_at_once():
    clock = Clock(used_days=4, running_since=at(12))

    assert clock.due_on(2, EVERY_WEEK) == dt.date(2026, 5, 11)


def test_an_event_that_leaves_the_clock_running_leaves_the_promised_day():
    running = Clock().after(at(4), True, EVERY_WEEK)

    assert running.after(at(12), True, EVERY_WEEK) == running


MOMENTS = st.datetimes(
    dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(JAKARTA)
)
CALENDARS = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), max_size=40),
    weekdays_open=st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
)
EVENTS = st.lists(st.tuples(MOMENTS, st.booleans()), min_size=1, max_size=12).map(
    lambda pairs: [event(*pair) for pair in sorted(pairs, key=lambda pair: pair[0])]
)


@given(EVENTS, CALENDARS)
def test_recomputed_from_its_events_a_clock_is_what_it_was_step_by_step(events, calendar):
    clock, seen = Clock(), []
    for each in events:
        clock = clock.after(each.at, each.runs, calendar)
        seen.append((each.at, clock))

    assert fold(events, calendar) == clock
    for moment, then in seen:
        same_moment = [late for when, late in seen if when == moment]
        assert fold(events, calendar, until=moment) == same_moment[-1], then


@given(EVENTS, CALENDARS, MOMENTS)
def test_at_any_moment_the_time_used_is_the_working_days_in_which_the_clock_ran(
    events, calendar, moment
):
    """Counted day by day, the long way round."""
    until = max(moment, events[-1].at)
    ends = [*[e.at for e in events[1:]], until]
    counted, since = 0, None
    for each, end in zip(events, ends, strict=True):
        if not each.runs:
            since = None
            continue
        since = since or each.at
        following = next((e for e in events if e.at >= end and not e.runs), None)
        if end is until or (following is not None and following.at == end):
            first, last = calendar.local_date(since), calendar.local_date(end)
            days = (last - first).days
            counted += sum(
                calendar.is_working_day(first + dt.timedelta(days=n)) for n in range(1, days + 1)
            )
            since = None

    assert fold(events, calendar).used_at(until, calendar) == counted


@pytest.mark.parametrize("left", [0, 1, 5])
def test_finished_on_the_promised_day_the_time_is_the_standard(left):
    clock = Clock().after(at(12), True, LONG_WEEKEND)
    due = clock.due_on(left, LONG_WEEKEND)
    end = dt.datetime.combine(due, dt.time(15), JAKARTA)

    assert clock.used_at(end, LONG_WEEKEND) == left
