"""Which result is enough for a step that writes it: its own, or an earlier one that still counts."""

import datetime

import pytest
from django.utils import timezone

from satuatap.applications import actions
from satuatap.applications.papers import results_of
from satuatap.catalogue.services import services
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from tests.applications.desks import an_officer, open_service, place, set_step, step_of
from tests.applications.test_desk_papers import on_record
from tests.centre import a_photo, a_result, a_scan, act, browser, finish, text_of

pytestmark = pytest.mark.world("administration")
EARLIER = datetime.timedelta(days=30)
FINISH = "Selesaikan bagian loket ini"


@pytest.fixture
def today(now, dewi):
    """The date on the wall of the office."""
    return local_date(now, dewi.home_office.zone)


@pytest.fixture
def bu_anis(db):
    """At the health desk."""
    return an_officer("kesehatan", "uji-anis", "Anis Fitriani")


def recorded_before(finding, now):
    """As if it had been written a month ago."""
    from tests.conftest import owner_at_work

    with owner_at_work():
        type(finding).objects.filter(pk=finding.pk).update(recorded_at=now - EARLIER)


@pytest.fixture
def medical(dewi, siti, bu_anis, now):
    """The step in which the health desk writes down the result."""
    a_scan(dewi, siti, "KTP")
    application = open_service(dewi, siti, "pemeriksaan_kesehatan", now)
    finish(bu_anis, step_of(bu_anis, application, "jelaskan"))
    return step_of(bu_anis, application, "catat_kesehatan")


@pytest.fixture
def correction(dewi, siti, pak_yusuf, now):
    """The step in which her passport is corrected: she has one, with the mistake in it."""
    for kind in ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "PASPOR", "PENETAPAN"):
        a_scan(dewi, siti, kind)
    application = open_service(dewi, siti, "koreksi_kependudukan", now, correction="passport")
    finish(pak_yusuf, step_of(pak_yusuf, application, "lihat_bukti"))
    act(dewi)
    return application.steps.get(code="betulkan_paspor")


# --- an examination: what still counts is enough ------------------------------------------------


EARLIER_RESULTS = [  # outcome, until how many days from now, is it enough
    ("fit", 10, True), ("fit", 0, True), ("fit", -1, False), ("fit", None, True),
    ("unfit", 10, False),
]  # fmt: skip


@pytest.mark.parametrize(("outcome", "days", "enough"), EARLIER_RESULTS)
def test_an_earlier_examination_is_enough_while_it_counts(
    medical, siti, bu_anis, now, today, outcome, days, enough
):
    until = None if days is None else today + datetime.timedelta(days=days)
    earlier = on_record(siti, bu_anis, kind="SEHAT", outcome=outcome, valid_until=until)
    recorded_before(earlier, now)

    page = text_of(browser(bu_anis).get(medical.get_absolute_url()))

    assert (FINISH in page) is enough
    act(bu_anis)
    if enough:
        assert actions.finish_step(by=bu_anis, step=medical, now=now).status == "done"
        return
    with pytest.raises(MoveRefused, match="Catat dahulu: Hasil pemeriksaan kesehatan"):
        actions.finish_step(by=bu_anis, step=medical, now=now)


def test_what_the_desk_itself_wrote_is_enough_whatever_it_says(medical, bu_anis, now):
    a_result(bu_anis, medical, "SEHAT", outcome="unfit")

    assert FINISH in text_of(browser(bu_anis).get(medical.get_absolute_url()))
    act(bu_anis)
    assert actions.finish_step(by=bu_anis, step=medical, now=now).status == "done"


def test_what_was_written_before_the_step_came_to_its_desk_is_an_earlier_one(
    medical, bu_anis, now, today
):
    written = a_result(bu_anis, medical, "SEHAT", outcome="unfit")
    act(bu_anis)
    assert results_of(medical, today)
    set_step(medical, ready_at=written.recorded_at + datetime.timedelta(seconds=1))

    act(bu_anis)

    assert not results_of(step_of(bu_anis, medical.application, medical.code), today)


