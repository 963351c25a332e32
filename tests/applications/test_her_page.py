"""What her page says at each turn of the walk, and what it leaves to the counter."""

import datetime as dt

import pytest

from satuatap.applications import actions
from satuatap.applications.models import Application, Step
from satuatap.applications.reading.her_page import her_page, tells
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.holds import hold_reasons
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.letters import actions as letter_actions
from satuatap.places.models import Office
from tests.applications.placements import a_placement, stop_taiwan
from tests.centre import (
    a_known_result,
    a_scan,
    absent,
    act,
    all_desks_done,
    browser,
    close_from_paper,
    decide,
    finish,
    text_of,
)
from tests.conftest import owner_at_work
from tests.letters.conftest import SCAN, SITI

pytestmark = pytest.mark.world("administration")
ONE_PAPER = "Satu surat belum lengkap. Tanyakan di loket."


def page_of(application):
    """Her page, as anybody gets it."""
    answer = browser().get(f"/lacak/{application.code}/")
    assert answer.status_code == 200
    return text_of(answer)


def test_she_reads_the_desk_since_when_the_promised_day_and_what_it_costs(application, first):
    page = page_of(application)

    assert "loket ketenagakerjaan" in page
    assert "Janji: paling lambat" in page
    assert "Gratis." in page and "Lebih dari itu tidak boleh diminta." in page
    assert "Biaya langkah ini" in page


def test_she_reads_where_to_complain_and_the_door_without_registering(application, settings):
    settings.PROTECTION_URL = "https://pusat.contoh/"
    with owner_at_work():
        Office.objects.filter(pk=application.office_id).update(phone="(0231) 123-456")

    page = page_of(application)

    assert "meja pengaduan dan informasi" in page
    assert "Jalan Contoh 1, Sumber" in page
    assert 'href="tel:0231123456"' in page
    assert 'href="https://pusat.contoh/"' in page
    assert "Bertanya atau bercerita tanpa mendaftar" in page


def test_a_promise_that_passed_is_said_to_have_passed(application, first, dewi):
    with owner_at_work():
        Step.objects.filter(pk=first.pk).update(due_on=first.due_on - dt.timedelta(days=30))

    assert "Hari itu sudah lewat" in page_of(application)


def test_she_reads_what_nobody_has_brought_yet_and_nothing_of_what_is_sensitive(dewi):
    application, _step = a_placement(dewi, papers=("KTP", "KK"))

    page = page_of(application)

    assert "Ada surat yang belum kami terima" in page and "tidak perlu membawa" not in page
    assert "Ijazah terakhir: bawa ke meja depan untuk difoto." in page
    assert "KTP elektronik: bawa" not in page and "Kartu keluarga: bawa" not in page
    assert page.count("Satu surat belum kami terima. Tanyakan di meja depan.") == 2  # also spoken
    assert "status perkawinan" not in page.lower() and "izin keluarga" not in page.lower()

    act(dewi)
    for kind in {kind for step in application.steps.all() for kind in step.documents}:
        a_scan(dewi, application.worker, kind)

    page = page_of(application)
    assert "belum kami terima" not in page and "Langkah ini dikerjakan bersama Anda" in page


@pytest.mark.parametrize(("result", "is_asked"), [
    ({}, False), ({"valid_until": dt.date(2020, 1, 1)}, True), (None, True),
])  # fmt: skip
def test_a_number_on_record_need_not_be_brought_while_it_counts(dewi, bu_lestari, result, is_asked):
    application, step = a_placement(dewi, "paspor", answers={"scheme": "p2p"})
    assert "ID_CPMI" in step.documents
    if result is not None:
        a_known_result(application.worker, "ID_CPMI", by=bu_lestari, **result)

    assert (f"{document_kinds()['ID_CPMI'].name}: bawa" in page_of(application)) is is_asked


