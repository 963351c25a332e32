"""A letter that is signed electronically: what the signature proves, and who may make it."""

import io
import logging
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from satuatap.accounts.models import Assignment, User
from satuatap.common import endings, files
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions, certificates, public, views
from satuatap.letters.endings import retire_again
from satuatap.letters.models import Letter, OfficeCertificate
from satuatap.letters.workflow import LetterStatus
from tests.letters.conftest import NOW, SCAN, act, as_owner, text_of
from tests.letters.test_page_of_a_letter import metadata_of

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]


def a_certificate(office, now=NOW, days=365):
    """An example certificate, brought in as the operator does."""
    with as_owner():
        p12 = certificates.example_p12(office.name, now, days)
        return certificates.add_certificate(office=office, p12=p12, password="", now=now)


@pytest.fixture
def certificate(centre):
    return a_certificate(centre)


@pytest.fixture
def certified(certificate, approved, bu_endang):
    return actions.sign_certified(by=act(bu_endang), letter=approved, now=NOW)


def checked(pdf: bytes, certificate):
    """What a reader of PDF files finds out about the one signature, trusting this certificate."""
    trusted = list(load_certs_from_pemder_data(certificate.certificate.encode()))
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=NOW)
    return validate_pdf_signature(signature, context)


# --- what the signature proves ------------------------------------------------------------------


def test_the_signature_is_whole_valid_and_of_the_office(certified, certificate):
    found = checked(files.read(certified.signed_scan), certificate)

    assert (found.intact, found.valid, found.trusted) == (True, True, True)
    assert found.bottom_line
    assert found.coverage.name == "ENTIRE_FILE"


def test_whoever_does_not_trust_the_certificate_is_not_told_to(certified, neighbour):
    stranger = a_certificate(neighbour)

    found = checked(files.read(certified.signed_scan), stranger)

    assert (found.intact, found.valid, found.trusted) == (True, True, False)


@pytest.mark.parametrize("where", [b"/Lang (id)", b"/ViewerPreferences", b"/StructTreeRoot"])
def test_one_changed_byte_is_found(certified, certificate, where):
    signed = bytearray(files.read(certified.signed_scan))
    place = signed.index(where) + len(where) - 2
    signed[place] ^= 1

    found = checked(bytes(signed), certificate)

    assert (found.intact, found.bottom_line) == (False, False)


def test_the_approved_page_stays_in_the_file_byte_for_byte(certified):
    approved, signed = files.read(certified.pdf_file), files.read(certified.signed_scan)

    assert signed.startswith(approved)
    assert len(signed) > len(approved)


