"""Institutions that are not in the office: the placement officer works from their paper."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.accounts.models import AuditEntry
from satuatap.applications import actions
from satuatap.applications.models import Step
from satuatap.applications.reading.absent import waiting_for_absent
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.workers.models import Finding
from tests.applications.desks import an_officer, open_service, place, set_step
from tests.centre import a_photo, a_scan, a_worker, act, browser, text_of

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def today(now, dewi):
    """The date on the wall of the office."""
    return local_date(now, dewi.home_office.zone)


@pytest.fixture
def police(dewi, siti, now):
    """The first step of a police clearance: the police work from their own office."""
    place("kepolisian", "remote")
    for kind in ("KTP", "KK", "AKTA_LAHIR", "FOTO"):
        a_scan(dewi, siti, kind)
    return open_service(dewi, siti, "skck", now).steps.get(code="periksa_syarat")


@pytest.fixture
def clearance(police, bu_lestari, now):
    """The step in which the clearance is issued; only that and its number are written down."""
    act(bu_lestari)
    actions.close_absent_step(
        by=bu_lestari, step=police, paper_number="POL/1", uploaded=a_photo(), now=now
    )
    return police.application.steps.get(code="terbitkan")


def address_of(step):
    """The placement officer's page for a step."""
    return f"/lembaga/{step.pk}/"


def test_what_waits_for_an_absent_institution_is_on_the_list_oldest_day_first(
    police, dewi, bu_lestari, now, today
):
    other = a_worker(dewi, nik="", full_name="Nurhayati")
    for kind in ("KTP", "KK", "AKTA_LAHIR", "FOTO"):
        a_scan(dewi, other, kind)
    late = open_service(dewi, other, "skck", now).steps.get(code="periksa_syarat")
    set_step(late, due_on=today - datetime.timedelta(days=1))

    page = text_of(browser(bu_lestari).get("/lembaga/"))

    assert page.index("Nurhayati") < page.index("Siti Rahmawati")
    assert page.count("Terlambat</span>") == 1


def test_pages_of_the_list_follow_each_other(police, dewi, bu_lestari, now, monkeypatch):
    monkeypatch.setattr("satuatap.applications.reading.absent.PAGE", 2)
    steps = [police]
    for number in range(4):
        her = a_worker(dewi, nik="", full_name=f"Nur {number}")
        steps.append(open_service(dewi, her, "skck", now).steps.get(code="periksa_syarat"))
    act(bu_lestari)

    seen, after = [], ""
    while True:
        rows, after = waiting_for_absent(bu_lestari, now, after)
        seen += [step.pk for step, _late in rows]
        if not after:
            break

    assert seen == [step.pk for step in steps]


@pytest.mark.parametrize("days", [0, 1])
def test_an_institution_on_rota_is_absent_on_the_other_days(
    police, bu_lestari, now, today, days, dewi
):
    weekday = (today.weekday() + days) % 7
    place("kepolisian", "rota", rota_weekdays=[weekday])

    page = text_of(browser(bu_lestari).get("/lembaga/"))

    assert ("Siti Rahmawati" in page) is bool(days)


def test_steps_of_institutions_that_sit_here_are_not_on_the_list(first, bu_lestari, bu_ratna):
    assert "Tidak ada langkah yang menunggu lembaga di luar." in text_of(
        browser(bu_lestari).get("/lembaga/")
    )
    page = text_of(browser(bu_lestari).get(address_of(first)))
    assert "Lembaga ini ada di kantor." in page and "Tutup langkah</button>" not in page
    answer = browser(bu_lestari).post(address_of(first), {"paper_number": "1", "scan": a_photo()})
    assert answer.status_code == 403


