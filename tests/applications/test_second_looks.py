"""A second person decides: on a paper that cannot be asked for, or that was returned to her."""

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.accounts.models import AuditEntry
from satuatap.applications import actions
from satuatap.applications.models import Review
from satuatap.applications.reading.oversight import waiting_reviews
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models import Worker
from tests.applications.desks import open_service
from tests.centre import a_colleague, a_scan, act, browser, decide, finish, newest_scan, text_of

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def verification(dewi, siti, now):
    """The family's papers of a candidate who is married and brings no letter from her husband."""
    for kind in ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN", "BUKU_NIKAH"):
        a_scan(dewi, siti, kind)
    application = open_service(
        dewi, siti, "verifikasi_cpmi", now, marital_status="married", scheme="p2p",
        destination="TW", occupation="caregiver",
    )  # fmt: skip
    return application.steps.get(code="surat_keluarga")


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


def test_the_head_sees_the_appealed_paper_while_she_decides_and_not_after(
    first, dewi, bu_ratna, bu_endang, pak_hasan, person, now, as_owner
):
    verdict = decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    scan = verdict.scan
    assert browser(bu_endang).get(scan.get_absolute_url()).status_code == 404
    review = actions.appeal(by=act(dewi), verdict=verdict)
    page, image = f"/pemeriksaan/{review.pk}/", f"/pemeriksaan/{review.pk}/foto/"
    visitor = browser(bu_endang)

    assert f'href="{image}"' in text_of(visitor.get(page))
    answer = visitor.get(image)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content[:2] == b"\xff\xd8" and "sandbox" in answer["Content-Security-Policy"]
    with as_owner():
        opened = AuditEntry.objects.filter(verb="scan_opened_for_review")
        assert [(entry.person_id, entry.about_id) for entry in opened] == [
            (bu_endang.pk, str(scan.pk))
        ]  # fmt: skip
    assert visitor.get(scan.get_absolute_url()).status_code == 404  # no other way
    assert browser(bu_ratna).get(image).status_code == 403  # she is the first person
    for other in (dewi, pak_hasan, person("gatot"), person("rudi")):
        assert browser(other).get(image).status_code == 404, other

    visitor.post(page, {"answer": "tidak"})

    assert visitor.get(image).status_code == 403
    assert image not in text_of(visitor.get(page))


def test_of_a_paper_that_cannot_be_asked_for_there_is_no_image_to_see(
    verification, bu_ratna, bu_endang
):
    review = actions.ask_waiver(
        by=act(bu_ratna), step=verification, kind="IZIN_KELUARGA", reason="danger_to_ask"
    )

    assert browser(bu_endang).get(f"/pemeriksaan/{review.pk}/foto/").status_code == 404


@pytest.mark.parametrize("end", ["withdrawn", "done"])
def test_a_second_look_at_a_step_that_has_ended_waits_for_nobody(
    first, dewi, siti, bu_ratna, bu_endang, now, end
):
    susi = a_colleague(bu_ratna)
    verdict = decide(bu_ratna, first, "KK", "blurred")
    review = actions.appeal(by=act(dewi), verdict=verdict)
    assert "1 pemeriksaan kedua menunggu" in text_of(browser(susi).get("/loket/"))
    assert waiting_reviews(act(bu_endang).home_office) == 1

    if end == "withdrawn":
        actions.withdraw(by=act(dewi), application=first.application, now=now)
    else:
        a_scan(dewi, siti, "KK")
        finish(bu_ratna, first)

    assert "pemeriksaan kedua menunggu" not in text_of(browser(susi).get("/loket/"))
    assert "Tidak ada yang menunggu Anda" in text_of(browser(susi).get("/pemeriksaan/"))
    assert waiting_reviews(act(bu_endang).home_office) == 0
    answer = browser(susi).post(f"/pemeriksaan/{review.pk}/", {"answer": "ya"})
    assert answer.status_code == 403 and "sudah berakhir" in text_of(answer)


def test_a_second_appeal_of_the_same_paper_is_not_noted(first, dewi, bu_ratna, now):
    verdict = decide(bu_ratna, first, "KK", "blurred")
    actions.appeal(by=act(dewi), verdict=verdict)

    with pytest.raises(MoveRefused):
        actions.appeal(by=dewi, verdict=verdict)
