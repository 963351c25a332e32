"""What the head of a centre oversees, and the times that everybody may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.applications import actions
from satuatap.applications.clock_keeping import escalate, measure
from satuatap.applications.models import DeskTime, Step, StepEvent
from satuatap.applications.models.applications import CLOCKS
from satuatap.common import acting
from tests.centre import (
    a_worker,
    act,
    an_application,
    browser,
    decide,
    finish,
    somebody,
    text_of,
)
from tests.conftest import owner_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]


@pytest.fixture
def people():
    return {name: somebody(name) for name in ("dewi", "ratna", "yusuf", "endang", "gatot")}


def an_open_file(people, number=1):
    worker = a_worker(people["dewi"], nik="", full_name=f"Siti {number}")
    return an_application(people["dewi"], worker)


def make_late(step, days=10):
    """As if the step had come to its desk long ago."""
    with owner_at_work():
        then = timezone.now() - timedelta(days=days)
        Step.objects.filter(pk=step.pk).update(
            ready_at=then, running_since=then, status_since=then, due_on=then.date()
        )
        StepEvent.objects.filter(step=step).update(at=then)


def first_step(people, application):
    act(people["ratna"])
    return application.steps.get(position=0)


def test_the_head_sees_what_lies_at_each_desk_and_what_is_late(people):
    make_late(first_step(people, an_open_file(people, 1)))
    an_open_file(people, 2)

    page = text_of(browser(people["endang"]).get("/beban/"))

    assert "2 berkas di loket" in page
    assert "1 lewat janji waktu" in page


def test_a_late_file_stands_in_the_list_of_stuck_files_and_one_of_today_does_not(people):
    make_late(first_step(people, an_open_file(people, 1)))
    an_open_file(people, 2)

    page = text_of(browser(people["endang"]).get("/beban/tertahan/"))

    assert "Siti 1" in page and "Siti 2" not in page


def test_nothing_stuck_says_so(people):
    assert "Tidak ada berkas yang tertahan" in text_of(
        browser(people["endang"]).get("/beban/tertahan/")
    )


@pytest.mark.parametrize("address", ["/beban/", "/beban/tertahan/", "/beban/kerja/"])
def test_only_the_head_of_the_office_oversees(people, address):
    an_open_file(people, 7)

    assert browser(people["ratna"]).get(address).status_code == 404
    assert browser(people["dewi"]).get(address).status_code == 404
    assert "Siti 7" not in text_of(browser(people["gatot"]).get(address))


@pytest.mark.parametrize("code", ["ltsa-seberang", "x" * 500, "\x00", "'"])
def test_an_office_that_she_does_not_head_is_not_there(people, code):
    assert browser(people["endang"]).get("/beban/", {"kantor": code}).status_code == 404


def test_officers_reasons_and_effort_are_counted(people):
    application = an_open_file(people)
    step = first_step(people, application)
    decide(people["ratna"], step, "KTP", reason="blurred")
    other = an_open_file(people, 2)
    finish(people["ratna"], first_step(people, other))

    page = text_of(browser(people["endang"]).get("/beban/kerja/"))

    assert "Ratna Sari" in page
    assert "Foto buram" in page
    assert "Rekomendasi paspor" in page


def test_a_late_step_is_noted_once_and_its_promised_day_stays(people):
    step = first_step(people, an_open_file(people))
    make_late(step)
    office, now = people["dewi"].home_office, timezone.now()

    with acting.acting_as(acting.service_actor(CLOCKS)):
        first, second = escalate(office, now), escalate(office, now + timedelta(hours=1))

    act(people["endang"])
    kept = Step.objects.get(pk=step.pk)
    assert (first, second) == (1, 0)
    assert kept.escalated_at == now
    assert kept.due_on == (now - timedelta(days=10)).date()


def test_measured_times_are_public_but_not_of_one_person(people):
    for number in range(5):
        finish(people["ratna"], first_step(people, an_open_file(people, number)))
    application = an_open_file(people, 9)
    finish(people["ratna"], first_step(people, application))
    act(people["yusuf"])
    finish(people["yusuf"], application.steps.get(position=1))
    with acting.acting_as(acting.service_actor(CLOCKS)):
        measure(people["dewi"].home_office, timezone.now())

    page = text_of(browser().get("/kantor/ltsa-contoh/waktu/"))

    assert DeskTime.objects.get(desk__institution="ketenagakerjaan").finished == 6
    assert "0 hari" in page
    assert "belum cukup berkas untuk dihitung" in page
    assert "Siti" not in page


def test_measuring_twice_changes_nothing(people):
    finish(people["ratna"], first_step(people, an_open_file(people)))
    office, now = people["dewi"].home_office, timezone.now()

    with acting.acting_as(acting.service_actor(CLOCKS)):
        measure(office, now)
        before = list(DeskTime.objects.values_list("desk", "month", "finished", "median_days"))
        measure(office, now)

    assert list(DeskTime.objects.values_list("desk", "month", "finished", "median_days")) == before


def test_a_held_file_waits_for_whom_its_reason_says(people):
    step = first_step(people, an_open_file(people))
    with acting.acting_as(people["ratna"].actor):
        actions.hold_step(
            by=people["ratna"], step=step, reason="system_down_siapkerja", now=timezone.now()
        )
    act(people["endang"])

    page = text_of(browser(people["endang"]).get("/beban/"))

    assert "1 berkas di loket" in page
    kept = Step.objects.get(pk=step.pk)
    assert kept.turn == "outside" and kept.due_on is None
