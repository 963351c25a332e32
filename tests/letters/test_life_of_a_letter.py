"""A letter from draft to the paper that is handed over, and what stands in its way."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from satuatap.common import endings, files
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions, permissions
from satuatap.letters.endings import cancel_again
from satuatap.letters.models import Letter
from satuatap.letters.workflow import LETTER, LetterStatus
from tests.letters.conftest import NOW, SCAN, SITI, a_letter, act, as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
S = LetterStatus


def test_a_letter_walks_from_draft_to_issue(issued, bu_lestari, bu_endang):
    issued.refresh_from_db()

    assert issued.status == S.ISSUED
    assert issued.number.startswith("560/0001/LTSA/XI/2026")
    assert (issued.drafted_by, issued.approved_by, issued.signed_by) == (
        bu_lestari, bu_endang, bu_endang,
    )  # fmt: skip
    assert issued.words["full_name"] == "Siti Aminah"
    assert issued.purpose_words == "Rekomendasi paspor bagi calon pekerja migran Indonesia"


def test_the_page_is_made_once_and_kept_sealed(approved, bu_endang):
    page = files.read(approved.pdf_file)

    assert page.startswith(b"%PDF")
    assert hashlib.sha256(page).hexdigest() == approved.pdf_sha256

    issued = actions.issue_letter(
        by=bu_endang,
        letter=actions.sign_letter(by=bu_endang, letter=approved, scan=SCAN, now=NOW),
        now=NOW,
    )

    assert (issued.pdf_file, issued.pdf_sha256) == (approved.pdf_file, approved.pdf_sha256)
    assert files.read(issued.signed_scan) == SCAN.content


@pytest.mark.parametrize("start", list(S))
@pytest.mark.parametrize("goal", list(S))
def test_a_letter_moves_only_as_the_table_says(start, goal):
    letter = Letter(status=start)
    allowed = goal in LETTER.moves.get(start, ())

    if allowed:
        letter.move_to(goal)
        assert letter.status == goal
    else:
        with pytest.raises(MoveRefused):
            letter.move_to(goal)


def test_who_comes_second_reads_who_was_faster(draft, bu_endang, pak_surya):
    actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)

    with pytest.raises(MoveRefused, match="sudah disetujui oleh Endang Wahyuni"):
        actions.approve_letter(by=act(pak_surya), letter=draft, now=NOW)


def test_nobody_approves_words_that_she_has_not_read(draft, bu_lestari, bu_endang):
    other = SITI | {"destination_country": "Malaysia"}
    actions.correct_draft(by=act(bu_lestari), letter=draft, data=other, now=NOW)

    with pytest.raises(MoveRefused, match="diperbaiki sejak"):
        actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW, revision=1)

    approved = actions.approve_letter(by=bu_endang, letter=draft, now=NOW, revision=2)
    assert approved.words["destination_country"] == "Malaysia"


def test_an_approved_letter_is_not_corrected_any_more(approved, bu_lestari):
    with pytest.raises(MoveRefused, match="sudah disetujui"):
        actions.correct_draft(by=act(bu_lestari), letter=approved, data=SITI, now=NOW)


def test_the_number_stays_when_the_letter_is_cancelled(cancelled, bu_lestari, centre, bu_endang):
    fresh = a_letter(bu_lestari, centre)

    second = actions.approve_letter(by=act(bu_endang), letter=fresh, now=NOW)

    assert cancelled.number.startswith("560/0001/")
    assert second.number.startswith("560/0002/")


def test_the_year_is_that_of_the_offices_clock(draft, bu_endang):
    new_year_in_jakarta = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    letter = actions.approve_letter(by=act(bu_endang), letter=draft, now=new_year_in_jakarta)

    assert letter.number == "560/0001/LTSA/I/2027"


def test_a_cancelling_has_a_reason_of_the_list(issued, bu_endang):
    with pytest.raises(ValidationError, match="alasan"):
        actions.cancel_letter(by=bu_endang, letter=issued, reason="because", now=NOW)


def test_a_failed_approval_gives_its_number_back(draft, bu_lestari, centre, bu_endang, monkeypatch):
    monkeypatch.setattr(actions.printing, "final_page", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)
    monkeypatch.undo()

    letter = actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)

    assert letter.register_number == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"number": ""}, "letter_has_number_code_and_page_once_approved"),
        ({"pdf_file": None}, "letter_has_number_code_and_page_once_approved"),
        ({"status": S.DRAFT}, "letter_has_number_code_and_page_once_approved"),
        ({"status": S.DISCARDED}, "cancelled_letter_says_who_when_and_why"),
        ({"status": S.ISSUED}, "issued_letter_has_number_and_signature"),
        ({"status": S.SIGNED}, "signed_letter_says_who_and_when_and_keeps_the_page"),
        ({"status": S.CANCELLED}, "cancelled_letter_has_a_reason"),
        (
            {"status": S.CANCELLED, "cancel_reason": "lost"},
            "cancelled_letter_says_who_when_and_why",
        ),
        ({"signer": None}, "approved_letter_says_who_and_when"),
        ({"status": "gone"}, "letter_has_number_code|letter_status_is_known"),
    ],
)
def test_the_database_refuses_half_a_letter(approved, facts, sentence):
    with as_owner(), pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Letter.objects.filter(pk=approved.pk).update(**facts)


def test_the_database_refuses_approval_by_the_drafter(approved, bu_lestari):
    refused = pytest.raises(IntegrityError, match="approved_by_another_than_its_drafter")
    with as_owner(), refused, transaction.atomic():
        Letter.objects.filter(pk=approved.pk).update(approved_by=bu_lestari)


@pytest.mark.parametrize(
    ("rule", "who", "sentence"),
    [
        ("approve_letter", "bu_endang", ""),
        ("approve_letter", "pak_surya", ""),
        ("approve_letter", "bu_lestari", "tugas kepala layanan"),
        ("approve_letter", "mbak_dewi", "tugas kepala layanan"),
        ("approve_letter", "pak_gatot", "tugas kepala layanan"),
        ("sign_letter", "bu_endang", ""),
        ("sign_letter", "pak_surya", "memuat nama Endang Wahyuni"),
        ("sign_letter", "bu_lestari", "tugas kepala layanan"),
        ("sign_letter", "pak_gatot", "tugas kepala layanan"),
        ("issue_letter", "bu_lestari", ""),
        ("issue_letter", "bu_endang", ""),
        ("issue_letter", "mbak_dewi", "tugas pengantar kerja atau kepala"),
        ("issue_letter", "pak_gatot", "tugas pengantar kerja atau kepala"),
        ("cancel_letter", "bu_endang", ""),
        ("cancel_letter", "pak_surya", ""),
        ("cancel_letter", "bu_lestari", "tugas kepala layanan"),
        ("cancel_letter", "pak_gatot", "tugas kepala layanan"),
        ("correct_draft", "bu_lestari", ""),
        ("correct_draft", "bu_endang", "tugas pengantar kerja"),
        ("discard_draft", "bu_lestari", ""),
        ("discard_draft", "pak_gatot", "tugas pengantar kerja"),
    ],
)
def test_rules_of_the_room(rule, who, sentence, request, approved):
    why_not = getattr(permissions, rule).why_not(request.getfixturevalue(who), approved)

    assert (sentence in why_not) if sentence else why_not == ""


def test_who_corrects_a_draft_does_not_approve_it(draft, bu_endang, centre):
    from satuatap.accounts.models import Assignment, User

    with as_owner():
        Assignment.objects.create(user=bu_endang, role="placement_officer", office=centre)
    both = User.objects.get(pk=bu_endang.pk)
    actions.correct_draft(by=act(both), letter=draft, data=SITI, now=NOW)

    with pytest.raises(PermissionDenied, match="ikut menyusun"):
        actions.approve_letter(by=both, letter=draft, now=NOW)


def test_nobody_is_named_as_signer_who_may_not_sign(draft, bu_endang, bu_lestari):
    with pytest.raises(PermissionDenied, match="tugas kepala layanan"):
        actions.approve_letter(by=act(bu_endang), letter=draft, signer=bu_lestari, now=NOW)


@pytest.mark.parametrize("who", ["mbak_dewi", "pak_gatot"])
def test_others_do_not_see_the_letter_at_all(issued, who, request):
    act(request.getfixturevalue(who))

    assert not Letter.objects.filter(pk=issued.pk).exists()
    assert Letter.objects.filter(pk=issued.pk).update(purpose_words="x") == 0


def test_every_step_leaves_a_trace(cancelled):
    from satuatap.accounts.models import AuditEntry

    with as_owner():
        traces = AuditEntry.objects.filter(about_id=str(cancelled.pk)).order_by("id")
        found = [(trace.verb, trace.reason) for trace in traces]

    assert sorted(found) == sorted(
        [
            ("letter_drafted", ""),
            ("letter_approved", ""),
            ("letter_signed", "wet"),
            ("letter_issued", ""),
            ("letter_cancelled", "wrong_words"),
        ]
    )


def test_nothing_of_her_lies_readable_in_the_database(issued):
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM letters_letter l")
        rows = " ".join(row for (row,) in cursor.fetchall())

    hidden = ("Siti", SITI["nik"], b"Siti".hex(), SITI["nik"].encode().hex())
    assert not [word for word in (*hidden, issued.check_code) if word in rows]


@pytest.mark.parametrize("known_as", ["issued", "approved", "draft"])
def test_a_cancelled_letter_stays_cancelled_after_an_older_backup(known_as, request, bu_endang):
    letter = request.getfixturevalue(known_as)
    about = f"{letter.pk} {bu_endang.pk} misused"

    with as_owner():
        cancel_again(about)
        cancel_again(about)
        letter.refresh_from_db()

    assert letter.is_cancelled
    assert (letter.cancelled_by, letter.cancel_reason) == (bu_endang, "misused")


def test_cancelling_is_noted_outside_the_database(cancelled, bu_endang):
    noted = [(one.kind, one.about) for one in endings.read().values()]

    assert noted == [("letter_cancelled", f"{cancelled.pk} {bu_endang.pk} wrong_words")]