def description_of(pdf: bytes):
    """What the file says of itself, in both places where PDF/A wants it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        info = {name: str(words) for name, words in opened.docinfo.items()}
        return opened.Root.Metadata.read_bytes(), info


def test_it_stays_an_archive_file_that_a_screen_reader_can_read(certified):
    signed = files.read(certified.signed_scan)

    assert metadata_of(signed)[0] == metadata_of(files.read(certified.pdf_file))[0]
    assert description_of(signed) == description_of(files.read(certified.pdf_file))
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        field = pdf.pages[0].Annots[0]
        tagged = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        drawn = field.AP.N.Resources.XObject["/Drawn"]
        descriptors = [
            font.DescendantFonts[0].FontDescriptor for font in drawn.Resources.Font.values()
        ]

        assert tagged[field.StructParent].S == "/Form"
        assert "Ditandatangani secara elektronik" in str(field.TU)
        assert int(field.F) & 0b110 == 0b100  # printed, not hidden
        assert descriptors
        assert all("/FontFile3" in descriptor for descriptor in descriptors)


def test_the_signature_says_when_where_and_what_for(certified, certificate, centre):
    with pikepdf.open(io.BytesIO(files.read(certified.signed_scan))) as pdf:
        said = pdf.pages[0].Annots[0].V

        assert str(said.M) == "D:20261124100500+07'00'"
        assert str(said.Location) == centre.area.name
        assert certified.number in str(said.Reason)
        assert str(said.Name) == "Endang Wahyuni"
        assert said.SubFilter == "/ETSI.CAdES.detached"


def test_the_page_shows_how_it_was_signed(certified, certificate):
    pdfium = pytest.importorskip("pypdfium2")
    with pikepdf.open(io.BytesIO(files.read(certified.signed_scan))) as pdf:
        field = pdf.pages[0].Annots[0]
        box, said = [float(edge) for edge in field.Rect], str(field.TU)
    page = pdfium.PdfDocument(files.read(certified.signed_scan))[0]
    name = _box_of(page, "Endang Wahyuni")

    assert "24 November 2026, 10.05 WIB" in said
    assert "CONTOH LTSA Contoh Cirebon" in said
    assert certificate.fingerprint[:23] in said
    assert name[3] <= box[1] + 8 < box[3] < name[3] + 100  # right above the signer's name


def _box_of(page, words):
    text = page.get_textpage()
    start, count = text.search(words).get_next()
    edges = [text.get_charbox(index) for index in range(start, start + count)]
    return edges[0][0], min(e[1] for e in edges), edges[-1][2], max(e[3] for e in edges)


def test_a_letter_without_room_for_it_is_signed_unseen(approved, certificate, bu_endang):
    with as_owner():
        Letter.objects.filter(pk=approved.pk).update(signature_place=None)

    letter = actions.sign_certified(by=act(bu_endang), letter=approved, now=NOW)

    signed = files.read(letter.signed_scan)
    assert checked(signed, certificate).bottom_line
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        left, low, right, high = pdf.pages[0].Annots[0].Rect
        assert (left, low) == (right, high)


def test_a_page_long_enough_for_two_is_signed_on_the_second(bu_lestari, centre, bu_endang,
                                                            certificate):  # fmt: skip
    act(bu_lestari)
    words = {f.code: f.example for f in actions.store().get("pemberitahuan_penutupan").fields}
    long = "Uang muka Rp 5.000.000 kepada perusahaan, kuitansi ada. " * 8
    words |= {"refund_words": long, "debt_words": long, "address": "Dusun Contoh\n" * 20}
    draft = actions.draft_letter(
        by=bu_lestari, office=centre, template="pemberitahuan_penutupan", data=words, now=NOW
    )
    letter = actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)

    letter = actions.sign_certified(by=bu_endang, letter=letter, now=NOW)

    assert letter.signature_place[0] == 2
    with pikepdf.open(io.BytesIO(files.read(letter.signed_scan))) as pdf:
        assert "/Annots" not in pdf.pages[0]
        assert len(pdf.pages[1].Annots) == 1
    assert checked(files.read(letter.signed_scan), certificate).bottom_line


# --- who and when -------------------------------------------------------------------------------


def test_only_she_whose_name_stands_under_the_letter_signs(
    approved, certificate, pak_surya, bu_lestari
):
    with pytest.raises(PermissionDenied, match="memuat nama Endang Wahyuni"):
        actions.sign_certified(by=act(pak_surya), letter=approved, now=NOW)
    with pytest.raises(PermissionDenied, match="tugas kepala layanan"):
        actions.sign_certified(by=act(bu_lestari), letter=approved, now=NOW)


def test_without_certificate_she_reads_what_to_do(approved, bu_endang):
    with pytest.raises(certificates.CannotSign, match="belum mempunyai sertifikat"):
        actions.sign_certified(by=act(bu_endang), letter=approved, now=NOW)


def test_a_neighbours_certificate_is_not_ours_also_for_the_head_of_both(
    approved, bu_endang, neighbour
):
    a_certificate(neighbour)
    with as_owner():
        Assignment.objects.create(user=bu_endang, role="head_of_centre", office=neighbour)
    both = User.objects.with_roles().get(pk=bu_endang.pk)

    with pytest.raises(certificates.CannotSign, match="belum mempunyai sertifikat"):
        actions.sign_certified(by=act(both), letter=approved, now=NOW)
    assert OfficeCertificate.objects.exists()  # she sees it, and it is not of this letter's office


@pytest.mark.parametrize(
    ("begins", "sentence"),
    [(timedelta(days=-400), "habis pada 20 Oktober 2026"), (timedelta(days=9), "mulai 2 Desember")],
)
def test_outside_its_time_nothing_is_signed(approved, bu_endang, centre, begins, sentence):
    a_certificate(centre, now=NOW + begins)

    with pytest.raises(certificates.CannotSign, match=sentence):
        actions.sign_certified(by=act(bu_endang), letter=approved, now=NOW)

    approved.refresh_from_db()
    assert (approved.status, approved.signed_scan) == (LetterStatus.APPROVED, None)


def test_a_letter_is_signed_once_in_one_way(certified, bu_endang):
    with pytest.raises(MoveRefused, match="sudah ditandatangani oleh Endang"):
        actions.sign_certified(by=bu_endang, letter=certified, now=NOW)
    with pytest.raises(MoveRefused, match="sudah ditandatangani oleh Endang"):
        actions.sign_letter(by=bu_endang, letter=certified, scan=SCAN, now=NOW)


def test_what_was_signed_on_paper_is_not_signed_again(signed, certificate, bu_endang):
    with pytest.raises(MoveRefused, match="sudah ditandatangani"):
        actions.sign_certified(by=act(bu_endang), letter=signed, now=NOW)


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_neither_draft_nor_cancelled_letter_is_signed(state, request, certificate, bu_endang):
    letter = request.getfixturevalue(state)
    refused = (MoveRefused, PermissionDenied)

    with pytest.raises(refused, match=r"masih konsep|sudah dibatalkan"):
        actions.sign_certified(by=act(bu_endang), letter=letter, now=NOW)


def test_unsigned_it_is_not_issued(approved, bu_endang):
    with pytest.raises(MoveRefused, match="sudah disetujui"):
        actions.issue_letter(by=bu_endang, letter=approved, now=NOW)


def test_signed_electronically_it_is_issued_like_any_other(certified, bu_endang):
    issued = actions.issue_letter(by=bu_endang, letter=certified, now=NOW)

    assert issued.status == LetterStatus.ISSUED


@pytest.mark.parametrize(
    "facts",
    [
        {"certificate": None},
        {"signed_sha256": ""},
        {"signature": "wet"},
        {"signature": ""},
        {"signed_scan_kind": "image/jpeg"},
    ],
)
def test_the_database_refuses_half_a_certified_signature(certified, facts):
    refused = "signature_is_of_paper_or_of_a_certificate|signed_letter_says_who"
    with as_owner(), pytest.raises(IntegrityError, match=refused), transaction.atomic():
        Letter.objects.filter(pk=certified.pk).update(**facts)


def test_the_database_refuses_a_neighbours_certificate(certified, neighbour):
    other = a_certificate(neighbour)
    refused = pytest.raises(IntegrityError, match="certificate_of_its_office")
    with as_owner(), refused, transaction.atomic():
        Letter.objects.filter(pk=certified.pk).update(certificate=other)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- the key ------------------------------------------------------------------------------------


def test_the_private_key_lies_nowhere_unsealed(certificate, approved, bu_endang, settings, caplog):
    caplog.set_level(logging.DEBUG)
    key = files.read(certificate.key_file)

    actions.sign_certified(by=act(bu_endang), letter=approved, now=NOW)

    kept = [path.read_bytes() for path in Path(settings.FILES).rglob("*") if path.is_file()]
    assert kept
    assert not [content for content in kept if key[40:80] in content]
    assert "PRIVATE" not in certificate.certificate
    assert key.hex()[80:140] not in caplog.text
    assert "PRIVATE" not in caplog.text


def test_a_retired_key_is_destroyed_and_what_it_signed_is_still_checked(
    certified, certificate, django_capture_on_commit_callbacks
):
    key_file = certificate.key_file
    with as_owner(), django_capture_on_commit_callbacks(execute=True):
        certificates.retire_certificate(certificate=certificate, now=NOW)

    noted = [(one.kind, one.about) for one in endings.read().values()]
    assert noted == [("certificate_retired", str(certificate.pk))]
    with pytest.raises(FileNotFoundError):
        files.read(key_file)
    assert checked(files.read(certified.signed_scan), certificate).bottom_line


def test_a_retired_certificate_stays_retired_after_an_older_backup(certificate):
    key_file = certificate.key_file
    with as_owner():
        retire_again(str(certificate.pk))
        retire_again(str(certificate.pk))
        certificate.refresh_from_db()

    assert certificate.retired_at
    with pytest.raises(FileNotFoundError):
        files.read(key_file)


def test_a_new_certificate_takes_the_place_of_the_old_one(certificate, centre):
    fresh = a_certificate(centre, now=NOW + timedelta(days=300))

    with as_owner():
        assert OfficeCertificate.objects.find_in_use(centre) == fresh
        assert OfficeCertificate.objects.get(pk=certificate.pk).retired_at


def test_a_lost_key_is_told_in_a_sentence(certificate, approved, bu_endang):
    files.destroy(certificate.key_file)

    with pytest.raises(certificates.CannotSign, match="Kunci sertifikat kantor tidak ditemukan"):
        actions.sign_certified(by=act(bu_endang), letter=approved, now=NOW)


# --- screens ------------------------------------------------------------------------------------


def test_the_signer_is_offered_both_ways(ask, approved, certificate, bu_endang):
    page = text_of(ask(views.letter, approved.pk, by=bu_endang))

    assert "Di atas kertas" in page
    assert "Tanda tangani secara elektronik" in page
    assert "CONTOH LTSA Contoh Cirebon" in page


def test_without_certificate_the_page_says_what_to_do(ask, approved, bu_endang):
    page = text_of(ask(views.letter, approved.pk, by=bu_endang))

    assert "Kantor ini belum mempunyai sertifikat elektronik" in page
    assert "Tanda tangani secara elektronik</button>" not in page
    assert "Simpan halaman bertanda tangan" in page


def test_nobody_else_is_asked_to_sign(ask, approved, certificate, bu_lestari):
    assert "Secara elektronik" not in text_of(ask(views.letter, approved.pk, by=bu_lestari))


def test_one_press_signs_and_hands_out_the_pdf(ask, approved, bu_endang, bu_lestari, centre):
    a_certificate(centre, now=views.timezone.now())

    ask(views.sign_certified, approved.pk, by=bu_endang, method="post")

    approved.refresh_from_db()
    assert (approved.status, approved.signature) == (LetterStatus.SIGNED, "certified")
    answer = ask(views.signed_page, approved.pk, by=bu_lestari)
    assert answer["Content-Disposition"] == 'inline; filename="surat.pdf"'
    page = text_of(ask(views.letter, approved.pk, by=bu_lestari))
    assert "Tanda tangan elektronik dengan sertifikat kantor" in page


def test_pressing_without_certificate_answers_with_a_sentence(ask, approved, bu_endang):
    answer = ask(views.sign_certified, approved.pk, by=bu_endang, method="post")

    assert "belum mempunyai sertifikat" in answer.notices[0]
    approved.refresh_from_db()
    assert approved.status == LetterStatus.APPROVED


@pytest.mark.parametrize(
    ("fixture", "words"),
    [("signed", "Tanda tangan basah di atas kertas"), ("certified", "Tanda tangan elektronik")],
)
def test_the_check_page_says_which_kind_of_signature(ask, fixture, words, request, bu_endang):
    letter = request.getfixturevalue(fixture)
    issued = actions.issue_letter(by=bu_endang, letter=letter, now=NOW)

    page = text_of(ask(public.checked, issued.check_code))

    assert words in page
    assert "Endang" not in page


def test_the_certificate_in_the_file_is_the_one_of_the_table(certified, certificate):
    signature = PdfFileReader(io.BytesIO(files.read(certified.signed_scan))).embedded_signatures[0]
    kept = next(iter(load_certs_from_pemder_data(certificate.certificate.encode())))

    assert isinstance(kept, x509.Certificate)
    assert signature.signer_cert.dump() == kept.dump()
