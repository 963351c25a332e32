"""Two at once: who says that a system is down or up, and what arrives in that moment."""

from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from satuatap.applications.actions.walk import hold_files
from satuatap.applications.models import Application
from satuatap.applications.workflow import StepStatus
from satuatap.common import acting
from satuatap.exchange import actions
from satuatap.exchange.models import Outage
from satuatap.workers.models.access import HOUSE
from tests.centre import at_once, somebody
from tests.conftest import owner_at_work
from tests.exchange.test_systems import a_candidate, bring_to, typed_step

pytestmark = pytest.mark.world("administration")


def doing(officer, deed, **how):
    """The deed, at this officer's desk on whatever connection it is done."""

    def do():
        with acting.acting_as(officer.actor):
            return deed(by=officer, now=timezone.now(), **how)

    return do


def down(dewi):
    return doing(dewi, actions.say_down, office=dewi.home_office, system="siapkerja")


def test_four_who_say_at_once_that_it_is_down_note_one_outage(committing):
    dewi = somebody("dewi")

    answers = at_once(*[down(dewi)] * 4)

    assert sorted(type(answer).__name__ for answer in answers) == ["MoveRefused"] * 3 + ["Outage"]
    with owner_at_work():
        assert Outage.objects.count() == 1


def test_a_step_that_arrives_while_somebody_says_it_works_again_is_not_left_behind(committing):
    dewi = somebody("dewi")
    for number in range(4):
        outage = down(dewi)()
        application = a_candidate(dewi, number, at_desk=False)

        said, _arrived = at_once(
            doing(dewi, actions.say_up, outage=outage),
            lambda: bring_to(application, "siapkerja"),  # noqa: B023 - done within this turn
        )

        assert isinstance(said, Outage) and said.ended_at
        with owner_at_work():
            assert typed_step(application).status == StepStatus.READY


def until_somebody_waits():
    """Go on when another transaction waits for a lock; at most ten seconds."""
    with connection.cursor() as cursor:
        for _turn in range(200):
            cursor.execute("SELECT pg_sleep(0.05), count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[1]:
                return
    raise AssertionError("nobody waited")


@pytest.mark.parametrize("is_down", [False, True])
def test_whoever_moves_a_file_meanwhile_and_whoever_says_it_never_wait_for_each_other(
    committing, is_down
):
    dewi = somebody("dewi")
    application = a_candidate(dewi)
    say = doing(dewi, actions.say_up, outage=down(dewi)()) if is_down else down(dewi)
    held = Event()

    def move():
        with acting.acting_as(acting.service_actor(HOUSE)):
            hold_files(Application.objects.filter(pk=application.pk))
            held.set()
            until_somebody_waits()
            return actions.hold_while_down(typed_step(application), timezone.now())

    def say_it():
        held.wait(10)
        return say()

    moved, said = at_once(move, say_it)

    assert isinstance(moved, str), moved
    assert isinstance(said, Outage), said