def test_while_a_destination_is_closed_nothing_is_to_be_brought(dewi, bu_endang, now):
    application, _step = a_placement(dewi)
    stop_taiwan(bu_endang, now)

    assert "belum kami terima" not in page_of(application)


@pytest.mark.parametrize("reason", ["system_down_dukcapil", "paper_missing"])
def test_while_it_lies_still_she_reads_why_and_no_day(application, first, bu_ratna, now, reason):
    actions.hold_step(by=act(bu_ratna), step=first, reason=reason, now=now)

    page = page_of(application)

    assert hold_reasons()[reason].sentence in page
    assert "Janji" not in page and "Kantor berjanji" not in page


def test_what_does_not_pause_the_clock_keeps_the_promise(application, first, bu_ratna, now):
    actions.hold_step(by=act(bu_ratna), step=first, reason="institution_has_it", now=now)

    page = page_of(application)

    assert hold_reasons()["institution_has_it"].sentence in page
    assert "Janji: paling lambat" in page


@pytest.mark.parametrize("reason", ["needs_interview", "asked_by_her"])
def test_that_somebody_wants_to_speak_with_her_is_not_for_who_reads_along(
    application, first, bu_ratna, now, reason
):
    actions.hold_step(by=act(bu_ratna), step=first, reason=reason, now=now)

    page = page_of(application)

    assert hold_reasons()[reason].sentence not in page
    assert "Tanyakan di meja depan apa yang dapat dilakukan." in page
    assert "bertemu" not in page and "permintaan" not in page


def test_a_file_that_waits_for_the_family_reads_like_any_other_that_waits(
    application, first, bu_ratna, now
):
    actions.hold_step(by=act(bu_ratna), step=first, reason="waits_for_family_letter", now=now)
    of_family = page_of(application)
    actions.resume_step(by=act(bu_ratna), step=first, now=now)
    actions.hold_step(by=act(bu_ratna), step=first, reason="paper_missing", now=now)

    assert page_of(application) == of_family


def test_a_sensitive_paper_has_neither_name_nor_reason(dewi, bu_ratna, now):
    application, step = a_placement(dewi, papers=("KK", "IZIN_KELUARGA", "BUKU_NIKAH"))
    family = application.steps.get(code="surat_keluarga")
    decide(bu_ratna, family, "IZIN_KELUARGA", "wrong_paper", "suami menolak")
    decide(bu_ratna, family, "BUKU_NIKAH", "blurred")
    decide(bu_ratna, step, "KK", "blurred")
    for one in (step, family):
        actions.return_step(by=act(bu_ratna), step=one, now=now)

    page = page_of(application)

    assert page.count(ONE_PAPER) == 2  # once to read, once to be read aloud
    assert "Kartu keluarga belum terbaca" in page
    for word in ("izin", "keluarga yang", "nikah", "suami", "kepala desa", "yang kami terima"):
        assert word not in page.lower(), word


@pytest.mark.parametrize("kind", [k.code for k in document_kinds().values() if k.sensitive])
def test_no_sensitive_kind_is_ever_named(dewi, kind):
    from satuatap.applications.models import Verdict
    from satuatap.applications.reading.progress import sentences_of

    returned = [Verdict(kind=kind, outcome="returned", reason=reason) for reason in ("blurred",)]

    assert sentences_of(returned) == sentences_of(returned, spoken=True) == (ONE_PAPER,)


def test_a_service_whose_name_tells_something_is_not_named(dewi):
    named = {code for code, service in services().items() if not tells(service.as_copy())}

    assert {"rekomendasi_paspor", "paspor", "verifikasi_cpmi", "orientasi"} <= named
    assert not named & {"klaim_jkm", "klaim_jkk", "cabut_status", "pemeriksaan_kesehatan", "skck"}


