"""Several who work on the same files in the same moment: nobody waits for ever, nothing is doubled."""

from threading import Event
from time import sleep

import pytest
from django.utils import timezone

from satuatap.applications import actions, tasks
from satuatap.applications.actions.systems import hold_steps, resume_held
from satuatap.applications.actions.walk import locked
from satuatap.applications.clock_keeping import calendar_changed, escalate, recount
from satuatap.applications.models import Application, Step
from satuatap.applications.models.applications import CLOCKS
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.places.models import Office
from tests.applications.desks import open_service
from tests.centre import SERVICE, a_scan, a_worker, an_application, at_once, decide, somebody
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
DOWN = "system_down_siapkerja"


def files(number):
    """So many people's files, at the manpower desk."""
    dewi = somebody("dewi")
    return [
        an_application(dewi, a_worker(dewi, nik="", full_name=f"Siti {n:02}"), papers=("KK",))
        for n in range(number)
    ]


def steps_of(*applications):
    """The first step of each."""
    with acting.acting_as(somebody("ratna").actor):
        rows = Step.objects.select_related("application", "desk__office")
        return [rows.get(application=one, position=0) for one in applications]


def as_clocks(deed, *about):
    """A deed of the clock keeper."""

    def do():
        with acting.acting_as(acting.service_actor(CLOCKS)):
            return deed(*about)

    return do


def a_slow_walk(dewi, first, last, begun):
    """Who holds two files, in the order of their ids, and is slow in between."""
    with acting.acting_as(dewi.actor):
        locked(first)
        begun.set()
        sleep(1)
        return locked(last)


MANY = {
    "recount": lambda office, ids, now: as_clocks(recount, office),
    "escalate": lambda office, ids, now: as_clocks(escalate, office, now),
    "hold": lambda office, ids, now: as_clocks(
        lambda: hold_steps(by=None, step_ids=ids, reason=DOWN, now=now)
    ),
    "resume": lambda office, ids, now: as_clocks(
        lambda: resume_held(by=None, office=office, reason=DOWN, now=now)
    ),
}


@pytest.mark.parametrize("name", MANY)
def test_who_moves_many_steps_and_who_moves_two_never_wait_for_each_other_for_ever(
    committing, now, name
):
    first, last = crosswise()
    if name == "resume":
        as_clocks(lambda: hold_steps(by=None, step_ids=[first.pk, last.pk], reason=DOWN, now=now))()
    with owner_at_work():
        Step.objects.filter(pk__in=[first.pk, last.pk]).update(due_on="2026-01-05")
    dewi, begun = somebody("dewi"), Event()
    move = MANY[name](dewi.home_office, [first.pk, last.pk], timezone.now())

    results = at_once(
        lambda: a_slow_walk(dewi, first, last, begun), lambda: begun.wait(30) and move()
    )

    assert not [one for one in results if isinstance(one, Exception)], results


def crosswise():
    """The steps of two files whose ids are in the other order than those of the files."""
    dewi, early, late = somebody("dewi"), new_id(), new_id()
    opened = []
    for number, once in enumerate((late, early)):
        worker = a_worker(dewi, nik="", full_name=f"Siti {number}")
        with acting.acting_as(dewi.actor):
            opened.append(
                actions.open_application(
                    by=dewi, once=once, worker=worker, service=services()[SERVICE],
                    now=timezone.now(),
                )
            )  # fmt: skip
    last, first = steps_of(*opened)
    assert first.application_id < last.application_id and first.pk > last.pk
    return first, last


def test_desks_work_on_while_days_off_change_and_the_hour_is_kept(committing, now):
    ratna, office = somebody("ratna"), somebody("dewi").home_office
    steps = steps_of(*files(6))

    def work(mine):
        for step in mine:
            with acting.acting_as(ratna.actor):
                actions.hold_step(by=ratna, step=step, reason="institution_has_it", now=now)
            with acting.acting_as(ratna.actor):
                actions.resume_step(by=ratna, step=step, now=now)

    results = at_once(
        lambda: work(steps), lambda: work(steps[::-1]), as_clocks(calendar_changed, None),
        lambda: tasks.keep_clocks(0), as_clocks(calendar_changed, office),
    )  # fmt: skip

    broken = [one for one in results if isinstance(one, Exception)]
    assert not [one for one in broken if "deadlock" in str(one)], results