def test_a_step_is_closed_with_number_and_scan_of_the_paper(police, bu_lestari):
    visitor = browser(bu_lestari)
    assert "Nomor surat lembaga" in text_of(visitor.get(address_of(police)))

    page = text_of(visitor.post(address_of(police), {"paper_number": ""}))
    assert "Isi nomor surat lembaga" in page and "Pilih foto atau PDF dahulu." in page
    typed = {"paper_number": "POL/77", "scan": a_photo()}
    page = text_of(visitor.post(address_of(police), typed, follow=True))

    assert "Langkah ini ditutup dari suratnya." in page
    act(bu_lestari)
    step = Step.objects.get(pk=police.pk)
    assert (step.status, step.paper_number, step.done_by) == ("done", "POL/77", bu_lestari)
    page = text_of(visitor.get(address_of(step)))
    assert "sudah menyelesaikan" in page and "POL/77" in page


def test_a_file_that_is_no_paper_is_refused_with_a_sentence(police, bu_lestari):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("surat.jpg", b"MZ" * 900)

    page = text_of(
        browser(bu_lestari).post(address_of(police), {"paper_number": "POL/1", "scan": bad})
    )

    assert "Jenis berkas ini tidak dapat dipakai." in page
    act(bu_lestari)
    assert Step.objects.get(pk=police.pk).status == "ready"


def test_the_paper_is_opened_by_who_may_read_papers_and_that_is_on_record(
    clearance, police, bu_lestari, dewi, bu_endang, pak_rudi, as_owner
):
    address = f"/lembaga/{police.pk}/surat/"

    answer = browser(bu_lestari).get(address)

    assert answer["Content-Type"] == "image/jpeg" and answer.content[:2] == b"\xff\xd8"
    assert "sandbox" in answer["Content-Security-Policy"]
    with as_owner():
        opened = AuditEntry.objects.filter(verb="institution_paper_opened")
        assert [entry.person_id for entry in opened] == [bu_lestari.pk]
    for other in (dewi, bu_endang, pak_rudi):
        assert browser(other).get(address).status_code in (403, 404), other


def test_a_step_closed_without_a_paper_has_none_to_open(police, bu_lestari):
    answer = browser(bu_lestari).get(f"/lembaga/{police.pk}/surat/")

    assert answer.status_code == 403
    assert "Langkah ini tidak ditutup dengan surat." in text_of(answer)


def test_a_clearance_is_closed_by_its_number_and_never_with_a_photo(
    clearance, bu_lestari, today, settings
):
    visitor, address = browser(bu_lestari), address_of(clearance)
    assert 'type="file"' not in text_of(visitor.get(address))
    before = sorted(settings.FILES.rglob("*"))

    page = text_of(visitor.post(address, {"paper_number": "SKCK/1"}))
    assert "Catat dahulu hasil atau nomornya: Surat keterangan catatan kepolisian" in page
    typed = {"SKCK-outcome": "issued", "SKCK-number": "SKCK/1",
             "SKCK-issued_on": today.strftime("%d-%m-%Y")}  # fmt: skip
    page = text_of(visitor.post(f"{address}hasil/SKCK/", typed | {"scan": a_photo()}))
    assert "tidak difoto" in page
    visitor.post(f"{address}hasil/SKCK/", typed)
    page = text_of(visitor.post(address, {"paper_number": "SKCK/1", "scan": a_photo()}))
    assert "Hasil ini tidak difoto. Cukup nomor suratnya." in page
    assert sorted(settings.FILES.rglob("*")) == before

    visitor.post(address, {"paper_number": "SKCK/1"})

    act(bu_lestari)
    step = Step.objects.get(pk=clearance.pk)
    assert (step.status, step.paper_file) == ("done", None)
    assert Finding.objects.get().outcome == "issued"


def test_the_number_of_an_absent_institution_that_is_sent_twice_is_written_once(
    clearance, bu_lestari, today
):
    visitor, address = browser(bu_lestari), address_of(clearance)
    once = re.search(r'name="SKCK-once" value="([^"]+)"', text_of(visitor.get(address)))[1]
    typed = {"SKCK-outcome": "issued", "SKCK-number": "SKCK/1", "SKCK-once": once,
             "SKCK-issued_on": today.strftime("%d-%m-%Y")}  # fmt: skip

    for _press in range(2):
        assert visitor.post(f"{address}hasil/SKCK/", typed).status_code == 302

    act(bu_lestari)
    assert Finding.objects.count() == 1