def test_the_heir_gets_the_same_page_and_reads_nobodys_death(dewi, now):
    application, _step = a_placement(
        dewi, "klaim_jkm", answers={"children_for_scholarship": "one"}, heir=("Nurhayati", "spouse")
    )

    page = page_of(application)

    assert "Permohonan Anda" in page and "Bagian 1" in page
    for word in ("kematian", "meninggal", "ahli waris", "beasiswa", "Nurhayati", "JKM"):
        assert word not in page, word


def test_a_step_that_exists_only_by_her_answer_has_no_title(dewi):
    application, _step = a_placement(dewi, "jaminan_sosial", answers={"scheme": "p2p"})

    page = page_of(application)

    assert "Daftarkan untuk masa selama dan setelah bekerja" in page
    assert "sebelum bekerja" not in page and "Bagian 1" in page


def test_of_a_closed_destination_she_reads_a_sentence_and_no_day(dewi, bu_endang, now):
    application, _step = a_placement(dewi)
    stop_taiwan(bu_endang, now)

    page = page_of(application)

    assert hold_reasons()["destination_closed"].sentence in page
    assert "Janji" not in page
    assert "Taiwan" not in page


def test_an_unknown_cost_is_never_shown_as_free(dewi):
    application, _step = a_placement(dewi, "pemeriksaan_kesehatan")
    definition = application.definition
    definition["steps"][0]["cost_rupiah"] = None
    with owner_at_work():
        Application.objects.filter(pk=application.pk).update(definition=definition)

    part = page_of(application).split("Biaya langkah ini")[1].split("</dd>")[0]

    assert "Belum kami ketahui" in part and "Gratis" not in part


TEN_FREE = "Sepuluh jabatan bebas biaya"


def costs_on(page) -> list[str]:
    """What stands beside the cost of each open step, and what is read aloud of it."""
    words = page.replace("\N{NO-BREAK SPACE}", " ")
    written = [part.split("</dd>")[0] for part in words.split("Biaya langkah ini</dt><dd>")[1:]]
    spoken = [part.split("</p>")[0] for part in words.split("Biaya langkah ini Rp")[1:]]
    return [" ".join(part.split()) for part in [*written, *spoken]]


def test_an_amount_comes_with_who_pays_it_and_that_no_more_may_be_asked(dewi):
    application, _step = a_placement(dewi, "jaminan_sosial", answers={"scheme": "p2p"})

    written, spoken = costs_on(page_of(application))

    note = (f"{TEN_FREE}: pemberi kerja yang membayar. Jabatan lain membayar setelah perjanjian "
            "penempatan. Lebih dari itu tidak boleh diminta.")  # fmt: skip
    assert written == f"Rp 37.500. {note}"
    assert spoken == f"37.500. {note}"


def test_the_amount_for_the_usual_contract_says_what_the_others_cost(dewi):
    application, _step = a_placement(dewi, "jaminan_sosial", answers={"scheme": "reentry"})

    for said in costs_on(page_of(application)):
        assert "332.500. Ini untuk kontrak 24 bulan. Kontrak 12 bulan Rp 189.000" in said
        assert "lebih dari 24 bulan ditambah Rp 13.500 per bulan" in said and TEN_FREE in said
        assert said.endswith("Lebih dari itu tidak boleh diminta.")


@pytest.mark.parametrize("service", ["skck", "pemeriksaan_kesehatan"])
def test_that_the_employer_pays_is_said_where_the_service_has_no_name(dewi, bu_lestari, service):
    absent("kepolisian", "kesehatan")
    application, step = a_placement(dewi, service, papers=("KTP", "KK", "AKTA_LAHIR", "FOTO"))

    close_from_paper(bu_lestari, step)
    page = page_of(application)

    assert TEN_FREE in page and "dibayar pemberi kerja" in page


