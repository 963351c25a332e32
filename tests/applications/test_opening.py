"""A service is opened for a person: steps copied from the catalogue, the first at its desk."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.applications import actions, permissions
from satuatap.applications.models import Application, Step
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.common.once import OnceField
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models import DeskAccess
from tests.centre import (
    SERVICE,
    a_colleague,
    a_worker,
    act,
    an_application,
    at_once,
    browser,
    somebody,
    text_of,
)

pytestmark = pytest.mark.world("administration")


def opening(by, worker, now, service=None):
    """A deed: this officer opens the service for her."""

    def deed():
        with acting.acting_as(by.actor):
            return actions.open_application(
                by=by, once=new_id(), worker=worker, service=service or services()[SERVICE],
                now=now,
            )  # fmt: skip

    return deed


def test_the_steps_are_copied_and_the_first_lies_at_its_desk(application, dewi):
    act(dewi)

    steps = list(application.steps.order_by("position"))

    assert [(step.code, step.status) for step in steps] == [
        ("periksa_berkas", StepStatus.READY), ("cocok_data", StepStatus.WAITING),
    ]  # fmt: skip
    assert steps[0].desk.institution == "ketenagakerjaan"
    assert steps[0].documents == ["KTP", "KK", "AKTA_LAHIR"]
    access = DeskAccess.objects.get()
    assert (access.desk, access.kinds, access.ended_at) == (
        steps[0].desk, ["KTP", "KK", "AKTA_LAHIR"], None,
    )  # fmt: skip


def test_a_running_application_keeps_the_service_as_it_was(application, dewi, monkeypatch):
    changed = replace(services()[SERVICE], name="Nama lain", steps=())
    monkeypatch.setitem(services(), SERVICE, changed)

    page = text_of(browser(dewi).get(application.get_absolute_url()))

    assert "Rekomendasi paspor untuk calon pekerja migran" in page
    assert "Nama lain" not in page
    assert Step.objects.count() == 2


def test_before_it_is_opened_she_reads_what_it_asks_and_costs(dewi, siti):
    page = text_of(browser(dewi).get(f"{siti.get_absolute_url()}buka/{SERVICE}/"))

    assert "Gratis" in page
    assert "Cocokkan data kependudukan" in page
    assert not Application.objects.exists()


def test_the_same_service_runs_once_for_her(application, dewi, siti, now):
    act(dewi)

    with pytest.raises(MoveRefused, match="masih berjalan"):
        opening(dewi, siti, now)()

    form = {"once": OnceField.fresh()}
    page = text_of(browser(dewi).post(f"{siti.get_absolute_url()}buka/{SERVICE}/", form))
    assert "Permohonan yang sama masih berjalan" in page


def test_the_same_form_sent_twice_opens_one(dewi, siti):
    form, visitor = {"once": OnceField.fresh()}, browser(dewi)
    address = f"{siti.get_absolute_url()}buka/{SERVICE}/"

    first, second = visitor.post(address, form), visitor.post(address, form)

    assert first.url == second.url
    assert Application.objects.count() == 1


def test_two_desks_that_open_the_same_service_at_once_end_with_one(committing, now):
    dewi = somebody("dewi")
    colleague = a_colleague(dewi)
    siti = a_worker(dewi)

    results = at_once(opening(dewi, siti, now), opening(colleague, siti, now))

    refused = [one for one in results if isinstance(one, MoveRefused)]
    assert len(refused) == 1, results
    assert "masih berjalan" in refused[0].messages[0]
    with acting.acting_as(dewi.actor):
        assert Application.objects.count() == 1


def test_after_an_end_it_can_be_opened_again(application, dewi, siti, now):
    actions.withdraw(by=act(dewi), application=application, now=now)

    again = opening(dewi, siti, now)()

    assert again != application
    assert again.status == ApplicationStatus.OPEN
    assert again.code != application.code


def test_an_office_without_a_needed_desk_says_which(dewi, siti, now):
    other = replace(
        services()[SERVICE],
        steps=(replace(services()[SERVICE].steps[0], desk="bea_cukai"),),
    )

    with pytest.raises(MoveRefused, match="belum memiliki loket bea_cukai"):
        opening(dewi, siti, now, other)()


def test_a_service_that_does_not_exist_is_not_there(dewi, siti):
    assert browser(dewi).get(f"{siti.get_absolute_url()}buka/visa/").status_code == 404


def test_a_service_without_steps_that_wait_goes_to_several_desks_at_once(dewi, siti):
    both = replace(
        services()[SERVICE], steps=tuple(replace(s, after=()) for s in services()[SERVICE].steps)
    )

    application = an_application(dewi, siti, both)

    assert {step.status for step in application.steps.all()} == {StepStatus.READY}


# --- who ----------------------------------------------------------------------------------------

MAY_OPEN = {"dewi": True, "lestari": True, "ratna": False, "endang": False, "joko": False,
            "tini": False, "rudi": False}  # fmt: skip


@pytest.mark.parametrize(("username", "may"), MAY_OPEN.items())
def test_a_service_is_opened_by_the_front_of_her_office(siti, person, username, may):
    officer = person(username)

    assert permissions.open_application.allows(officer, siti) is may
    if not may:
        assert "meja depan kantor ini" in permissions.open_application.why_not(officer, siti)


def test_another_office_opens_nothing_for_her(siti, pak_rudi, now):
    with pytest.raises(PermissionDenied, match="meja depan kantor ini"):
        opening(pak_rudi, siti, now)()

    address = f"{siti.get_absolute_url()}buka/{SERVICE}/"
    assert browser(pak_rudi).get(address).status_code == 404


def test_another_office_and_other_desks_see_nothing_of_it(application, person):
    for username in ("rudi", "wati", "gatot", "hasan", "joko", "made"):
        act(person(username))

        assert not Application.objects.exists(), username
        assert not Step.objects.exists(), username
        answer = browser(person(username)).get(application.get_absolute_url())
        assert answer.status_code == 404, username


# --- her page -----------------------------------------------------------------------------------


def test_her_page_offers_what_can_be_opened_and_shows_what_runs(dewi, siti):
    visitor, address = browser(dewi), f"{siti.get_absolute_url()}permohonan/"
    assert f"buka/{SERVICE}/" in text_of(visitor.get(address))

    application = an_application(dewi, siti)
    page = text_of(visitor.get(address))
    assert f"buka/{SERVICE}/" not in page
    assert application.get_absolute_url() in page


def test_the_slip_carries_the_code_and_nothing_about_her(application, dewi, siti):
    page = text_of(browser(dewi).get(f"{application.get_absolute_url()}kertas/"))

    assert application.shown_code in page
    assert "Gratis" in page
    for hers in ("Siti", "Rahmawati", siti.nik, siti.village.name):
        assert hers not in page


def test_the_list_goes_on_where_the_page_ends(dewi):
    for number in range(27):
        an_application(dewi, a_worker(dewi, nik="", full_name=f"Siti {number:02}"), papers=())
    visitor = browser(dewi)

    page = text_of(visitor.get("/permohonan/"))
    before = Application.objects.order_by("-id")[24].pk
    assert f"?sebelum={before}" in page
    assert "Siti 26" in page and "Siti 01" not in page

    rest = text_of(visitor.get(f"/permohonan/?sebelum={before}"))
    assert "Siti 01" in rest and "Siti 00" in rest and "Siti 02" not in rest
    assert visitor.get("/permohonan/?sebelum=zzz").status_code == 200