# --- one broken office does not stop the others -------------------------------------------------


def test_an_office_whose_clocks_break_does_not_stop_those_of_the_others(
    committing, now, monkeypatch, caplog
):
    kept = []

    def measure(office, now):
        if office.code != "ltsa-contoh":
            raise RuntimeError("broken")
        kept.append(office.code)

    broken = list(Office.objects.installed().exclude(code="ltsa-contoh"))
    monkeypatch.setattr(tasks, "measure", measure)
    monkeypatch.setattr(
        tasks.Office.objects, "installed",
        lambda: [*broken, Office.objects.get(code="ltsa-contoh")],
    )  # fmt: skip

    tasks.keep_clocks(0)

    assert broken and kept == ["ltsa-contoh"]
    assert [record.args[0] for record in caplog.records if record.name == tasks.__name__] == [
        office.code for office in broken
    ]  # fmt: skip


# --- the same thing asked twice at once ---------------------------------------------------------


@pytest.mark.parametrize("turn", range(3))
def test_two_desks_that_ask_for_the_correction_at_once_get_one(committing, now, turn):
    dewi, ratna, yusuf = somebody("dewi"), somebody("ratna"), somebody("yusuf")
    siti = a_worker(dewi)
    one = an_application(dewi, siti)
    two = open_service(dewi, siti, "verifikasi_kependudukan", now)

    def asking(officer, application):
        with acting.acting_as(officer.actor):
            step = Step.objects.select_related("application", "desk__office").get(
                application=application, position=0
            )

        def ask():
            with acting.acting_as(officer.actor):
                return actions.ask_for_correction(
                    by=officer, step=step, once=new_id(), now=timezone.now()
                )

        return ask

    results = at_once(asking(ratna, one), asking(yusuf, two))

    assert len({opened.pk for opened in results}) == 1, results
    with acting.acting_as(dewi.actor):
        assert Application.objects.filter(service="koreksi_kependudukan").count() == 1


def test_a_front_desk_and_a_desk_that_open_the_correction_at_once_end_with_one(committing, now):
    dewi, ratna = somebody("dewi"), somebody("ratna")
    siti = a_worker(dewi)
    (step,) = steps_of(an_application(dewi, siti))

    def open_it():
        with acting.acting_as(dewi.actor):
            return actions.open_application(
                by=dewi, once=new_id(), worker=siti, service=services()["koreksi_kependudukan"],
                answers={"correction": "name"}, now=now,
            )  # fmt: skip

    def ask():
        with acting.acting_as(ratna.actor):
            return actions.ask_for_correction(by=ratna, step=step, once=new_id(), now=now)

    results = at_once(open_it, ask)

    assert "IntegrityError" not in repr(results), results
    with acting.acting_as(dewi.actor):
        assert Application.objects.filter(service="koreksi_kependudukan").count() == 1


def test_a_photo_and_a_result_for_the_same_two_files_never_wait_for_ever(committing, now):
    dewi, ratna = somebody("dewi"), somebody("ratna")
    siti = a_worker(dewi)
    steps = steps_of(
        an_application(dewi, siti), open_service(dewi, siti, "verifikasi_cpmi", now, scheme="p2p")
    )
    for step in steps:
        decide(ratna, step, "KK", "blurred")
        with acting.acting_as(ratna.actor):
            actions.return_step(by=ratna, step=step, now=now)

    results = at_once(*[lambda: a_scan(dewi, siti, "KK")] * 4)

    assert not [one for one in results if isinstance(one, Exception)], results
    assert {step.status for step in steps_of(*[step.application for step in steps])} == {"ready"}
