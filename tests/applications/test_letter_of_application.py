"""The letter at the end: drafted when every desk is done, in her hand when it is issued."""

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.applications import actions, permissions
from satuatap.applications.workflow import ApplicationStatus
from satuatap.letters import actions as letter_actions
from satuatap.letters.models import Letter
from satuatap.letters.workflow import LetterStatus
from tests.centre import NIK, act, all_desks_done, browser, finish, text_of
from tests.letters.conftest import SCAN, SITI

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def done(application, bu_lestari, bu_ratna, pak_yusuf):
    """Hers, when every desk has finished."""
    return all_desks_done(bu_lestari, application, [bu_ratna, pak_yusuf])


@pytest.fixture
def drafted(done, bu_lestari, now):
    """With the draft of its letter."""
    actions.draft_letter(by=act(bu_lestari), application=done, data=SITI, now=now)
    done.refresh_from_db()
    return done


def issue(application, head, now, upto="issued"):
    """The head approves, signs and issues the letter, up to this state."""
    act(head)
    letter = letter_actions.approve_letter(by=head, letter=application.letter, now=now)
    if upto in ("signed", "issued"):
        letter = letter_actions.sign_letter(by=head, letter=letter, scan=SCAN, now=now)
    if upto == "issued":
        letter = letter_actions.issue_letter(by=head, letter=letter, now=now)
    return letter


# --- drafting -----------------------------------------------------------------------------------


def test_no_letter_is_drafted_before_every_desk_is_done(application, bu_lestari, bu_ratna, now):
    for _ in range(2):
        with pytest.raises(PermissionDenied, match="setelah semua loket selesai"):
            actions.draft_letter(by=act(bu_lestari), application=application, data=SITI, now=now)
        if application.steps.get(position=0).status == "ready":
            finish(bu_ratna, application.steps.get(position=0))

    act(bu_lestari)
    assert not Letter.objects.exists()
    page = text_of(browser(bu_lestari).get(application.get_absolute_url()))
    assert "Surat disusun setelah semua loket selesai" in page
    assert "Susun surat" not in page


def test_the_draft_begins_with_what_is_on_file(done, bu_lestari):
    page = text_of(browser(bu_lestari).get(f"{done.get_absolute_url()}surat/"))

    assert "Siti Rahmawati" in page
    assert NIK in page


def test_the_draft_stands_on_the_application(drafted, bu_lestari):
    assert drafted.letter.status == LetterStatus.DRAFT
    assert drafted.letter.reference_id == drafted.pk
    assert drafted.letter.office == drafted.office
    page = text_of(browser(bu_lestari).get(drafted.get_absolute_url()))
    assert drafted.letter.get_absolute_url() in page


def test_it_is_drafted_once(drafted, bu_lestari, now):
    with pytest.raises(PermissionDenied, match="Surat sudah disusun"):
        actions.draft_letter(by=act(bu_lestari), application=drafted, data=SITI, now=now)


def test_a_draft_that_was_put_away_makes_room_for_another(drafted, bu_lestari, now):
    letter_actions.discard_draft(by=act(bu_lestari), letter=drafted.letter, now=now)
    drafted.refresh_from_db()

    again = actions.draft_letter(by=bu_lestari, application=drafted, data=SITI, now=now)

    drafted.refresh_from_db()
    assert drafted.letter == again
    assert Letter.objects.count() == 2


def test_a_letter_that_was_cancelled_makes_room_for_another(drafted, bu_lestari, bu_endang, now):
    letter = issue(drafted, bu_endang, now)
    letter_actions.cancel_letter(by=bu_endang, letter=letter, reason="wrong_words", now=now)
    act(bu_lestari)
    drafted.refresh_from_db()

    assert permissions.hand_over.why_not(bu_lestari, drafted) == "Surat belum diterbitkan."
    again = actions.draft_letter(by=bu_lestari, application=drafted, data=SITI, now=now)
    assert again.status == LetterStatus.DRAFT


WHO_DRAFTS = {"lestari": True, "dewi": False, "endang": False, "ratna": False, "rudi": False}


@pytest.mark.parametrize(("username", "may"), WHO_DRAFTS.items())
def test_the_placement_officer_drafts(done, person, username, may):
    officer = person(username)

    assert permissions.draft_letter.allows(officer, done) is may
    answer = browser(officer).get(f"{done.get_absolute_url()}surat/")
    assert answer.status_code == (200 if may else 404)


# --- handing over -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "approved", "signed"])
def test_nothing_is_handed_over_that_is_not_issued(drafted, bu_lestari, bu_endang, now, state):
    if state != "draft":
        issue(drafted, bu_endang, now, upto=state)

    with pytest.raises(PermissionDenied, match="Surat belum diterbitkan"):
        actions.hand_over(by=act(bu_lestari), application=drafted, now=now)

    answer = browser(bu_lestari).post(f"{drafted.get_absolute_url()}serahkan/")
    assert answer.status_code == 403
    assert "Surat belum diterbitkan" in text_of(answer)


def test_the_file_ends_when_the_letter_is_in_her_hand(drafted, bu_lestari, bu_endang, now):
    issue(drafted, bu_endang, now)
    visitor = browser(bu_lestari)

    assert "Surat diserahkan kepadanya" in text_of(visitor.get(drafted.get_absolute_url()))
    answer = visitor.post(f"{drafted.get_absolute_url()}serahkan/", follow=True)

    assert "Permohonan ini selesai" in text_of(answer)
    drafted.refresh_from_db()
    assert drafted.status == ApplicationStatus.FINISHED
    assert drafted.finished_at
    again = visitor.post(f"{drafted.get_absolute_url()}serahkan/")
    assert again.status_code == 403


def test_there_is_nothing_to_hand_over_before_the_letter(application, bu_lestari, now):
    with pytest.raises(PermissionDenied, match="belum sampai ke surat"):
        actions.hand_over(by=act(bu_lestari), application=application, now=now)


def test_the_front_desk_reads_that_another_hands_it_over(drafted, dewi, bu_endang, now):
    issue(drafted, bu_endang, now)

    answer = browser(dewi).post(f"{drafted.get_absolute_url()}serahkan/")

    assert answer.status_code == 403
    assert "diserahkan oleh pengantar kerja" in text_of(answer)


def test_the_front_desk_sees_that_there_is_a_letter_and_not_which(drafted, dewi):
    page = text_of(browser(dewi).get(drafted.get_absolute_url()))

    assert "Suratnya ada pada pengantar kerja" in page
    assert str(drafted.letter_id) not in page


def test_she_may_withdraw_while_her_letter_is_made(drafted, dewi, now):
    actions.withdraw(by=act(dewi), application=drafted, now=now)

    drafted.refresh_from_db()
    assert drafted.status == ApplicationStatus.WITHDRAWN