def test_what_she_has_mended_is_not_asked_for_again(application, first, dewi, siti, bu_ratna, now):
    decide(bu_ratna, first, "KK", "blurred")
    decide(bu_ratna, first, "KTP", "cut_off")
    actions.return_step(by=act(bu_ratna), step=first, now=now)

    a_scan(dewi, siti, "KK")
    page = page_of(application)

    assert "Ada surat yang perlu Anda bawa lagi" in page
    assert "KTP" in page and "Kartu keluarga" not in page
    assert "Kartu keluarga" not in text_of(
        browser(dewi).get(f"{application.get_absolute_url()}kertas/")
    )


def test_what_a_second_person_accepted_is_not_asked_for_again(
    application, first, dewi, bu_ratna, bu_endang, now
):
    verdict = decide(bu_ratna, first, "KK", "blurred")
    decide(bu_ratna, first, "KTP", "cut_off")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    review = actions.appeal(by=act(dewi), verdict=verdict)

    actions.decide_review(by=act(bu_endang), review=review, is_granted=True, now=now)
    page = page_of(application)

    assert "KTP" in page and "Kartu keluarga" not in page


def test_it_can_be_read_aloud_without_abbreviations(application, first, bu_ratna, now):
    decide(bu_ratna, first, "KTP", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)

    spoken = page_of(application).split("Teks untuk dibacakan")[1]

    assert "Kartu tanda penduduk belum terbaca, karena fotonya buram" in spoken
    assert "KTP" not in spoken.split("</details>")[0]


def test_a_paper_that_is_no_longer_asked_for_is_not_named(application, first, bu_ratna, now):
    decide(bu_ratna, first, "KK", "blurred")
    decide(bu_ratna, first, "KTP", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    with owner_at_work():
        Step.objects.filter(pk=first.pk).update(documents=["KTP", "AKTA_LAHIR"])

    page = page_of(application)

    assert "KTP" in page and "Kartu keluarga" not in page


def test_a_letter_is_ready_from_its_issue_until_it_is_taken_back(
    application, bu_lestari, bu_ratna, pak_yusuf, bu_endang, now
):
    all_desks_done(bu_lestari, application, [bu_ratna, pak_yusuf])
    letter = actions.draft_letter(by=bu_lestari, application=application, data=SITI, now=now)
    act(bu_endang)
    letter = letter_actions.approve_letter(by=bu_endang, letter=letter, now=now)
    letter = letter_actions.sign_letter(by=bu_endang, letter=letter, scan=SCAN, now=now)
    assert "Surat sedang dibuat" in page_of(application)

    act(bu_endang)
    letter_actions.issue_letter(by=bu_endang, letter=letter, now=now)
    page = page_of(application)
    assert "Surat siap diambil" in page and letter.number not in page

    act(bu_endang)
    letter_actions.cancel_letter(by=bu_endang, letter=letter, reason="wrong_words", now=now)
    assert "Surat siap diambil" not in page_of(application)


def test_the_page_is_light(application, first, bu_ratna):
    decide(bu_ratna, first, "KK", "blurred")

    assert len(page_of(application).encode()) < 12_000


def test_an_older_copy_of_a_service_says_its_fee(application, dewi, now):
    act(dewi)
    for step in application.definition["steps"]:
        step.pop("cost_rupiah")

    assert her_page(application, now).parts[0].cost == 0


def test_the_next_step_comes_up_with_its_own_promise(application, first, bu_ratna):
    finish(bu_ratna, first)

    page = page_of(application)

    assert "selesai" in page and "loket kependudukan dan pencatatan sipil" in page
    assert page.count("Janji: paling lambat") == 1


def test_the_public_service_reads_no_letter_review_or_person(application, first):
    from satuatap.applications.codes import digest_of
    from satuatap.applications.models import DestinationStop, Review, SettlementCheck
    from satuatap.letters.models import Letter
    from satuatap.workers.models import Worker

    tracker = acting.service_actor("tracking").presenting(digest_of(application.code))
    with acting.acting_as(tracker):
        assert Application.objects.count() == 1
        for model in (Letter, Review, Worker, DestinationStop, SettlementCheck):
            assert not model.objects.exists(), model
