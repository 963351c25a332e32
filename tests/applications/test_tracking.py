"""She follows her application by code, from any phone; the page says nothing about her."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db.models import F

from satuatap.accounts.models import WrongCode
from satuatap.accounts.wrong_codes import MOST_WRONG
from satuatap.applications import actions
from satuatap.common.codes import in_groups, new_code
from satuatap.letters import actions as letter_actions
from tests.centre import (
    NIK,
    a_scan,
    act,
    all_desks_done,
    an_application,
    browser,
    decide,
    text_of,
)
from tests.conftest import owner_at_work
from tests.letters.conftest import SCAN, SITI

pytestmark = pytest.mark.world("administration")


def follow(code, **extra):
    """The page under this code, as anybody gets it."""
    return browser(**extra).get(f"/lacak/{code}/")


# --- nothing about her --------------------------------------------------------------------------


@pytest.fixture
def nothing_of_her(siti, application):
    """Reads the page under her code and makes sure that it says nothing about her."""

    def read():
        answer = follow(application.code)
        page = text_of(answer)
        assert answer.status_code == 200
        area = [place.name for place in siti.village.path()[:2]]
        hers = ["Siti", "Rahmawati", NIK, NIK[-4:], "1998", str(siti.pk), *area]
        officers = ["Dewi", "Ratna", "Yusuf", "Lestari", "Endang"]
        ids = [str(application.pk), str(siti.office_id), "LTSA Contoh"]
        assert not [word for word in hers + officers + ids + ["rahasia kantor"] if word in page]
        return page

    return read


def test_in_no_state_the_page_says_anything_about_her(
    application, first, dewi, siti, bu_ratna, pak_yusuf, nothing_of_her
):
    assert "Sedang diperiksa. Anda tidak perlu membawa apa-apa" in nothing_of_her()

    decide(bu_ratna, first, "KK", "blurred", "rahasia kantor")
    actions.return_step(by=bu_ratna, step=first, now=first.ready_at)
    page = nothing_of_her()
    assert "Ada surat yang perlu Anda bawa lagi" in page
    assert "Bawa kartu keluarga asli ke meja depan" in page

    a_scan(dewi, siti, "KK")
    assert "Sedang diperiksa" in nothing_of_her()

    all_desks_done(dewi, application, [bu_ratna, pak_yusuf])
    assert "Surat sedang dibuat" in nothing_of_her()


def test_nor_when_the_letter_was_handed_over(
    application, dewi, bu_lestari, bu_ratna, pak_yusuf, bu_endang, now, nothing_of_her
):
    all_desks_done(bu_lestari, application, [bu_ratna, pak_yusuf])
    letter = actions.draft_letter(by=bu_lestari, application=application, data=SITI, now=now)
    assert "Surat sedang dibuat" in nothing_of_her()

    act(bu_endang)
    letter = letter_actions.approve_letter(by=bu_endang, letter=letter, now=now)
    letter = letter_actions.sign_letter(by=bu_endang, letter=letter, scan=SCAN, now=now)
    letter_actions.issue_letter(by=bu_endang, letter=letter, now=now)
    actions.hand_over(by=act(bu_lestari), application=application, now=now)
    page = nothing_of_her()
    assert "Selesai" in page
    assert letter.number not in page


def test_nor_after_she_withdrew(application, dewi, now, nothing_of_her):
    actions.withdraw(by=act(dewi), application=application, now=now)

    assert "Permohonan ini sudah ditarik" in nothing_of_her()


# --- codes --------------------------------------------------------------------------------------


def test_the_code_may_be_typed_as_it_is_read_out(application):
    code = application.code
    soft = code.lower().replace("0", "o").replace("1", "l")

    for typed in (code, in_groups(code), soft, f" {in_groups(soft)} ".replace("-", " ")):
        answer = browser().post("/lacak/", {"code": typed})
        assert answer.url == f"/lacak/{code}/"
        assert follow(typed).status_code == 200


@pytest.fixture
def letter_code(application, dewi, bu_lestari, bu_ratna, pak_yusuf, bu_endang, now):
    """A code of ours that leads elsewhere: that of a letter."""
    all_desks_done(bu_lestari, application, [bu_ratna, pak_yusuf])
    letter = actions.draft_letter(by=bu_lestari, application=application, data=SITI, now=now)
    return letter_actions.approve_letter(by=act(bu_endang), letter=letter, now=now).check_code


def test_every_code_that_leads_nowhere_gets_the_same_answer(application, letter_code):
    codes = {
        "unknown": "ABCDEFGHJKMN",
        "almost hers": application.code[:-1] + ("2" if application.code[-1] != "2" else "3"),
        "of a letter": letter_code,
        "too short": "ABC",
        "too long": application.code + "A",
        "signs": "....-....-....",
        "an id": str(application.pk),
        "a hash": application.code_hash.hex(),
        "with quotes": "'OR'1'='1",
        "of another alphabet": "مريم",
    }

    answers = {name: follow(code) for name, code in codes.items()}

    assert {answer.status_code for answer in answers.values()} == {404}
    pages = {
        text_of(answer).replace(quote(answer.wsgi_request.path, safe=""), "?")
        for answer in answers.values()
    }
    assert len(pages) == 1
    assert "Kode ini tidak kami kenal" in pages.pop()
    assert len({str(sorted(answer.headers)) for answer in answers.values()}) == 1


def test_a_mistyped_code_is_said_to_be_one_before_it_stands_in_an_address(db):
    answer = browser().post("/lacak/", {"code": "ABC"})

    assert answer.status_code == 200
    assert "Kode terdiri dari 12 huruf dan angka" in text_of(answer)
    assert 'value="ABC"' in text_of(answer)


@pytest.mark.parametrize("code", ["", "\x00", "A" * 10_000, "🌾", "\u202eABC"])
def test_bad_words_get_a_sentence(db, code):
    answer = browser().post("/lacak/", {"code": code})

    assert answer.status_code == 200
    assert "govuk-error" in text_of(answer)


def test_the_page_asks_for_the_code(db):
    answer = browser().get("/lacak/")

    assert answer.status_code == 200
    assert "Kode di kertas Anda" in text_of(answer)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_done_by_code(application, method):
    answer = getattr(browser(), method)(f"/lacak/{application.code}/", {})

    assert answer.status_code == 405


def test_staff_of_elsewhere_read_no_more_than_anybody(application, pak_rudi):
    page = text_of(browser(pak_rudi).get(f"/lacak/{application.code}/"))

    assert "Siti" not in page
    assert text_of(follow(application.code)).count("sa-path__step") == page.count("sa-path__step")


# --- guessing -----------------------------------------------------------------------------------


def test_after_thirty_wrong_codes_one_has_to_wait(application):
    guesser = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(MOST_WRONG):
        assert follow(new_code(12), **guesser).status_code == 404

    answer = follow(application.code, **guesser)
    assert answer.status_code == 429
    assert "Tunggu seperempat jam" in text_of(answer)
    assert follow(application.code, REMOTE_ADDR="203.0.113.10").status_code == 200


def test_right_codes_do_not_count(application):
    for _ in range(MOST_WRONG + 5):
        assert follow(application.code).status_code == 200

    assert not WrongCode.objects.exists()


def test_a_quarter_of_an_hour_later_one_may_try_again(application):
    for _ in range(MOST_WRONG):
        follow(new_code(12))
    assert follow(application.code).status_code == 429

    with owner_at_work():
        WrongCode.objects.update(at=F("at") - timedelta(minutes=16))

    assert follow(application.code).status_code == 200
    follow(new_code(12))
    assert WrongCode.objects.count() == 1  # the old ones are forgotten


def test_from_where_one_guessed_is_not_readable(db):
    follow(new_code(12), REMOTE_ADDR="203.0.113.9")

    row = WrongCode.objects.get()
    assert b"203.0.113.9" not in bytes(row.address_hash)
    assert len(row.address_hash) == 32


def test_two_applications_have_two_codes(dewi, application, siti, now):
    actions.withdraw(by=act(dewi), application=application, now=now)
    other = an_application(dewi, siti)

    assert other.code != application.code
    assert "sudah ditarik" in text_of(follow(application.code))
    assert "Sedang diperiksa" in text_of(follow(other.code))
