"""Prepared statements: planned once, and still asked as whoever acts."""

import pytest
from django.db import ProgrammingError, connection

from satuatap.common import prepared
from tests.centre import a_worker, act, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
NAMES = "SELECT full_name FROM workers_worker WHERE id = %s"
PLANS = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"


def test_a_plan_that_was_made_for_one_officer_shows_another_only_what_is_hers():
    dewi, rudi = somebody("dewi"), somebody("rudi")
    siti = a_worker(dewi)

    for _ in range(8):
        act(dewi)
        assert prepared.rows(NAMES, [siti.pk]) == [(siti.full_name,)]
        act(rudi)
        assert prepared.rows(NAMES, [siti.pk]) == []


def test_a_statement_is_planned_once_and_for_all_values():
    act(somebody("dewi"))
    for _ in range(4):
        prepared.rows(NAMES, [somebody("dewi").pk])

    ((generic, custom),) = prepared.rows(PLANS, ["SELECT full_name FROM workers_worker%"])
    assert generic >= 4 and custom == 0


def test_it_is_counted_as_every_query(django_assert_num_queries):
    with django_assert_num_queries(2) as heard:
        prepared.rows(NAMES, [somebody_id()])
        prepared.rows(NAMES, [somebody_id()])

    assert all("workers_worker" in query["sql"] for query in heard.captured_queries)


def somebody_id():
    """An id that is nobody's."""
    return "00000000-0000-7000-8000-000000000000"


def test_what_goes_wrong_is_an_error_of_django(db):
    with pytest.raises(ProgrammingError), connection.cursor():
        prepared.rows("SELECT no_such_column FROM workers_worker WHERE id = %s", [somebody_id()])
