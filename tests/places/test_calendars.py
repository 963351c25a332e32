"""Working days, reckoned by a calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satuatap.places.calendars import WorkingCalendar, calendar_of, local_date
from satuatap.places.models import Area, Closure, Desk, Office, OpeningHours

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)

days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(days, max_size=40),
    weekdays_open=st.frozensets(st.integers(0, 6), min_size=1),
)


@given(calendars, days, st.integers(0, 80))
def test_counting_back_what_was_added_gives_the_same_number(calendar, start, n):
    due = calendar.add_working_days(start, n)

    assert calendar.working_days_between(start, due) == n


@given(calendars, days, st.integers(1, 80))
def test_a_due_day_is_always_a_working_day_after_the_start(calendar, start, n):
    due = calendar.add_working_days(start, n)

    assert due > start
    assert calendar.is_working_day(due)


@given(calendars, days, st.integers(0, 40), st.integers(0, 40))
def test_a_pause_may_split_the_term_anywhere(calendar, start, first, second):
    in_two_parts = calendar.add_working_days(calendar.add_working_days(start, first), second)

    assert in_two_parts == calendar.add_working_days(start, first + second)


@given(calendars, st.tuples(days, days, days).map(sorted))
def test_two_stretches_count_as_much_as_the_whole(calendar, three):
    a, b, c = three

    whole = calendar.working_days_between(a, c)

    assert calendar.working_days_between(a, b) + calendar.working_days_between(b, c) == whole


@given(calendars, days, st.integers(0, 400))
def test_the_quick_count_equals_counting_day_by_day(calendar, start, length):
    one_by_one = sum(
        calendar.is_working_day(start + timedelta(days=step)) for step in range(1, length + 1)
    )

    counted = calendar.working_days_between(start, start + timedelta(days=length))

    assert counted == one_by_one


@given(calendars, days, days)
def test_one_more_holiday_never_brings_the_due_day_nearer(calendar, start, holiday):
    stricter = WorkingCalendar(calendar.holidays | {holiday}, calendar.weekdays_open)

    assert stricter.add_working_days(start, 5) >= calendar.add_working_days(start, 5)


def test_the_day_of_arrival_does_not_count():
    calendar = WorkingCalendar(frozenset())

    assert calendar.add_working_days(FRIDAY, 0) == FRIDAY
    assert calendar.add_working_days(FRIDAY, 1) == MONDAY
    assert calendar.add_working_days(SATURDAY, 1) == MONDAY
    assert calendar.working_days_between(MONDAY, FRIDAY) == 0


def test_a_calendar_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="at least one weekday"):
        WorkingCalendar(frozenset(), frozenset())


def test_terms_are_not_reckoned_backward():
    with pytest.raises(ValueError, match="forward"):
        WorkingCalendar(frozenset()).add_working_days(FRIDAY, -1)


def test_late_in_the_evening_the_east_has_the_next_day_already():
    moment = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)

    assert local_date(moment, "Asia/Jakarta") == date(2026, 11, 24)
    assert local_date(moment, "Asia/Makassar") == date(2026, 11, 25)
    assert local_date(moment, "Asia/Jayapura") == date(2026, 11, 25)
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 11, 24), "Asia/Jakarta")


def test_an_office_rests_on_holidays_joint_leave_and_its_own_closures(cirebon):
    Closure.objects.create(office=cirebon, date=MONDAY, name="pemeliharaan listrik")

    calendar = calendar_of(cirebon)

    assert not calendar.is_working_day(date(2026, 12, 24)), "joint leave"
    assert not calendar.is_working_day(date(2026, 12, 25)), "Christmas"
    assert not calendar.is_working_day(MONDAY)
    assert calendar.is_working_day(FRIDAY)
    assert calendar.knows(date(2027, 6, 1))
    assert not calendar.knows(date(2031, 6, 1))


def test_the_closure_of_one_office_does_not_close_another(cirebon):
    other = Office.objects.create(
        code="uji-blitar", name="LTSA Blitar", kind="service_centre", area_id="35.05"
    )
    Closure.objects.create(office=other, date=MONDAY, name="peresmian")

    assert calendar_of(cirebon).is_working_day(MONDAY)


def test_the_calendar_of_an_office_is_read_once(cirebon, django_assert_num_queries):
    OpeningHours.objects.create(office=cirebon, weekday=5, opens="08:00", closes="12:00")

    with django_assert_num_queries(1):
        calendar = calendar_of(cirebon)
        again = calendar_of(cirebon)

    assert again is calendar
    assert calendar.weekdays_open == {5}


def test_a_desk_on_rota_works_only_on_its_days(cirebon):
    rota = Desk(office=cirebon, institution="keimigrasian", presence="rota", rota_weekdays=[1, 3])

    calendar = calendar_of(cirebon, rota)

    assert calendar.add_working_days(FRIDAY, 1) == date(2026, 11, 24)
    assert calendar.weekdays_open == {1, 3}
    assert Area.objects.filter(pk="32.09").exists()
