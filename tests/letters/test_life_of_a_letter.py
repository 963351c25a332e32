"""A letter from draft to the paper that is handed over, and what stands in its way."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from satuatap.common import files
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions, permissions
from satuatap.letters.models import Letter
from satuatap.letters.workflow import LETTER, LetterStatus
from tests.letters.conftest import NOW, SCAN, SITI, a_letter, act, as_owner

pytestmark = pytest.mark.django_db
S = LetterStatus


def test_a_letter_walks_from_draft_to_issue(issued, mas_bayu, bu_lestari):
    issued.refresh_from_db()

    assert issued.status == S.ISSUED
    assert issued.number.startswith("560/0001/LTSA/XI/2026")
    assert (issued.drafted_by, issued.approved_by, issued.signed_by) == (
        mas_bayu, bu_lestari, bu_lestari,
    )  # fmt: skip
    assert issued.words["full_name"] == "Siti Aminah"
    assert issued.purpose_words == "Rekomendasi paspor bagi calon pekerja migran Indonesia"


def test_the_page_is_made_once_and_kept_sealed(approved, bu_lestari):
    page = files.read(approved.pdf_file)

    assert page.startswith(b"%PDF")
    assert hashlib.sha256(page).hexdigest() == approved.pdf_sha256

    issued = actions.issue_letter(
        by=bu_lestari,
        letter=actions.sign_letter(by=bu_lestari, letter=approved, scan=SCAN, now=NOW),
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


def test_who_comes_second_reads_who_was_faster(draft, bu_lestari, pak_surya):
    actions.approve_letter(by=act(bu_lestari), letter=draft, now=NOW)

    with pytest.raises(MoveRefused, match="sudah disetujui oleh Lestari Handayani"):
        actions.approve_letter(by=act(pak_surya), letter=draft, now=NOW)


def test_nobody_approves_words_that_she_has_not_read(draft, mas_bayu, bu_lestari):
    other = SITI | {"destination_country": "Malaysia"}
    actions.correct_draft(by=act(mas_bayu), letter=draft, data=other, now=NOW)

    with pytest.raises(MoveRefused, match="diperbaiki sejak"):
        actions.approve_letter(by=act(bu_lestari), letter=draft, now=NOW, revision=1)

    approved = actions.approve_letter(by=bu_lestari, letter=draft, now=NOW, revision=2)
    assert approved.words["destination_country"] == "Malaysia"


def test_an_approved_letter_is_not_corrected_any_more(approved, mas_bayu):
    with pytest.raises(MoveRefused, match="sudah disetujui"):
        actions.correct_draft(by=act(mas_bayu), letter=approved, data=SITI, now=NOW)


def test_the_number_stays_when_the_letter_is_cancelled(cancelled, mas_bayu, centre, bu_lestari):
    fresh = a_letter(mas_bayu, centre)

    second = actions.approve_letter(by=act(bu_lestari), letter=fresh, now=NOW)

    assert cancelled.number.startswith("560/0001/")
    assert second.number.startswith("560/0002/")


def test_the_year_is_that_of_the_offices_clock(draft, bu_lestari):
    new_year_in_jakarta = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    letter = actions.approve_letter(by=act(bu_lestari), letter=draft, now=new_year_in_jakarta)

    assert letter.number == "560/0001/LTSA/I/2027"


def test_a_cancelling_has_a_reason_of_the_list(issued, bu_lestari):
    with pytest.raises(ValidationError, match="alasan"):
        actions.cancel_letter(by=bu_lestari, letter=issued, reason="because", now=NOW)


def test_a_failed_approval_gives_its_number_back(draft, mas_bayu, centre, bu_lestari, monkeypatch):
    monkeypatch.setattr(actions.printing, "final_page", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.approve_letter(by=act(bu_lestari), letter=draft, now=NOW)
    monkeypatch.undo()

    letter = actions.approve_letter(by=act(bu_lestari), letter=draft, now=NOW)

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


def test_the_database_refuses_approval_by_the_drafter(approved, mas_bayu):
    refused = pytest.raises(IntegrityError, match="approved_by_another_than_its_drafter")
    with as_owner(), refused, transaction.atomic():
        Letter.objects.filter(pk=approved.pk).update(approved_by=mas_bayu)


@pytest.mark.parametrize(
    ("rule", "who", "sentence"),
    [
        ("approve_letter", "bu_lestari", ""),
        ("approve_letter", "pak_surya", ""),
        ("approve_letter", "mas_bayu", "tugas kepala layanan"),
        ("approve_letter", "bu_ratna", "tugas kepala layanan"),
        ("approve_letter", "pak_joko", "tugas kepala layanan"),
        ("sign_letter", "bu_lestari", ""),
        ("sign_letter", "pak_surya", "memuat nama Lestari Handayani"),
        ("sign_letter", "mas_bayu", "tugas kepala layanan"),
        ("sign_letter", "pak_joko", "tugas kepala layanan"),
        ("issue_letter", "mas_bayu", ""),
        ("issue_letter", "bu_lestari", ""),
        ("issue_letter", "bu_ratna", "tugas pengantar kerja atau kepala"),
        ("issue_letter", "pak_joko", "tugas pengantar kerja atau kepala"),
        ("cancel_letter", "bu_lestari", ""),
        ("cancel_letter", "pak_surya", ""),
        ("cancel_letter", "mas_bayu", "tugas kepala layanan"),
        ("cancel_letter", "pak_joko", "tugas kepala layanan"),
        ("correct_draft", "mas_bayu", ""),
        ("correct_draft", "bu_lestari", "tugas pengantar kerja"),
        ("discard_draft", "mas_bayu", ""),
        ("discard_draft", "pak_joko", "tugas pengantar kerja"),
    ],
)
def test_rules_of_the_room(rule, who, sentence, request, approved):
    why_not = getattr(permissions, rule).why_not(request.getfixturevalue(who), approved)

    assert (sentence in why_not) if sentence else why_not == ""


def test_who_corrects_a_draft_does_not_approve_it(draft, bu_lestari, centre):
    from satuatap.accounts.models import Assignment, User

    with as_owner():
        Assignment.objects.create(user=bu_lestari, role="placement_officer", office=centre)
    both = User.objects.get(pk=bu_lestari.pk)
    actions.correct_draft(by=act(both), letter=draft, data=SITI, now=NOW)

    with pytest.raises(PermissionDenied, match="ikut menyusun"):
        actions.approve_letter(by=both, letter=draft, now=NOW)


def test_nobody_is_named_as_signer_who_may_not_sign(draft, bu_lestari, mas_bayu):
    with pytest.raises(PermissionDenied, match="tugas kepala layanan"):
        actions.approve_letter(by=act(bu_lestari), letter=draft, signer=mas_bayu, now=NOW)


@pytest.mark.parametrize("who", ["bu_ratna", "pak_joko"])
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
            ("letter_signed", ""),
            ("letter_issued", ""),
            ("letter_cancelled", "wrong_words"),
        ]
    )


def test_nothing_of_her_lies_readable_in_the_database(issued):
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM letters_letter l")
        rows = " ".join(row for (row,) in cursor.fetchall())

    hidden = ("Siti", SITI["nik"], "Siti".encode().hex(), SITI["nik"].encode().hex())
    assert not [word for word in (*hidden, issued.check_code) if word in rows]
