"""The second factor: setting up, entering, spare codes, limits, and who may not go without."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client

from satuatap.accounts import limits
from satuatap.accounts.models import User
from satuatap.accounts.session_store import SessionStore
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import is_signed_in, try_to_sign_in

pytestmark = pytest.mark.world("administration")

ACTIVATE = "/akun/langkah-kedua/pasang/"
ENTER = "/akun/masuk/kode/"


def code_of(secret, later=0):
    """What the app shows, `later` half-minutes from now."""
    counter = int(time.time()) // 30 + later
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def a_wrong_code(secret):
    """Six figures that the app shows neither now nor around now."""
    near = {code_of(secret, later) for later in range(-2, 3)}
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in near)


def confirm(client, target):
    """Type the password once more, on the way to `target`."""
    return client.post(f"/akun/konfirmasi/?next={target}", {"password": PASSWORD})


def install_app(client):
    """Set up the app in a signed-in browser; returns the secret."""
    confirm(client, ACTIVATE)
    secret = client.get(ACTIVATE).context["form"].secret
    answer = client.post(ACTIVATE, {"code": code_of(secret, -1)})
    assert answer.url == "/akun/langkah-kedua/kode-cadangan/"
    return secret


@pytest.fixture
def with_app(client, bu_ratna):
    """Bu Ratna has set up the app; returns her secret."""
    try_to_sign_in(client, bu_ratna)
    secret = install_app(client)
    client.post("/akun/keluar/")
    return secret


def test_setting_up_shows_the_secret_as_picture_and_in_groups(client, bu_ratna):
    client.force_login(bu_ratna)
    assert client.get(ACTIVATE).url.startswith("/akun/konfirmasi/")
    confirm(client, ACTIVATE)

    page = client.get(ACTIVATE)

    text = page.content.decode()
    assert "data:image/svg+xml" in text
    assert "style=" not in text
    assert " ".join(page.context["secret_groups"]) in text


def test_setting_up_asks_for_the_first_code(client, bu_ratna, recorded):
    client.force_login(bu_ratna)
    confirm(client, ACTIVATE)
    secret = client.get(ACTIVATE).context["form"].secret

    answer = client.post(ACTIVATE, {"code": a_wrong_code(secret)})
    assert "belum cocok" in answer.content.decode()
    assert not Authenticator.objects.exists()

    client.post(ACTIVATE, {"code": code_of(secret)})
    assert User.objects.get(pk=bu_ratna.pk).has_second_factor
    assert recorded()[-1]["verb"] == "second_factor_activated"


def test_with_an_app_the_password_alone_does_not_sign_in(client, bu_ratna, with_app):
    answer = try_to_sign_in(client, bu_ratna)

    assert answer.url == ENTER
    assert not is_signed_in(client)
    assert "Langkah kedua" in client.get(ENTER).content.decode()


def test_the_code_of_the_app_signs_in(client, bu_ratna, with_app):
    try_to_sign_in(client, bu_ratna)

    answer = client.post(ENTER, {"code": code_of(with_app)})

    assert answer.url == "/"
    assert is_signed_in(client)


def test_a_code_works_once_even_in_another_process(client, bu_ratna, with_app, settings):
    code = code_of(with_app)
    try_to_sign_in(client, bu_ratna)
    client.post(ENTER, {"code": code})
    totp.cache.clear()  # another process has its own memory

    onlooker = Client(REMOTE_ADDR="10.9.9.9")
    try_to_sign_in(onlooker, bu_ratna)
    answer = onlooker.post(ENTER, {"code": code})

    assert "sudah dipakai" in answer.content.decode()
    assert not is_signed_in(onlooker)


def test_ten_wrong_codes_are_limited_recorded_and_told(client, bu_ratna, with_app, recorded):
    try_to_sign_in(client, bu_ratna)
    for _ in range(10):
        answer = client.post(ENTER, {"code": a_wrong_code(with_app)})
    assert "Terlalu banyak percobaan" in answer.content.decode()

    right = client.post(ENTER, {"code": code_of(with_app)})
    assert "Terlalu banyak percobaan" in right.content.decode()
    assert not is_signed_in(client)

    refusals = [entry for entry in recorded() if entry["verb"] == "sign_in_refused"]
    assert [entry["reason"] for entry in refusals] == ["second_factor"]

    elsewhere = Client(REMOTE_ADDR="10.5.5.5")
    try_to_sign_in(elsewhere, bu_ratna)
    answer = elsewhere.post(ENTER, {"code": code_of(with_app)})
    page = elsewhere.get(answer.url).content.decode()
    assert f"{limits.PER_ADDRESS} percobaan masuk yang gagal" in page
    assert "percobaan berikutnya ditolak" in page


@pytest.mark.parametrize("code", ["", "abc", "\0", "12345678901234567890123", "😀", "٤٥٦٧٨٩"])
def test_whatever_is_typed_as_code_is_answered_with_a_sentence(client, bu_ratna, with_app, code):
    try_to_sign_in(client, bu_ratna)

    answer = client.post(ENTER, {"code": code})

    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_a_spare_code_signs_in_once(client, bu_ratna, with_app):
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    try_to_sign_in(client, bu_ratna)
    client.post(ENTER, {"code": spare})
    assert is_signed_in(client)

    other = Client()
    try_to_sign_in(other, bu_ratna)
    other.post(ENTER, {"code": spare})

    assert not is_signed_in(other)
    assert "9" in client.get("/akun/langkah-kedua/").content.decode()


def test_spare_codes_are_shown_after_the_password_and_replaced_on_demand(
    client, bu_ratna, with_app
):
    try_to_sign_in(client, bu_ratna)
    client.post(ENTER, {"code": code_of(with_app)})
    spare_page = "/akun/langkah-kedua/kode-cadangan/"
    confirm(client, spare_page)
    before = client.get(spare_page).context["unused_codes"]

    client.post(f"{spare_page}baru/")

    after = client.get(spare_page).context["unused_codes"]
    assert len(before) == len(after) == 10
    assert not set(before) & set(after)


def test_secrets_do_not_lie_readable_in_the_database(client, bu_ratna, with_app):
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert with_app not in rows
    assert not any(code in rows for code in spare)


def test_the_secret_does_not_lie_readable_while_it_is_being_set_up(client, bu_ratna):
    client.force_login(bu_ratna)
    confirm(client, ACTIVATE)
    secret = client.get(ACTIVATE).context["form"].secret

    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM accounts_session")
        rows = [row[0] for row in cursor.fetchall()]
    assert rows
    assert not any(secret in row or secret.encode() in bytes.fromhex(row) for row in rows)
    assert SessionStore(client.session.session_key)["mfa.totp.secret"] == secret


def test_in_production_an_administrator_works_only_with_a_second_factor(client, bu_tini, settings):
    settings.DEMO = False
    try_to_sign_in(client, bu_tini)

    answer = client.get("/pengaturan/petugas/")
    assert answer.url == "/akun/langkah-kedua/"
    assert "Pasang langkah kedua dulu" in client.get(answer.url).content.decode()

    install_app(client)
    assert client.get("/pengaturan/petugas/").status_code == 200


def test_in_production_a_verifier_works_without_a_second_factor(client, bu_ratna, settings):
    settings.DEMO = False

    try_to_sign_in(client, bu_ratna)

    assert is_signed_in(client)


@pytest.mark.parametrize(("demo", "is_removed"), [(True, True), (False, False)])
def test_who_needs_the_app_cannot_remove_it(client, bu_tini, settings, demo, is_removed, recorded):
    try_to_sign_in(client, bu_tini)
    install_app(client)
    settings.DEMO = demo
    page = "/akun/langkah-kedua/lepas/"
    confirm(client, page)

    client.post(page)

    assert User.objects.get(pk=bu_tini.pk).has_second_factor is not is_removed
    assert ("second_factor_removed" in [row["verb"] for row in recorded()]) is is_removed
