"""Headers that hold for every kind of answer."""

import pytest
from django.test import Client

from satuatap.common.headers import FEATURES, POLICY
from tests.centre import browser

pytestmark = pytest.mark.world("administration")


def holds(answer, policy=POLICY):
    """Assert the headers of every answer."""
    assert answer["Content-Security-Policy"] == policy
    assert answer["Permissions-Policy"] == FEATURES
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


ANSWERS = {
    "page": ("get", "/", 200),
    "page for staff": ("get", "/orang/", 302),
    "form": ("get", "/akun/masuk/", 200),
    "redirect": ("get", "/akun", 301),
    "unknown address": ("get", "/tidak/ada/", 404),
    "unknown code": ("get", "/lacak/ABCDEFGHJKMN/", 404),
    "wrong method": ("post", "/kantor/", 405),
    "plain text": ("get", "/hidup/", 200),
    "another language": ("get", "/bahasa/en/?kembali=/", 302),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_has_them(db, kind):
    method, address, status = ANSWERS[kind]

    answer = getattr(browser(), method)(address)

    assert answer.status_code == status
    holds(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_page_of_staff_is_kept_nowhere(db, person):
    answer = browser(person("dewi")).get("/orang/")

    holds(answer)
    assert answer["Cache-Control"] == "no-store"


def test_so_has_what_was_refused(db, person):
    answer = browser(person("dewi")).post("/orang/00000000-0000-4000-8000-000000000000/")
    holds(answer)

    answer = Client(enforce_csrf_checks=True).post("/lacak/", {"code": "x"})
    assert answer.status_code == 403
    holds(answer)


def test_so_has_a_body_that_is_too_large(db):
    answer = browser().generic("POST", "/lacak/", b"x", CONTENT_LENGTH=str(10**9))

    assert answer.status_code == 413
    holds(answer)


@pytest.mark.parametrize("address", ["/tulis/", "/tanpa-gerbang/"])
def test_so_has_a_breakdown(committing, settings, address):
    settings.ROOT_URLCONF = "tests.common.writing_views"

    answer = browser().get(address)

    assert answer.status_code == 500
    holds(answer)


def test_so_has_a_request_for_a_house_that_is_not_ours(db):
    answer = browser().get("/", HTTP_HOST="penipu.example")

    assert answer.status_code == 400
    holds(answer)


def test_so_has_a_file_of_our_own(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "tanda.svg").write_text("<svg/>")

    answer = browser().get("/static/tanda.svg")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"<svg/>"
    holds(answer)
    assert "no-store" not in answer["Cache-Control"]


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))

    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY


def test_the_language_of_a_page_is_said(db):
    visitor = browser()
    assert visitor.get("/", HTTP_ACCEPT_LANGUAGE="en")["Content-Language"] == "id"

    visitor.get("/bahasa/en/")
    assert visitor.get("/")["Content-Language"] == "en"
    visitor.get("/bahasa/xx/")
    assert visitor.get("/")["Content-Language"] == "en"


@pytest.mark.parametrize("target", ["https://penipu.example/", "//penipu.example", "javascript:1"])
def test_a_change_of_language_leads_nowhere_else(db, target):
    assert browser().get("/bahasa/en/", {"kembali": target}).url == "/"
