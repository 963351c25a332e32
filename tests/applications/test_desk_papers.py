"""What a desk says of papers: results without images, names that differ, papers not asked for."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.applications import actions
from satuatap.applications.models import Application, Review
from satuatap.applications.papers import PapersOfStep
from satuatap.applications.reading.differences import compare, same_name
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.workers import actions as workers
from satuatap.workers.models import Finding, ScanReading, Worker
from tests.applications.desks import an_officer, open_service, step_of
from tests.centre import (
    a_colleague,
    a_photo,
    a_scan,
    a_worker,
    act,
    browser,
    decide,
    finish,
    newest_scan,
    text_of,
)

pytestmark = pytest.mark.world("administration")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def bu_anis(db):
    """At the health desk."""
    return an_officer("kesehatan", "uji-anis", "Anis Fitriani")


@pytest.fixture
def pak_budi(db):
    """At the police desk."""
    return an_officer("kepolisian", "uji-budi", "Budi Santoso")


@pytest.fixture
def today(now, dewi):
    """The date on the wall of the office."""
    return local_date(now, dewi.home_office.zone)


@pytest.fixture
def medical(dewi, siti, bu_anis, now):
    """The step in which the health desk writes down the result."""
    a_scan(dewi, siti, "KTP")
    application = open_service(dewi, siti, "pemeriksaan_kesehatan", now)
    finish(bu_anis, step_of(bu_anis, application, "jelaskan"))
    return step_of(bu_anis, application, "catat_kesehatan")


def fit(today, **changes):
    """What the health desk types."""
    typed = {"SEHAT-outcome": "fit", "SEHAT-issued_on": today.strftime("%d-%m-%Y"),
             "SEHAT-valid_until": ""}  # fmt: skip
    return typed | changes


# --- a medical result -------------------------------------------------------------------------


def test_the_health_desk_records_fit_and_is_never_asked_for_a_photo(medical, bu_anis, today):
    visitor, address = browser(bu_anis), medical.get_absolute_url()

    page = text_of(visitor.get(address))
    assert "Tidak difoto dan tidak diunggah" in page
    assert 'type="file"' not in page and "Buka foto" not in page
    assert "Selesaikan bagian loket ini" not in page

    page = text_of(visitor.post(f"{address}hasil/SEHAT/", fit(today), **HTMX))

    assert "<strong>Laik</strong>" in page and "Selesaikan bagian loket ini" in page
    finding = Finding.objects.get()
    assert (finding.outcome, finding.number, finding.recorded_by) == ("fit", None, bu_anis)
    assert finding.valid_until == today + datetime.timedelta(days=90)


def test_a_health_desk_that_uploads_a_result_reads_a_sentence_and_nothing_is_kept(
    medical, bu_anis, today, settings
):
    before = sorted(settings.FILES.rglob("*"))
    address = f"{medical.get_absolute_url()}hasil/SEHAT/"

    answer = browser(bu_anis).post(address, fit(today) | {"scan": a_photo()}, **HTMX)

    assert answer.status_code == 422
    assert (
        "Hasil pemeriksaan kesehatan tidak difoto. Yang dicatat hanya: laik atau belum laik."
        in (text_of(answer))
    )
    assert not Finding.objects.exists()
    assert sorted(settings.FILES.rglob("*")) == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SEHAT-outcome": ""}, "Pilih salah satu hasil."),
        ({"SEHAT-outcome": "HIV"}, "Pilih hasil dari daftar."),
        ({"SEHAT-issued_on": "31-02-2026"}, "Tulis tanggal surat seperti contoh ini"),
        ({"SEHAT-issued_on": "01-01-2199"}, "Tanggal ini belum tiba."),
        ({"SEHAT-valid_until": "01-01-2020"}, "Masa berlaku berakhir sebelum tanggal surat."),
    ],
)
def test_a_wrong_result_is_told_beside_its_field(medical, bu_anis, today, changes, sentence):
    address = f"{medical.get_absolute_url()}hasil/SEHAT/"

    page = text_of(browser(bu_anis).post(address, fit(today, **changes)))

    assert sentence in page
    assert not Finding.objects.exists()


def test_a_desk_records_only_what_its_step_writes(medical, bu_anis, today):
    address = f"{medical.get_absolute_url()}hasil/PSIKOLOGI/"

    assert browser(bu_anis).post(address, fit(today)).status_code == 404
    assert browser(bu_anis).post(address.replace("PSIKOLOGI", "BOHONG")).status_code == 404


def test_nobody_else_sees_what_the_health_desk_wrote(
    medical, first, bu_anis, bu_ratna, pak_hasan, dewi, today
):
    actions.record_finding(
        by=act(bu_anis), step=medical, kind="SEHAT", outcome="unfit", issued_on=today
    )

    for officer in (bu_ratna, pak_hasan, dewi):
        act(officer)
        assert not Finding.objects.exists(), officer
    assert "aik</strong>" not in text_of(browser(bu_ratna).get(first.get_absolute_url()))
    assert browser(bu_ratna).get(medical.get_absolute_url()).status_code == 404


def test_a_clearance_that_is_issued_has_its_number(dewi, siti, pak_budi, today, now):
    for kind in ("KTP", "KK", "AKTA_LAHIR", "FOTO"):
        a_scan(dewi, siti, kind)
    application = open_service(dewi, siti, "skck", now)
    finish(pak_budi, step_of(pak_budi, application, "periksa_syarat"))
    step = step_of(pak_budi, application, "terbitkan")
    visitor, address = browser(pak_budi), f"{step.get_absolute_url()}hasil/SKCK/"
    typed = {"SKCK-outcome": "issued", "SKCK-issued_on": today.strftime("%d-%m-%Y")}

    assert "Isi nomornya seperti tertulis di surat." in text_of(visitor.post(address, typed))
    visitor.post(address, typed | {"SKCK-number": "SKCK/1/XI/2026"})

    act(pak_budi)
    assert Finding.objects.get().number == "SKCK/1/XI/2026"


# --- results on record ------------------------------------------------------------------------


@pytest.fixture
def passport(dewi, siti, bu_ratna, pak_hasan, today, now):
    """The immigration desk's step, which asks for the candidate's number that another desk wrote."""
    for kind in ("KTP", "KK", "AKTA_LAHIR", "SURAT_P3MI"):
        a_scan(dewi, siti, kind)
    application = open_service(dewi, siti, "paspor", now, scheme="p2p")
    return application.steps.order_by("position")[0]


def on_record(worker, by, **words):
    """A result that was written earlier."""
    from tests.conftest import owner_at_work

    with owner_at_work():
        return Finding.objects.create(
            office_id=worker.office_id, worker=worker, recorded_by=by, **words
        )


def test_a_number_on_record_is_already_in_order_and_says_until_when(
    passport, siti, bu_ratna, pak_hasan, today
):
    until = today + datetime.timedelta(days=10)
    on_record(siti, bu_ratna, kind="ID_CPMI", number="CPMI-1", valid_until=until)
    act(pak_hasan)

    page = text_of(browser(pak_hasan).get(passport.get_absolute_url()))

    panel = page.split('id="surat-ID_CPMI"')[1].split("</section>")[0]
    assert "sudah beres" in panel and "CPMI-1" in panel and "berlaku sampai" in panel
    assert "Terima" not in panel and "Belum difoto" not in panel
    papers = PapersOfStep(step_of(pak_hasan, passport.application, passport.code))
    assert papers.standing(today)["ID_CPMI"] is True


def test_an_expired_number_says_so_and_is_not_in_order(passport, siti, bu_ratna, pak_hasan, today):
    until = today - datetime.timedelta(days=1)
    on_record(siti, bu_ratna, kind="ID_CPMI", number="CPMI-1", valid_until=until)

    page = text_of(browser(pak_hasan).get(passport.get_absolute_url()))

    panel = page.split('id="surat-ID_CPMI"')[1].split("</section>")[0]
    assert "masa berlaku habis" in panel and "sudah beres" not in panel


# --- reading names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SITI RAHMAWATI", "Siti Rahmawati", True),
        ("Siti  Rahmawati ", "Siti Rahmawati", True),
        ("M. Yusuf", "M Yusuf", True),
        ("M.Yusuf", "M. Yusuf", True),
        ("Nur\u2019aini", "Nur'aini", True),
        ("Siti Rahma Wati", "Siti Rahmawati", False),
        ("Siti Rahmawaty", "Siti Rahmawati", False),
        ("Nuraini", "Nur'aini", False),
        ("Moh. Yusuf", "M. Yusuf", False),
    ],
)
def test_names_are_compared_without_capitals_spaces_and_dots(one, other, same):
    assert (same_name(one) == same_name(other)) is same


def note(officer, step, kind, name="", born=None):
    """The officer writes down what stands on this paper."""
    act(officer)
    scan = newest_scan(step.application.worker, kind)
    return workers.read_paper(by=officer, scan=scan, full_name=name, birth_date=born)


def compared(officer, step, today):
    """The table that this officer sees."""
    act(officer)
    papers = PapersOfStep(step).for_desk(today)
    return compare(Worker.objects.get(pk=step.application.worker_id), papers)


def test_a_name_that_differs_on_one_paper_is_marked_there(first, bu_ratna, today):
    note(bu_ratna, first, "KTP", "SITI RAHMAWATI")
    note(bu_ratna, first, "KK", "Siti Rahmawaty")

    seen = compared(bu_ratna, first, today)

    assert seen.differs == "name"
    assert [(w.label, w.name_differs) for w in seen.witnesses] == [
        ("Data di sini", False), ("KTP elektronik", False), ("Kartu keluarga", True),
        ("Akta lahir", False),
    ]  # fmt: skip
    page = text_of(browser(bu_ratna).get(first.get_absolute_url()))
    assert "ada yang berbeda" in page and "Minta pembetulan data" in page


def test_dates_are_compared_with_each_other_where_the_entry_has_none(first, bu_ratna, today):
    note(bu_ratna, first, "KTP", born=datetime.date(1998, 3, 17))
    note(bu_ratna, first, "KK", born=datetime.date(1998, 3, 17))
    assert not compared(bu_ratna, first, today).differs

    note(bu_ratna, first, "AKTA_LAHIR", born=datetime.date(1989, 3, 17))

    seen = compared(bu_ratna, first, today)
    assert seen.differs == "birth_date"
    assert [w.date_differs for w in seen.witnesses] == [False, False, False, True]


def test_the_newest_reading_of_the_newest_image_counts(first, dewi, siti, bu_ratna, today):
    note(bu_ratna, first, "KK", "Siti Rahmawaty")
    note(bu_ratna, first, "KK", "Siti Rahmawati")
    assert not compared(bu_ratna, first, today).differs

    note(bu_ratna, first, "KK", "Siti Rahmawaty")
    a_scan(dewi, siti, "KK")
    assert not compared(bu_ratna, first, today).differs


def test_nothing_differs_and_nothing_can_be_corrected(first, bu_ratna):
    address = first.get_absolute_url()

    assert "Minta pembetulan data" not in text_of(browser(bu_ratna).get(address))
    page = text_of(browser(bu_ratna).post(f"{address}pembetulan/", **HTMX))
    assert "Tidak ada nama atau tanggal yang berbeda." in page


def test_a_correction_is_asked_once_and_comes_to_the_civil_registry(
    first, siti, dewi, bu_ratna, pak_yusuf
):
    note(bu_ratna, first, "KK", "Siti Rahmawaty")
    visitor, address = browser(bu_ratna), first.get_absolute_url()
    once = re.search(r'name="once" value="([^"]+)"', text_of(visitor.get(address))).group(1)

    for _press in range(2):
        answer = visitor.post(f"{address}pembetulan/", {"once": once}, **HTMX)
        assert "sudah ada di loket kependudukan" in text_of(answer)

    act(dewi)
    (opened,) = Application.objects.filter(worker=siti, service="koreksi_kependudukan")
    assert list(opened.steps.values_list("code", flat=True)) == ["lihat_bukti", "betulkan_data"]
    assert "Siti Rahmawati" in text_of(browser(pak_yusuf).get("/loket/"))


def test_a_name_is_read_from_the_screen_and_opening_is_not_asked(first, bu_ratna):
    act(bu_ratna)
    scan = newest_scan(first.application.worker, "KK")
    visitor, address = browser(bu_ratna), f"{first.get_absolute_url()}baca/{scan.pk}/"

    assert "Isi nama atau tanggal lahir" in text_of(visitor.post(address, {"full_name": " "}))
    visitor.post(address, {"full_name": "Siti Rahmawaty", "birth_date": "17-03-1998"})

    act(bu_ratna)
    read = ScanReading.objects.get()
    assert (read.full_name, read.birth_date, read.read_by) == (
        "Siti Rahmawaty", datetime.date(1998, 3, 17), bu_ratna,
    )  # fmt: skip


def test_no_name_is_read_from_a_paper_that_lies_elsewhere(first, bu_ratna, pak_hasan, bu_endang):
    act(bu_ratna)
    scan = newest_scan(first.application.worker, "KK")
    address = f"{first.get_absolute_url()}baca/{scan.pk}/"

    assert browser(pak_hasan).post(address, {"full_name": "X"}).status_code == 404
    with pytest.raises(PermissionDenied):
        workers.read_paper(by=act(bu_endang), scan=scan, full_name="X")


# --- a paper that cannot be asked for; a second look ------------------------------------------


@pytest.fixture
def verification(dewi, siti, now):
    """The first step of a candidate who is married and brings no letter from her husband."""
    for kind in ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN", "BUKU_NIKAH"):
        a_scan(dewi, siti, kind)
    application = open_service(
        dewi, siti, "verifikasi_cpmi", now, marital_status="married", scheme="p2p",
        destination="TW", occupation="caregiver",
    )  # fmt: skip
    return application.steps.get(code="periksa_berkas")


def test_a_letter_that_cannot_be_asked_for_goes_to_a_second_person(
    verification, bu_ratna, bu_endang, dewi
):
    susi = a_colleague(bu_ratna)
    visitor, address = browser(bu_ratna), verification.get_absolute_url()
    assert "Hanya dibaca petugas" in text_of(visitor.get(f"{address}tanpa/"))

    visitor.post(f"{address}tanpa/", {"kind": "IZIN_KELUARGA", "reason": "danger_to_ask"})

    assert "menunggu petugas kedua" in text_of(visitor.get(address))
    act(bu_ratna)
    review = Review.objects.get()
    here = f"/pemeriksaan/{review.pk}/"
    assert "Pemeriksaan kedua dilakukan orang lain" in text_of(visitor.get(here))
    assert visitor.post(here, {"answer": "ya"}).status_code == 403
    assert "Tidak ada yang menunggu Anda" in text_of(visitor.get("/pemeriksaan/"))
    assert browser(dewi).get("/pemeriksaan/").status_code == 404
    for second in (susi, bu_endang):
        assert "Surat izin keluarga" in text_of(browser(second).get("/pemeriksaan/"))
        assert "Meminta surat ini tidak aman" in text_of(browser(second).get(here))
    assert "1 pemeriksaan kedua menunggu" in text_of(browser(susi).get("/loket/"))

    browser(susi).post(here, {"answer": "ya"})

    act(bu_ratna)
    verification.refresh_from_db()
    assert "IZIN_KELUARGA" not in verification.documents
    assert "Surat izin keluarga" not in text_of(visitor.get(address))


def test_of_a_letter_that_the_second_person_still_asks_for_nothing_changes(
    verification, bu_ratna, bu_endang
):
    review = actions.ask_waiver(
        by=act(bu_ratna), step=verification, kind="IZIN_KELUARGA", reason="signer_unreachable"
    )

    page = text_of(
        browser(bu_endang).post(f"/pemeriksaan/{review.pk}/", {"answer": "tidak"}, follow=True)
    )

    assert "Surat izin keluarga tetap diminta." in page
    act(bu_ratna)
    verification.refresh_from_db()
    assert "IZIN_KELUARGA" in verification.documents


def test_a_letter_is_not_waived_without_a_reason(verification, bu_ratna):
    address = f"{verification.get_absolute_url()}tanpa/"

    page = text_of(browser(bu_ratna).post(address, {"kind": "IZIN_KELUARGA"}))

    assert "Pilih satu alasan." in page
    assert not Review.objects.exists()


def test_an_appealed_paper_lies_before_a_second_officer_of_the_desk_and_nothing_else_does(
    first, dewi, siti, bu_ratna, now
):
    susi = a_colleague(bu_ratna)
    verdict = decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    act(susi)
    assert not Worker.objects.exists()

    review = actions.appeal(by=act(dewi), verdict=verdict)

    act(susi)
    assert [scan.kind for scan in siti.documents.model.objects.all()] == ["KK"]
    scan = newest_scan(Worker.objects.get(), "KK")
    visitor = browser(susi)
    assert "Buka foto" in text_of(visitor.get(f"/pemeriksaan/{review.pk}/"))
    assert visitor.get(scan.get_absolute_url()).status_code == 200
    act(susi)
    with pytest.raises(PermissionDenied, match="tidak sedang di loket"):
        actions.decide(by=susi, step=first, scan=scan)

    visitor.post(f"/pemeriksaan/{review.pk}/", {"answer": "ya"})

    act(bu_ratna)
    first.refresh_from_db()
    assert first.status == "ready"
    assert "Petugas kedua menerimanya." in text_of(browser(bu_ratna).get(first.get_absolute_url()))


def test_after_a_refused_appeal_the_paper_leaves_the_desk_again(first, dewi, siti, bu_ratna, now):
    susi = a_colleague(bu_ratna)
    verdict = decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    review = actions.appeal(by=act(dewi), verdict=verdict)

    actions.decide_review(by=act(susi), review=review, is_granted=False, now=now)

    act(susi)
    assert not Worker.objects.exists()
    a_scan(dewi, siti, "KK")
    act(bu_ratna)
    first.refresh_from_db()
    assert first.status == "ready"


def test_a_fresh_photo_during_an_appeal_brings_the_whole_file_back(
    first, dewi, siti, bu_ratna, now
):
    verdict = decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    actions.appeal(by=act(dewi), verdict=verdict)

    a_scan(dewi, siti, "KK")

    act(bu_ratna)
    assert len({scan.kind for scan in siti.documents.model.objects.all()}) == 3


# --- the sentence for the ear -----------------------------------------------------------------


def test_the_sentence_can_be_read_aloud(first, bu_ratna):
    act(bu_ratna)
    scan = newest_scan(first.application.worker, "KTP")
    visitor, address = browser(bu_ratna), first.get_absolute_url()

    page = text_of(visitor.get(f"{address}kembalikan/{scan.pk}/"))
    assert "Kartu tanda penduduk belum terbaca, karena fotonya buram." in page
    assert 'data-satuatap-speak="Kartu tanda penduduk' in page

    visitor.post(f"{address}kembalikan/{scan.pk}/", {"reason": "blurred"})
    assert "Kartu tanda penduduk belum terbaca, karena" in text_of(visitor.get(address))


def test_a_second_appeal_of_the_same_paper_is_not_noted(first, dewi, bu_ratna, now):
    verdict = decide(bu_ratna, first, "KK", "blurred")
    actions.appeal(by=act(dewi), verdict=verdict)

    with pytest.raises(MoveRefused):
        actions.appeal(by=dewi, verdict=verdict)


def test_another_persons_papers_are_not_in_this_file(first, dewi, bu_ratna):
    other = a_worker(dewi, nik="", full_name="Nurhayati")
    a_scan(dewi, other, "KK")
    act(dewi)
    theirs = newest_scan(other, "KK")

    address = f"{first.get_absolute_url()}baca/{theirs.pk}/"

    assert browser(bu_ratna).get(address).status_code == 404
