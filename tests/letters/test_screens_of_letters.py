"""The desk's screens and the public check page, asked as a browser would."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone
from PIL import Image

from satuatap.letters import actions, limits, lists, public, views
from satuatap.letters.models import Letter, WrongCheck
from satuatap.letters.workflow import LetterStatus
from tests.letters.conftest import NOW, SCAN, SITI, a_letter, act, as_owner, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
PERSONAL = (
    "Siti",
    "Aminah",
    SITI["nik"],
    "Sukadana",
    "Sumber Agung",
    "Taiwan",
    "Endang",
    "Handayani",
)


def typed(**changes):
    """The draft form as it is sent."""
    words = SITI | {"birth_date": "05-06-1999", "letter_id": str(uuid4()), "revision": "1"}
    return words | changes


# --- drafting -----------------------------------------------------------------------------------


def test_a_draft_is_written_and_shown(ask, bu_lestari, centre):
    answer = ask(views.draft, "rekomendasi_paspor", by=bu_lestari, method="post", data=typed())

    letter = Letter.objects.get()
    assert answer.status_code == 302
    assert letter.words["birth_date"] == "1999-06-05"
    page = text_of(ask(views.letter, letter.pk, by=bu_lestari))
    assert "5 Juni 1999" in page
    assert "tugas kepala layanan" in page


def test_a_form_sent_twice_is_one_draft(ask, bu_lestari):
    sent = typed()

    first = ask(views.draft, "rekomendasi_paspor", by=bu_lestari, method="post", data=sent)
    second = ask(views.draft, "rekomendasi_paspor", by=bu_lestari, method="post", data=sent)

    assert first.url == second.url
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "x" * 10_000, "10000 huruf"),
        ("full_name", "Si\0ti", "tidak terlihat"),
        ("full_name", "\u202eitiS", "tidak terlihat"),
        ("full_name", "😀", "huruf Latin"),
        ("full_name", "", "Isi bagian ini"),
        ("nik", "123", "16 angka"),
        ("birth_date", "31-02-1999", "Tulis tanggal"),
        ("birth_date", "1\0", "Tulis tanggal"),
    ],
)
def test_what_cannot_be_printed_is_said_at_the_field(ask, bu_lestari, field, value, sentence):
    sent = typed(**{field: value})

    answer = ask(views.draft, "rekomendasi_paspor", by=bu_lestari, method="post", data=sent)

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page.split(f'id="id_{field}_error"')[1][:400]
    assert "Dusun II RT 03 RW 01" in page
    assert not Letter.objects.exists()


def test_markup_in_a_name_is_only_text(ask, bu_lestari):
    hostile = '<script>alert(1)</script> #eval("1")'
    ask(
        views.draft,
        "rekomendasi_paspor",
        by=bu_lestari,
        method="post",
        data=typed(full_name=hostile),
    )

    letter = Letter.objects.get()
    assert "<script>alert" not in text_of(ask(views.letter, letter.pk, by=bu_lestari))
    assert ask(views.page, letter.pk, by=bu_lestari).content.startswith(b"%PDF")


def test_the_id_of_another_offices_letter_answers_like_an_unknown_one(ask, issued, neighbour):
    from tests.letters.conftest import a_person

    stranger = a_person("uji-tini", "Tini", "placement_officer", neighbour)
    sent = typed(letter_id=str(issued.pk))

    with pytest.raises(Http404):
        ask(views.draft, "rekomendasi_paspor", by=stranger, method="post", data=sent)


def test_an_unknown_letter_is_not_written(ask, bu_lestari):
    with pytest.raises(Http404):
        ask(views.draft, "surat_sakti", by=bu_lestari)


def test_a_draft_is_corrected(ask, draft, bu_lestari):
    assert 'value="Siti Aminah"' in text_of(ask(views.correct, draft.pk, by=bu_lestari))

    sent = typed(destination_country="Malaysia", revision="1")
    ask(views.correct, draft.pk, by=bu_lestari, method="post", data=sent)

    draft.refresh_from_db()
    assert (draft.words["destination_country"], draft.revision) == ("Malaysia", 2)


# --- approving, signing, handing over -----------------------------------------------------------


def approval(letter, signer, **changes):
    return {"revision": letter.revision, "signer": signer.pk, "signer_position": "Kepala"} | changes


def test_the_head_approves_on_the_letters_page(ask, draft, bu_endang, pak_surya):
    page = text_of(ask(views.letter, draft.pk, by=bu_endang))
    assert "Setujui dan beri nomor" in page
    assert "Surya Wijaya" in page

    ask(views.approve, draft.pk, by=bu_endang, method="post", data=approval(draft, pak_surya))

    draft.refresh_from_db()
    assert (draft.status, draft.signer) == (LetterStatus.APPROVED, pak_surya)


def test_of_two_heads_the_second_reads_who_was_faster(ask, draft, bu_endang, pak_surya):
    ask(views.approve, draft.pk, by=bu_endang, method="post", data=approval(draft, bu_endang))

    answer = ask(
        views.approve, draft.pk, by=pak_surya, method="post", data=approval(draft, pak_surya)
    )

    assert answer.notices == ["Surat ini sudah disetujui oleh Endang Wahyuni."]
    assert Letter.objects.get().approved_by == bu_endang


def test_the_drafter_reads_why_she_may_not_approve(ask, draft, bu_lestari):
    with pytest.raises(PermissionDenied, match="tugas kepala layanan"):
        ask(views.approve, draft.pk, by=bu_lestari, method="post", data=approval(draft, bu_lestari))


def test_a_position_that_cannot_be_printed_is_said_at_the_field(ask, draft, bu_endang):
    sent = approval(draft, bu_endang, signer_position="Kepala\0")

    answer = ask(views.approve, draft.pk, by=bu_endang, method="post", data=sent)

    assert answer.status_code == 422
    assert "tidak terlihat" in text_of(answer)


def a_photo():
    from io import BytesIO

    out = BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


def test_the_signed_page_is_taken_in_and_handed_out(ask, approved, bu_endang, bu_lestari):
    ask(views.sign, approved.pk, by=bu_endang, method="post", data={"scan": a_photo()})
    ask(views.issue, approved.pk, by=bu_lestari, method="post")

    approved.refresh_from_db()
    assert (approved.status, approved.issued_by) == (LetterStatus.ISSUED, bu_lestari)
    scan = ask(views.signed_page, approved.pk, by=bu_lestari)
    assert scan["Content-Type"] == "image/jpeg"
    assert scan["Content-Disposition"] == 'inline; filename="surat.jpg"'


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7 nothing", b"<html>%PDF-"])
def test_a_file_that_is_no_scan_is_refused_at_the_field(ask, approved, bu_endang, content):
    scan = SimpleUploadedFile("surat.pdf", content, "application/pdf")

    answer = ask(views.sign, approved.pk, by=bu_endang, method="post", data={"scan": scan})

    assert answer.status_code == 422
    assert 'id="id_scan_error"' in text_of(answer)
    approved.refresh_from_db()
    assert approved.status == LetterStatus.APPROVED


def test_the_page_is_handed_out_under_a_name_that_says_nothing(ask, issued, bu_lestari):
    answer = ask(views.page, issued.pk, by=bu_lestari)

    assert answer["Content-Disposition"] == 'inline; filename="surat.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_a_cancelled_letter_is_told_of_but_not_given_out(ask, issued, bu_endang, bu_lestari):
    assert ask(views.cancel, issued.pk, by=bu_endang, method="post").status_code == 422
    ask(views.cancel, issued.pk, by=bu_endang, method="post", data={"reason": "wrong_words"})

    page = text_of(ask(views.letter, issued.pk, by=bu_lestari))
    assert "sudah dibatalkan oleh Endang Wahyuni" in page
    assert "Isi surat keliru" in page
    for view in (views.page, views.signed_page):
        with pytest.raises(Http404):
            ask(view, issued.pk, by=bu_lestari)


def test_a_draft_is_put_away(ask, draft, bu_lestari):
    ask(views.discard, draft.pk, by=bu_lestari, method="post")

    draft.refresh_from_db()
    assert (draft.status, draft.number) == (LetterStatus.DISCARDED, "")


@pytest.mark.parametrize(
    "view",
    [views.letter, views.correct, views.approve, views.sign, views.issue, views.cancel,
     views.discard, views.page, views.signed_page],
)  # fmt: skip
def test_what_lies_elsewhere_answers_like_what_does_not_exist(ask, view, issued, pak_gatot):
    with pytest.raises(Http404) as there:
        ask(view, issued.pk, by=pak_gatot, method="post")
    with pytest.raises(Http404) as nowhere:
        ask(view, uuid4(), by=pak_gatot, method="post")

    assert str(there.value) == str(nowhere.value)


@pytest.mark.parametrize(
    "view", [views.approve, views.sign, views.issue, views.cancel, views.discard]
)
def test_going_back_to_a_deed_shows_the_letter(ask, view, issued, bu_endang):
    assert ask(view, issued.pk, by=bu_endang).url == issued.get_absolute_url()


# --- lists --------------------------------------------------------------------------------------


def test_the_list_turns_its_pages_without_loss(ask, bu_lestari, centre, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    made = {str(a_letter(bu_lestari, centre).pk) for _ in range(5)}

    seen, last = [], ""
    for _page in range(3):
        answer = text_of(ask(lists.letters, by=bu_lestari, data={"sesudah": last}))
        on_page = [one for one in made if f"/surat/{one}/" in answer]
        seen += on_page
        last = answer.split("sesudah=")[1].split('"')[0] if "sesudah=" in answer else ""

    assert sorted(seen) == sorted(made)


def test_the_list_shows_one_state_and_no_name(ask, issued, bu_lestari, centre):
    a_letter(bu_lestari, centre)

    page = text_of(ask(lists.letters, by=bu_lestari, data={"keadaan": "issued"}))

    assert page.count('<th scope="row">') == 1
    assert issued.number in page
    assert "Siti" not in page
    with pytest.raises(Http404):
        ask(lists.letters, by=bu_lestari, data={"keadaan": "lost\0"})


def test_an_office_sees_only_its_own(ask, issued, pak_gatot, centre):
    assert issued.number not in text_of(ask(lists.letters, by=pak_gatot))
    with pytest.raises(Http404):
        ask(lists.letters, by=pak_gatot, data={"kantor": centre.code})


def test_the_register_is_a_book_of_numbers_without_names(
    ask, cancelled, bu_lestari, centre, bu_endang
):
    fresh = a_letter(bu_lestari, centre)
    actions.approve_letter(by=act(bu_endang), letter=fresh, now=NOW)

    page = text_of(ask(lists.register, by=bu_endang, data={"tahun": "2026"}))

    assert page.index("560/0001/") < page.index("560/0002/")
    assert "Isi surat keliru" in page
    assert "Siti" not in page
    assert "560/" not in text_of(ask(lists.register, by=bu_endang, data={"tahun": "2025"}))
    for wrong in ("20x6", "\0", "²", "99999999999999"):
        with pytest.raises(Http404):
            ask(lists.register, by=bu_endang, data={"tahun": wrong})


@pytest.mark.parametrize("view", [lists.letters, lists.register])
def test_a_list_costs_few_queries_however_long(ask, view, bu_lestari, centre, bu_endang,
                                               django_assert_max_num_queries):  # fmt: skip
    for _ in range(4):
        letter = a_letter(bu_lestari, centre)
        actions.approve_letter(by=act(bu_endang), letter=letter, now=NOW)

    with django_assert_max_num_queries(3):  # acting person, own offices, letters
        ask(view, by=bu_endang)


# --- the public page ----------------------------------------------------------------------------


def test_whoever_holds_the_letter_reads_that_it_is_valid(ask, issued):
    answer = ask(public.checked, issued.check_code)

    page = text_of(answer)
    assert answer.status_code == 200
    assert "Surat ini berlaku" in page
    for shown in (
        issued.number,
        "Surat rekomendasi paspor",
        "LTSA Contoh Cirebon",
        "24 November 2026",
    ):
        assert shown in page
    assert not [word for word in PERSONAL if word in page]


def test_cancelling_shows_without_the_reason(ask, cancelled):
    page = text_of(ask(public.checked, cancelled.check_code))

    assert "Surat ini dibatalkan" in page
    assert "keliru" not in page
    assert not [word for word in PERSONAL if word in page]


@pytest.mark.parametrize("state", ["approved", "signed"])
def test_until_it_is_issued_a_letter_is_unknown(ask, state, request):
    letter = request.getfixturevalue(state)

    answer = ask(public.checked, letter.check_code)

    assert answer.status_code == 404
    assert letter.number not in text_of(answer)


def test_a_code_may_be_typed_as_it_is_read_out(ask, issued):
    read_out = issued.check_code_shown.lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert "Surat ini berlaku" in text_of(ask(public.check, data={"code": read_out}))


def test_what_cannot_be_a_code_is_answered_like_an_unknown_one(ask, db):
    unknown = text_of(ask(public.checked, "0" * 16))

    for wrong in ("x", "0" * 15, "U" * 16, "\0", "0" * 10_000, "😀" * 16, "'; --", "%00"):
        answer = ask(public.checked, wrong)
        assert (answer.status_code, text_of(answer)) == (404, unknown)


def test_who_guesses_has_to_wait_and_others_need_not(ask, issued, monkeypatch):
    monkeypatch.setattr(limits, "MOST_WRONG", 3)
    for _ in range(3):
        assert ask(public.checked, "0" * 16).status_code == 404

    assert ask(public.checked, "0" * 16).status_code == 429
    assert ask(public.checked, issued.check_code).status_code == 429
    assert ask(public.checked, issued.check_code, address="203.0.113.9").status_code == 200


def test_wrong_codes_are_forgotten_after_a_quarter_of_an_hour(ask, db):
    with as_owner():
        WrongCheck.objects.create(address_hash=b"x", at=timezone.now() - limits.WINDOW)

    ask(public.checked, "0" * 16)

    with as_owner():
        assert [bytes(row.address_hash) == b"x" for row in WrongCheck.objects.all()] == [False]


def test_the_check_service_reads_only_the_row_whose_code_it_holds(issued, bu_lestari, centre):
    a_letter(bu_lestari, centre)
    from satuatap.common import acting
    from satuatap.letters.codes import digest_of
    from satuatap.letters.models import CHECK_SERVICE

    service = acting.service_actor(CHECK_SERVICE)

    acting.enter(service)
    assert not Letter.objects.exists()
    acting.enter(service.presenting(digest_of(issued.check_code)))
    assert [letter.pk for letter in Letter.objects.all()] == [issued.pk]
    assert Letter.objects.update(purpose_words="x") == 0


def test_in_protection_the_page_wears_the_neutral_shell(ask, issued, settings):
    settings.WORLD = "protection"

    page = text_of(ask(public.checked, issued.check_code))

    assert "Pusat Informasi" in page.split("</title>")[0]


def test_the_page_asks_for_a_code(ask, db):
    assert 'name="code"' in text_of(ask(public.check))
    empty = ask(public.check, data={"code": ""})
    assert empty.status_code == 422
    assert "Ketik kode" in text_of(empty)


def test_signing_needs_a_scan(ask, approved, bu_endang):
    answer = ask(views.sign, approved.pk, by=bu_endang, method="post")

    assert "Pilih pindaian" in text_of(answer)
    assert SCAN.content not in answer.content
