"""A desk that refers to another office works on that office's days, also when they change."""

import datetime

import pytest

from satuatap.places.actions import close_office, reopen_office
from satuatap.places.models import Office
from tests.applications.desks import open_service, place, step_of
from tests.centre import a_scan, act, somebody
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def elsewhere(db):
    """The office to which the health desk sends people."""
    with owner_at_work():
        return Office.objects.get(code="ltsa-seberang")


@pytest.fixture
def step(dewi, siti, elsewhere, now):
    """Lies with the health office, on its days."""
    place("kesehatan", "refer", refer_to_office=elsewhere)
    a_scan(dewi, siti, "KTP")
    return open_service(dewi, siti, "pemeriksaan_kesehatan", now).steps.get(code="jelaskan")


def due(step):
    """The promised day now."""
    return step_of(somebody("dewi"), step.application, step.code).due_on


def test_days_off_of_the_other_office_move_the_promised_day_and_back(step, elsewhere, person):
    tini, before = person("tini"), due(step)
    act(tini)

    with owner_at_work():  # the closure itself; whoever may write it
        close_office(
            office=elsewhere,
            first=before,
            last=before + datetime.timedelta(days=1),
            name="Pindahan",
        )
    moved = due(step)
    with owner_at_work():
        reopen_office(office=elsewhere, day=before)

    assert moved > before
    assert due(step) == before


def test_days_off_of_the_own_office_do_not(step, dewi):
    before = due(step)

    with owner_at_work():
        close_office(office=dewi.home_office, first=before, last=before, name="Rapat")

    assert due(step) == before
