"""Is she ready to leave: one page that tells what is there, what is not, and who brings it."""

import datetime
import re

import pytest

from satuatap.applications import actions, permissions
from satuatap.catalogue.schemes import schemes
from satuatap.catalogue.services import services
from satuatap.common.ids import new_id
from satuatap.places.calendars import local_date
from tests.centre import (
    a_known_result,
    a_scan,
    a_worker,
    absent,
    act,
    browser,
    decide,
    finish_with_results,
    open_with,
    text_of,
)

pytestmark = pytest.mark.world("administration")
ANSWERS = {"marital_status": "married", "scheme": "p2p", "destination": "TW",
           "occupation": "ELDERCARE_HOME"}  # fmt: skip
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def verified(dewi, siti, now):
    """Her verification, open at the manpower desk with all its papers."""
    return open_with(dewi, services()["verifikasi_cpmi"], siti, now=now, answers=ANSWERS)


def readiness(officer, worker, query=""):
    """The page as this officer gets it."""
    return browser(officer).get(f"{worker.get_absolute_url()}kesiapan/{query}")


def states(page) -> dict[str, str]:
    """Kind of paper to its state."""
    return {line.paper.kind.code: str(line.paper.state) for line in page.context["readiness"].lines}


def everything_else_is_there(siti, officer, but=()):
    """A good result of every paper that her way asks for."""
    for kind in schemes()["p2p"].departure_for(ANSWERS):
        if kind not in but:
            a_known_result(siti, kind, by=officer)


def test_without_a_scheme_it_asks_for_one(dewi, siti):
    page = readiness(dewi, siti)

    assert "Skemanya belum diketahui" in text_of(page)
    assert "Siap berangkat" not in text_of(page)


def test_the_scheme_is_hers_or_the_one_in_the_address(dewi, siti, verified):
    assert "Lewat perusahaan penempatan" in page_lead(readiness(dewi, siti))
    assert "IZIN_KELUARGA" in states(readiness(dewi, siti))

    other = readiness(dewi, siti, "?skema=reentry")
    assert "SURAT_CUTI" in states(other) and "IZIN_KELUARGA" not in states(other)
    assert readiness(dewi, siti, "?skema=xyz").status_code == 200


def page_lead(page) -> str:
    """The sentence under the title."""
    return text_of(page).split('class="sa-lead">')[1].split("</p>")[0]


def test_every_paper_says_how_it_stands_and_who_brings_it(dewi, siti, verified, bu_ratna):
    act(bu_ratna)
    step = verified.steps.get(position=0)
    decide(bu_ratna, step, "KTP")
    decide(bu_ratna, step, "KK", reason="blurred")

    page = readiness(dewi, siti)

    found = states(page)
    assert (found["KTP"], found["KK"], found["AKTA_LAHIR"]) == ("there", "returned", "unread")
    assert (found["PASPOR"], found["SEHAT"]) == ("missing", "missing")
    text = text_of(page)
    assert "Sedang berjalan: Verifikasi calon pekerja migran" in text
    for brings in ("paspor", "pemeriksaan_kesehatan", "orientasi", "jaminan_sosial"):
        assert f"buka/{brings}/" in text


RESULTS = [  # what is on record of a health examination, how the paper stands
    ({"outcome": "fit"}, "there"),
    ({"outcome": "unfit"}, "missing"),
    ({"outcome": "fit", "issued_on": -89}, "there"),
    ({"outcome": "fit", "issued_on": -91}, "there"),
    ({"outcome": "fit", "valid_until": 0}, "there"),
    ({"outcome": "fit", "valid_until": -1}, "expired"),
    ({"outcome": "fit", "issued_on": -91, "valid_until": 5}, "there"),
]


def test_nobody_is_sent_to_a_service_that_only_asks_for_the_paper(dewi, siti):
    page = readiness(dewi, siti, "?skema=p2p")

    lines = {line.paper.kind.code: line for line in page.context["readiness"].lines}
    assert lines["KTP"].service is None and lines["KTP"].running is None
    assert lines["PASPOR"].service.code == "paspor"
    assert "Pencabutan status" not in text_of(page)


@pytest.mark.parametrize(("result", "state"), RESULTS)
def test_a_result_counts_while_it_holds(result, state, dewi, siti, verified, bu_lestari, now):
    today = local_date(now, siti.office.zone)
    said = {k: today + v * ONE_DAY if isinstance(v, int) else v for k, v in result.items()}
    a_known_result(siti, "SEHAT", by=bu_lestari, **said)

    assert states(readiness(dewi, siti))["SEHAT"] == state


@pytest.mark.parametrize(("age", "state"), [(180, "there"), (181, "expired")])
def test_a_result_with_a_known_limit_holds_as_long(age, state, dewi, siti, bu_lestari, now):
    issued = local_date(now, siti.office.zone) - age * ONE_DAY
    a_known_result(siti, "SKCK", by=bu_lestari, issued_on=issued)

    assert states(readiness(dewi, siti, "?skema=g2g"))["SKCK"] == state


