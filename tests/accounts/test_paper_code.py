"""The code on paper: how an administrator makes it, and how somebody comes in with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from satuatap.accounts import limits
from satuatap.accounts.actions import people as actions
from satuatap.accounts.models import PaperCode, User
from satuatap.accounts.paper_codes import find_paper_code
from satuatap.common import acting
from tests.accounts.test_second_factor import install_app
from tests.accounts.test_sign_in import is_signed_in, try_to_sign_in

pytestmark = pytest.mark.world("administration")

PAGE = "/akun/kode-kertas/"
FRESH = "tujuh kucing di genting"


def a_code(by, person, lost_phone=False, now=None):
    """What an administrator hands over."""
    acting.enter(by.actor)
    return actions.make_paper_code(
        by=by, person=person, lost_phone=lost_phone, now=now or timezone.now()
    )


def use(client, person, code, password=FRESH, **extra):
    """Fill in the page."""
    fields = {"username": person.username, "code": code, "password": password}
    return client.post(PAGE, fields, **extra)


def test_the_administrator_prints_a_code_and_the_person_comes_in_with_it(
    client, signed_in, bu_tini, bu_ratna, recorded
):
    office = signed_in(bu_tini)
    sheet = office.post(f"/pengaturan/petugas/{bu_ratna.pk}/kode-kertas/")
    code = sheet.context["code"]
    assert code in sheet.content.decode()

    answer = use(client, bu_ratna, code)
    assert answer.url == "/akun/masuk/"
    assert "Kata sandi baru tersimpan" in client.get(answer.url).content.decode()
    try_to_sign_in(client, bu_ratna, FRESH)

    assert is_signed_in(client)
    verbs = [entry["verb"] for entry in recorded()]
    assert verbs[:2] == ["paper_code_made", "paper_code_used"]


def test_the_code_may_be_typed_small_and_without_the_dash(client, bu_tini, bu_ratna):
    code = a_code(bu_tini, bu_ratna).lower().replace("-", " ")

    assert use(client, bu_ratna, code).status_code == 302


def test_the_code_does_not_lie_readable_in_the_database(bu_tini, bu_ratna):
    code = a_code(bu_tini, bu_ratna)

    stored = bytes(PaperCode.objects.get().code_hash)

    assert code.encode() not in stored
    assert len(stored) == 32


@pytest.mark.parametrize("case", ["used", "replaced", "too late", "of somebody else", "closed"])
def test_a_code_that_no_longer_holds_is_answered_with_one_sentence(client, bu_tini, bu_ratna, case):
    code, person = a_code(bu_tini, bu_ratna), bu_ratna
    if case == "used":
        use(client, bu_ratna, code)
    elif case == "replaced":
        a_code(bu_tini, bu_ratna)
    elif case == "too late":
        code = a_code(bu_tini, bu_ratna, now=timezone.now() - timedelta(days=7, seconds=1))
    elif case == "of somebody else":
        person = bu_tini
    else:
        actions.close_account(by=bu_tini, person=bu_ratna, now=timezone.now())

    answer = use(client, person, code)

    assert answer.status_code == 200
    assert "belum cocok, atau kodenya sudah dipakai" in answer.content.decode()


def test_a_weak_password_does_not_use_up_the_code(client, bu_tini, bu_ratna):
    code = a_code(bu_tini, bu_ratna)

    answer = use(client, bu_ratna, code, "pendek")
    assert "password" in answer.context["form"].errors

    assert use(client, bu_ratna, code).status_code == 302


def test_guessing_codes_is_limited_like_guessing_passwords(client, bu_tini, bu_ratna):
    code = a_code(bu_tini, bu_ratna)
    for _ in range(limits.PER_ADDRESS):
        use(client, bu_ratna, "AAAAA-AAAAA")

    answer = use(client, bu_ratna, code)

    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert find_paper_code(bu_ratna.username, code, timezone.now())


@pytest.mark.parametrize(
    ("username", "code"),
    [("", ""), ("\0", "\0"), ("x" * 10000, "K" * 10000), ("😀", "😀"), ("tidak-ada", "K7MPX4TQ9A")],
)
def test_whatever_is_typed_is_answered_with_a_sentence(client, cirebon, username, code):
    answer = client.post(PAGE, {"username": username, "code": code, "password": FRESH})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_every_session_ends_when_the_code_is_used(client, bu_tini, bu_ratna):
    other = Client()
    try_to_sign_in(other, bu_ratna)
    code = a_code(bu_tini, bu_ratna)

    use(client, bu_ratna, code)

    assert not is_signed_in(other)


@pytest.mark.parametrize("lost_phone", [False, True])
def test_only_a_code_for_a_lost_phone_removes_the_second_factor(
    client, bu_tini, bu_ratna, lost_phone, recorded
):
    try_to_sign_in(client, bu_ratna)
    install_app(client)
    code = a_code(bu_tini, bu_ratna, lost_phone)

    use(Client(), bu_ratna, code)

    assert User.objects.get(pk=bu_ratna.pk).has_second_factor is not lost_phone
    verbs = [(entry["verb"], entry["reason"]) for entry in recorded()]
    assert (("second_factor_removed", "phone_lost") in verbs) is lost_phone


def test_nobody_makes_a_code_for_her_own_account(signed_in, bu_tini):
    answer = signed_in(bu_tini).post(f"/pengaturan/petugas/{bu_tini.pk}/kode-kertas/")

    assert answer.status_code == 403
    assert "administrator lain" in answer.content.decode()
