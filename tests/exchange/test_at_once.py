"""Two at once: who says that a system is down or up, and what arrives in that moment."""

import pytest
from django.utils import timezone

from satuatap.applications.workflow import StepStatus
from satuatap.common import acting
from satuatap.exchange import actions
from satuatap.exchange.models import Outage
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