# --- a paper that is made anew: the old one is what is to be replaced ---------------------------


def test_a_passport_is_not_corrected_by_the_one_that_she_has(
    correction, siti, bu_ratna, pak_hasan, now
):
    recorded_before(on_record(siti, bu_ratna, kind="PASPOR", number="X 100"), now)
    step = step_of(pak_hasan, correction.application, correction.code)
    actions.decide(by=pak_hasan, step=step, scan=_scan(siti, "PENETAPAN"))

    page = text_of(browser(pak_hasan).get(step.get_absolute_url()))
    assert FINISH not in page
    act(pak_hasan)
    with pytest.raises(MoveRefused, match="Catat dahulu: Paspor"):
        actions.finish_step(by=pak_hasan, step=step, now=now)

    a_result(pak_hasan, step, "PASPOR", number="X 200")

    assert FINISH in text_of(browser(pak_hasan).get(step.get_absolute_url()))
    act(pak_hasan)
    assert actions.finish_step(by=pak_hasan, step=step, now=timezone.now()).status == "done"


def _scan(worker, kind):
    return worker.documents.get(kind=kind).scans.get()


def test_a_clearance_of_an_absent_institution_is_not_closed_with_the_number_of_last_year(
    dewi, siti, bu_lestari, now
):
    place("kepolisian", "remote")
    for kind in ("KTP", "KK", "AKTA_LAHIR", "FOTO"):
        a_scan(dewi, siti, kind)
    first = open_service(dewi, siti, "skck", now).steps.get(code="periksa_syarat")
    act(bu_lestari)
    actions.close_absent_step(
        by=bu_lestari, step=first, paper_number="POL/1", uploaded=a_photo(), now=now
    )
    recorded_before(on_record(siti, dewi, kind="SKCK", outcome="issued", number="SKCK/1"), now)
    step = step_of(bu_lestari, first.application, "terbitkan")
    visitor = browser(bu_lestari)

    assert "SKCK/1" not in text_of(visitor.get(f"/lembaga/{step.pk}/"))
    page = text_of(visitor.post(f"/lembaga/{step.pk}/", {"paper_number": "SKCK/2"}))
    assert "Catat dahulu hasil atau nomornya" in page
    a_result(bu_lestari, step, "SKCK", number="SKCK/2")
    visitor.post(f"/lembaga/{step.pk}/", {"paper_number": "SKCK/2"})

    assert step_of(bu_lestari, first.application, "terbitkan").status == "done"


def test_a_file_that_was_opened_before_this_rule_finishes_by_its_copy(
    correction, siti, bu_ratna, now, today
):
    from tests.conftest import owner_at_work

    recorded_before(on_record(siti, bu_ratna, kind="PASPOR", number="X 100"), now)
    with owner_at_work():
        for step in correction.application.definition["steps"]:
            del step["makes"]
        assert results_of(correction, today)


MADE_ANEW = {  # written by these services each time, whatever she had before
    "cabut_status": {"PENCABUTAN_STATUS"},
    "jaminan_sosial": {"BPJS_TK"},
    "klaim_jkk": {"RESUME_MEDIS", "KLAIM_JKK"},
    "klaim_jkm": {"KLAIM_JKM", "BEASISWA_ANAK"},
    "koreksi_kependudukan": {"COCOK_NIK", "PASPOR"},
    "orientasi": {"OPP", "E_PMI"},
    "paspor": {"PASPOR"},
    "perjanjian_penempatan": {"PERJANJIAN_PENEMPATAN"},
    "skck": {"SKCK"},
    "verifikasi_kependudukan": {"COCOK_NIK"},
}


def test_what_a_service_makes_anew_is_said_by_its_definition():
    made = {
        code: {kind for step in service.steps for kind in step.makes}
        for code, service in services().items()
    }

    assert {code: kinds for code, kinds in made.items() if kinds} == MADE_ANEW
