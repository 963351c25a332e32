"""Plans that a connection keeps: made once, and still asked as whoever acts."""

import pytest
from django.db import connection

from satuatap.common.plans import one_plan_for_all_values
from tests.centre import a_worker, act, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
NAMES = "SELECT full_name FROM workers_worker WHERE id = %s"
PLANS = """
SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements
WHERE statement LIKE 'SELECT full_name FROM workers_worker%'
"""


def asked(statement, *values):
    """All rows, as the acting person gets them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()


@pytest.mark.parametrize("kept", [False, True])
def test_a_plan_that_was_made_for_one_officer_shows_another_only_what_is_hers(kept):
    dewi, rudi = somebody("dewi"), somebody("rudi")
    siti = a_worker(dewi)

    def names():
        if not kept:
            return asked(NAMES, siti.pk)
        with one_plan_for_all_values():
            return asked(NAMES, siti.pk)

    for _ in range(8):
        act(dewi)
        assert names() == [(siti.full_name,)]
        act(rudi)
        assert names() == []


def test_a_statement_is_planned_once_and_for_all_values_within_the_block():
    act(somebody("dewi"))
    for _ in range(6):
        with one_plan_for_all_values():
            asked(NAMES, somebody("dewi").pk)

    ((generic, custom),) = asked(PLANS)
    assert generic >= 4 and custom == 0
    assert asked("SHOW plan_cache_mode") == [("auto",)]