def test_the_verb_too_takes_no_photo_of_a_result(clearance, bu_lestari, today, now):
    act(bu_lestari)
    actions.record_finding(
        by=bu_lestari, step=clearance, kind="SKCK", outcome="issued", number="1", issued_on=today
    )

    with pytest.raises(MoveRefused, match="Hasil ini tidak difoto"):
        actions.close_absent_step(
            by=bu_lestari, step=clearance, paper_number="1", uploaded=a_photo(), now=now
        )


def test_only_the_placement_officer_of_this_office_closes_it(
    police, dewi, bu_ratna, bu_endang, pak_rudi, now
):
    for other in (dewi, bu_ratna, bu_endang):
        assert browser(other).get("/lembaga/").status_code == 404, other
        assert browser(other).post(address_of(police)).status_code == 404, other
    assert browser(pak_rudi).get(address_of(police)).status_code == 404
    assert "Siti" not in text_of(browser(pak_rudi).get("/lembaga/"))
    with pytest.raises(PermissionDenied):
        actions.close_absent_step(
            by=act(dewi), step=police, paper_number="1", uploaded=a_photo(), now=now
        )


# --- what somebody of the institution began, or put aside ---------------------------------------


def test_what_an_officer_of_the_institution_took_is_closed_all_the_same(police, bu_lestari):
    budi = an_officer("kepolisian", "uji-budi", "Budi Santoso")
    set_step(police, assigned_to=budi)
    visitor = browser(bu_lestari)

    page = text_of(visitor.get(address_of(police)))
    assert "Tutup langkah</button>" in page and "Budi Santoso" in page
    visitor.post(address_of(police), {"paper_number": "POL/1", "scan": a_photo()})

    act(bu_lestari)
    assert Step.objects.get(pk=police.pk).status == "done"


def test_what_was_put_aside_is_on_the_list_taken_up_and_closed(police, bu_lestari, now):
    budi = an_officer("kepolisian", "uji-budi", "Budi Santoso")
    actions.hold_step(by=act(budi), step=police, reason="paper_missing", now=now)
    visitor = browser(bu_lestari)
    assert "Surat kurang" in text_of(visitor.get("/lembaga/"))
    page = text_of(visitor.get(address_of(police)))
    assert "Lanjutkan" in page and "Tutup langkah</button>" not in page

    page = text_of(visitor.post(f"{address_of(police)}lanjutkan/", follow=True))

    assert "Berkas dilanjutkan." in page and "Tutup langkah</button>" in page
    act(bu_lestari)
    step = Step.objects.get(pk=police.pk)
    assert (step.status, step.running_since is not None) == ("ready", True)
    assert step.events.last().by == bu_lestari
    visitor.post(address_of(police), {"paper_number": "POL/1", "scan": a_photo()})
    act(bu_lestari)
    assert Step.objects.get(pk=police.pk).status == "done"


def test_only_for_an_institution_that_is_not_here(first, bu_ratna, bu_lestari, dewi, now):
    actions.hold_step(by=act(bu_ratna), step=first, reason="paper_missing", now=now)

    assert browser(bu_lestari).post(f"{address_of(first)}lanjutkan/").status_code == 403
    assert browser(dewi).post(f"{address_of(first)}lanjutkan/").status_code == 404


def test_what_is_put_aside_comes_after_what_has_a_promised_day_page_by_page(
    police, dewi, bu_lestari, now, monkeypatch
):
    monkeypatch.setattr("satuatap.applications.reading.absent.PAGE", 2)
    steps = [police]
    for number in range(4):
        her = a_worker(dewi, nik="", full_name=f"Nur {number}")
        steps.append(open_service(dewi, her, "skck", now).steps.get(code="periksa_syarat"))
    for step in steps[:3]:
        set_step(step, status="held", hold_reason="paper_missing", due_on=None, running_since=None)
    act(bu_lestari)

    seen, after = [], ""
    while True:
        rows, after = waiting_for_absent(bu_lestari, now, after)
        seen += [step.pk for step, _late in rows]
        if not after:
            break

    assert seen == [step.pk for step in steps[3:] + steps[:3]]