def test_the_newer_result_takes_the_place_of_the_older(dewi, siti, verified, bu_lestari):
    a_known_result(siti, "SEHAT", by=bu_lestari, outcome="fit")
    a_known_result(siti, "SEHAT", by=bu_lestari, outcome="unfit")

    assert states(readiness(dewi, siti))["SEHAT"] == "missing"


def without_tokens(page) -> str:
    """The page without what differs each time it is asked for."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text_of(page))


@pytest.mark.parametrize("username", ["dewi", "lestari", "endang"])
def test_nothing_of_a_result_is_told(username, person, siti, verified, bu_lestari):
    """Not fit and not examined read the same, for everybody who reads the page."""
    before = without_tokens(readiness(person(username), siti))

    a_known_result(siti, "SEHAT", by=bu_lestari, outcome="unfit")
    a_known_result(siti, "SKCK", by=bu_lestari, outcome="not_issued", number="SKCK-77")

    after = without_tokens(readiness(person(username), siti))
    assert after == before
    assert "laik" not in after.lower()


def test_she_is_ready_when_everything_is_there_and_not_before(dewi, siti, verified, bu_lestari):
    everything_else_is_there(siti, bu_lestari, but=("E_PMI",))
    page = text_of(readiness(dewi, siti))
    assert "Belum siap: 1 surat lagi" in page and "Siap berangkat" not in page

    a_known_result(siti, "E_PMI", by=bu_lestari)

    assert "Siap berangkat" in text_of(readiness(dewi, siti))


def test_the_head_who_opens_no_photo_reads_the_same(dewi, bu_endang, siti, verified, bu_ratna):
    act(bu_ratna)
    decide(bu_ratna, verified.steps.get(position=0), "KTP")

    assert states(readiness(bu_endang, siti)) == states(readiness(dewi, siti))


def test_a_closed_destination_is_not_ready(dewi, siti, verified, bu_lestari, bu_endang, now):
    everything_else_is_there(siti, bu_lestari)
    actions.stop_destination(by=act(bu_endang), office=siti.office, once=new_id(), now=now,
                             destination="TW", occupation="", source="SE 1/2026")  # fmt: skip

    page = text_of(readiness(dewi, siti))

    assert "tujuannya sedang ditutup" in page and "Siap berangkat" not in page


def test_a_letter_that_a_second_person_waived_is_not_asked_again(
    dewi, siti, verified, bu_ratna, bu_endang, now
):
    act(bu_ratna)
    step = verified.steps.get(code="surat_keluarga")
    review = actions.ask_waiver(by=bu_ratna, step=step, kind="IZIN_KELUARGA",
                                reason="danger_to_ask")  # fmt: skip
    assert states(readiness(dewi, siti))["IZIN_KELUARGA"] == "unread"

    actions.decide_review(by=act(bu_endang), review=review, is_granted=True, now=now)

    page = readiness(dewi, siti)
    assert states(page)["IZIN_KELUARGA"] == "there"
    assert "tidak aman" not in text_of(page), "why stays with the two who decided"


def test_nor_is_it_by_an_application_that_is_opened_later(
    dewi, siti, verified, bu_ratna, bu_endang, now
):
    act(bu_ratna)
    review = actions.ask_waiver(by=bu_ratna, step=verified.steps.get(code="surat_keluarga"),
                                kind="IZIN_KELUARGA", reason="danger_to_ask")  # fmt: skip
    actions.decide_review(by=act(bu_endang), review=review, is_granted=True, now=now)
    actions.withdraw(by=act(dewi), application=verified, now=now + ONE_DAY)

    again = open_with(dewi, services()["verifikasi_cpmi"], siti, now=now, answers=ANSWERS)

    act(bu_ratna)
    step = again.steps.get(code="surat_keluarga")
    assert "IZIN_KELUARGA" not in step.documents and "BUKU_NIKAH" in step.documents
    assert "Surat izin keluarga" not in text_of(browser(bu_ratna).get(step.get_absolute_url()))
    assert "Surat izin keluarga" not in text_of(browser(dewi).get(again.get_absolute_url()))
    assert states(readiness(dewi, siti))["IZIN_KELUARGA"] == "there"
    finish_with_results(bu_ratna, step)


def test_what_was_refused_to_waive_is_asked_for_again(
    dewi, siti, verified, bu_ratna, bu_endang, now
):
    act(bu_ratna)
    review = actions.ask_waiver(by=bu_ratna, step=verified.steps.get(code="surat_keluarga"),
                                kind="IZIN_KELUARGA", reason="signer_unreachable")  # fmt: skip
    actions.decide_review(by=act(bu_endang), review=review, is_granted=False, now=now)
    actions.withdraw(by=act(dewi), application=verified, now=now + ONE_DAY)

    again = open_with(dewi, services()["verifikasi_cpmi"], siti, now=now, answers=ANSWERS)

    act(bu_ratna)
    assert "IZIN_KELUARGA" in again.steps.get(code="surat_keluarga").documents
    assert states(readiness(dewi, siti))["IZIN_KELUARGA"] == "unread"


def test_a_verdict_that_a_second_person_set_aside_counts_no_more(
    dewi, siti, verified, bu_ratna, bu_endang, now
):
    act(bu_ratna)
    verdict = decide(bu_ratna, verified.steps.get(position=0), "KTP", reason="blurred")
    review = actions.appeal(by=act(dewi), verdict=verdict)
    assert states(readiness(dewi, siti))["KTP"] == "returned"

    actions.decide_review(by=act(bu_endang), review=review, is_granted=True, now=now)

    assert states(readiness(dewi, siti))["KTP"] == "there"


WHO_SEES_IT = {"dewi": 200, "lestari": 200, "endang": 200, "ratna": 403, "yusuf": 404,
               "hasan": 404, "joko": 404, "made": 404, "rudi": 404, "wati": 404}  # fmt: skip


@pytest.mark.parametrize(("username", "status"), WHO_SEES_IT.items())
def test_all_her_papers_at_a_glance_are_for_the_whole_office(
    username, status, person, siti, verified
):
    assert readiness(person(username), siti).status_code == status
    assert permissions.see_readiness.allows(person(username), siti) is (status == 200)


# --- one application on one page ----------------------------------------------------------------


def test_the_page_says_whose_turn_it_is_and_until_when(dewi, siti, verified, bu_ratna, now):
    act(bu_ratna)
    step = verified.steps.get(position=0)
    actions.hold_step(by=bu_ratna, step=step, reason="institution_has_it", now=now)

    page = text_of(browser(dewi).get(verified.get_absolute_url()))

    assert "di lembaganya sendiri, menunggu pihak luar" in page
    assert "batas" in page
    assert "Menunggu langkah sebelumnya".lower() in page


def test_what_was_answered_is_read_by_the_office_and_not_by_a_desk(dewi, bu_ratna, siti, verified):
    office = text_of(browser(dewi).get(verified.get_absolute_url()))
    assert "Status perkawinan" in office and "Surat izin suami atau istri" in office

    desk = text_of(browser(bu_ratna).get(verified.get_absolute_url()))
    assert "Status perkawinan" not in desk and "Negara tujuan" not in desk


def test_from_the_page_she_may_object_choose_how_she_is_told_and_get_a_new_code(
    dewi, siti, verified, bu_ratna
):
    act(bu_ratna)
    verdict = decide(bu_ratna, verified.steps.get(position=0), "KTP", reason="blurred")

    page = text_of(browser(dewi).get(verified.get_absolute_url()))

    for address in (f"keberatan/{verdict.pk}/", "kabar/", "kode/", "kertas/"):
        assert f'{verified.get_absolute_url()}{address}"' in page, address


def test_a_result_is_photographed_nowhere(dewi, siti, bu_lestari, now):
    absent("kesehatan")
    open_with(dewi, services()["orientasi"], siti, now=now,
              answers={k: v for k, v in ANSWERS.items() if k != "marital_status"})  # fmt: skip
    act(dewi)
    application = siti.applications.get()

    page = text_of(browser(dewi).get(application.get_absolute_url()))

    assert "surat/SEHAT/" not in page and "surat/PASPOR/" in page
    assert "Hasilnya dicatat loket; tidak difoto." in page


def test_a_closed_destination_is_said_on_top(dewi, siti, verified, bu_endang, now):
    actions.stop_destination(by=act(bu_endang), office=siti.office, once=new_id(), now=now,
                             destination="TW", occupation="", source="SE 1/2026")  # fmt: skip

    page = text_of(browser(dewi).get(verified.get_absolute_url()))

    assert "SE 1/2026" in page and "tujuan sedang ditutup" in page
    assert f"uang/{verified.pk}/" in page


def test_a_finished_step_says_who_finished_it(dewi, siti, bu_lestari, pak_yusuf, now):
    application = open_with(dewi, services()["verifikasi_kependudukan"], siti, now=now)
    act(pak_yusuf)
    finish_with_results(pak_yusuf, application.steps.get())

    page = text_of(browser(dewi).get(application.get_absolute_url()))

    assert pak_yusuf.full_name in page and "dipakai lagi" in page


def test_a_fresh_photo_is_read_anew(dewi, siti, verified, bu_ratna):
    act(bu_ratna)
    decide(bu_ratna, verified.steps.get(position=0), "KTP")
    a_scan(dewi, siti, "KTP")

    assert states(readiness(dewi, siti))["KTP"] == "unread"


def test_somebody_elses_papers_do_not_count_for_her(dewi, siti, verified, bu_lestari):
    other = a_worker(dewi, nik="", full_name="Nur Aini")
    everything_else_is_there(other, bu_lestari)

    assert states(readiness(dewi, siti))["PASPOR"] == "missing"
