"""Accounts in protection: its own roles, and a sign-in page that tells nothing."""

import pytest

from satuatap.accounts import permissions
from tests.accounts.conftest import a_person

pytestmark = pytest.mark.world("protection")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("counsellor", True),
        ("supervisor", True),
        ("partner", True),
        ("data_protection", True),
        ("administrator", True),
        ("front_desk", False),
        ("national", False),
    ],
)
def test_which_roles_an_administrator_gives(bu_tini, cirebon, role, may):
    siti = a_person("siti", cirebon, password=None)

    assert permissions.give_role.allows(bu_tini, siti, role, cirebon) is may


@pytest.mark.parametrize(
    ("username", "role"), [("wulan", "administrator"), ("indah", "administrator")]
)
def test_who_reads_cases_does_not_give_roles(bu_tini, cirebon, person, username, role):
    assert "berkas orang" in permissions.give_role.why_not(bu_tini, person(username), role, cirebon)


def test_the_sign_in_page_names_neither_office_nor_purpose(client, cirebon):
    page = client.get("/akun/masuk/").content.decode()

    assert cirebon.name not in page
    assert "<title>Pusat Informasi</title>" in page
    assert "Satu Atap" not in page
    assert "Sistem kerja petugas." in page


@pytest.mark.parametrize("username", ["wulan", "indah", "maria", "made", "tini"])
def test_in_production_everyone_needs_a_second_factor(client, person, settings, username):
    settings.DEMO = False
    client.force_login(person(username))

    assert client.get("/akun/").url == "/akun/langkah-kedua/"
