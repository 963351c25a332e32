"""Signing in through an office's own identity provider, over real HTTP."""

import json

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from satuatap.accounts.models import User
from satuatap.environment import WrongEnvironment
from satuatap.sign_on import sign_on_apps
from tests.accounts.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.accounts.test_second_factor import install_app
from tests.accounts.test_sign_in import is_signed_in, try_to_sign_in

pytestmark = pytest.mark.world("administration")

START = "/akun/masuk/lewat/dinas/"


@pytest.fixture
def provider(settings, tmp_path):
    """An identity provider that the installation's file names."""
    provider = IdentityProvider()
    file = tmp_path / "oidc.json"
    file.write_text(json.dumps([a_row(server_url=provider.address)]))
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": sign_on_apps(str(file), demo=True)}
    }
    yield provider
    provider.close()


def a_row(**changed):
    """One provider as the file describes it."""
    row = {
        "provider_id": "dinas",
        "name": "Akun Dinas",
        "client_id": CLIENT,
        "secret": SECRET,
        "server_url": "https://masuk.example.go.id",
    }
    return row | changed


def sign_on(client, provider, target=""):
    """Go there, agree, come back."""
    there = client.get(START + (f"?next={target}" if target else ""))
    back = provider.visit(there.url)
    return client.get(back.removeprefix("http://testserver"))


def test_the_page_offers_the_provider(client, cirebon, provider):
    assert "Masuk lewat Akun Dinas" in client.get("/akun/masuk/").content.decode()


def test_whom_the_provider_knows_by_name_comes_in(client, bu_ratna, provider, recorded):
    answer = sign_on(client, provider, "/akun/sesi/")

    assert answer.url == "/akun/sesi/"
    assert is_signed_in(client)
    assert recorded()[-1]["verb"] == "signed_in"


def test_nothing_of_what_the_provider_tells_is_stored(client, bu_ratna, provider):
    sign_on(client, provider)

    bound = SocialAccount.objects.get()
    assert (bound.user, bound.uid, bound.extra_data) == (bu_ratna, "p-1", {})


def test_she_comes_in_again_by_the_providers_id_even_under_another_name(client, bu_ratna, provider):
    sign_on(client, provider)
    provider.person["preferred_username"] = "ratna.sari"
    again = Client()

    sign_on(again, provider)

    assert again.get("/akun/").context["user"] == bu_ratna


def test_a_name_that_was_given_to_somebody_else_does_not_open_her_account(
    client, bu_ratna, provider
):
    sign_on(client, provider)
    provider.person["sub"] = "p-2"
    stranger = Client()

    answer = sign_on(stranger, provider)

    assert answer.url == "/akun/masuk/lain-orang/"
    assert "tidak cocok" in stranger.get(answer.url).content.decode()
    assert not is_signed_in(stranger)


def test_who_signs_on_at_a_colleagues_open_browser_acts_as_herself(
    client, bu_ratna, bu_tini, provider, recorded
):
    client.force_login(bu_tini)

    sign_on(client, provider)

    assert client.get("/akun/").context["user"] == bu_ratna
    assert recorded()[-1]["person_id"] == bu_ratna.pk


def test_sign_on_makes_no_accounts(client, cirebon, provider):
    provider.person["preferred_username"] = "belum-ada"

    answer = sign_on(client, provider)

    assert "Belum ada akun" in answer.content.decode()
    assert not User.objects.filter(username="belum-ada").exists()


def test_sign_on_does_not_open_a_closed_account(client, bu_ratna, provider):
    sign_on(client, provider)
    User.objects.filter(pk=bu_ratna.pk).update(is_active=False)
    again = Client()

    sign_on(again, provider)

    assert not is_signed_in(again)


def test_sign_on_does_not_skip_the_second_factor(client, bu_ratna, provider):
    try_to_sign_in(client, bu_ratna)
    install_app(client)
    other = Client()

    answer = sign_on(other, provider)

    assert answer.url == "/akun/masuk/kode/"
    assert not is_signed_in(other)


def test_in_production_an_administrator_still_needs_one(client, bu_tini, provider, settings):
    provider.person |= {"preferred_username": "tini"}
    settings.DEMO = False

    sign_on(client, provider)

    assert client.get("/pengaturan/petugas/").url == "/akun/langkah-kedua/"


@pytest.mark.parametrize(
    "failure",
    ["down", "no JSON", "empty configuration", "no token", "wrong issuer", "expired"],
)
def test_a_provider_that_fails_is_answered_with_a_sentence(client, bu_ratna, provider, failure):
    there = client.get(START)
    back = provider.visit(there.url).removeprefix("http://testserver")
    provider.failure = failure

    answer = client.get(back)

    assert answer.status_code in (401, 502)
    assert "belum menjawab dengan benar" in answer.content.decode()
    assert not is_signed_in(client)
    if failure in ("down", "no JSON", "empty configuration"):
        assert client.get(START).status_code == 502


def test_a_provider_that_is_gone_is_answered_with_a_sentence(client, cirebon, provider):
    provider.close()

    assert client.get(START).status_code == 502


def test_she_may_change_her_mind_at_the_provider(client, bu_ratna, provider):
    provider.failure = "cancelled"

    answer = sign_on(client, provider)

    assert "membatalkan" in client.get(answer.url).content.decode()


def test_a_made_up_way_back_leads_nowhere(client, bu_ratna, provider):
    answer = client.get(f"{START}kembali/?code=x&state=y")

    assert answer.status_code == 401
    assert not is_signed_in(client)


def test_nobody_binds_a_strangers_id_to_the_own_account(client, bu_ratna, bu_tini, provider):
    client.force_login(bu_tini)

    there = client.get(f"{START}?process=connect")
    client.get(provider.visit(there.url).removeprefix("http://testserver"))

    assert SocialAccount.objects.get().user == bu_ratna


def test_an_unknown_provider_does_not_exist(client, db):
    assert client.get("/akun/masuk/lewat/lain/").status_code == 404


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be read"),
        ("{", "is not JSON"),
        ("{}", "does not hold a JSON list"),
        (json.dumps([a_row(secret="")]), "“secret” is missing"),
        (json.dumps([a_row(client_id=5)]), "“client_id” is missing"),
        (json.dumps([a_row(provider_id="Dinas/1")]), "Use small letters"),
        (json.dumps([a_row(server_url="http://masuk.example")]), "must begin with https://"),
        (json.dumps([a_row(), a_row()]), "twice"),
    ],
)
def test_a_wrong_file_ends_the_start_with_a_sentence(tmp_path, text, sentence):
    file = tmp_path / "oidc.json"
    if text is not None:
        file.write_text(text)

    with pytest.raises(WrongEnvironment, match=sentence):
        sign_on_apps(str(file), demo=False)
