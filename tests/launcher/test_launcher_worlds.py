"""What a child process is told, and above all what it is not told."""

import json

import pytest

from launcher.choices import read_choices
from launcher.worlds import all_worlds, environment

ROLES = {
    "service": "SATUATAP_DATABASE_URL",
    "owner": "SATUATAP_OWNER_DATABASE_URL",
    "sealer": "SATUATAP_SEALER_DATABASE_URL",
}


@pytest.fixture
def worlds(tmp_path):
    """Both worlds, with secrets that tell whose they are."""
    worlds = all_worlds(read_choices({"SATUATAP_HOME": str(tmp_path)}))
    for world in worlds:
        world.prepare()
        names = ("postgres", "satuatap_owner", "satuatap_service", "satuatap_sealer")
        passwords = {name: f"{world.name}-{name}-password" for name in names}
        world.cluster.secrets_file.write_text(json.dumps(passwords))
    return worlds


@pytest.mark.parametrize("role", ROLES)
def test_a_child_gets_the_address_of_its_own_role_only(worlds, role):
    for world in worlds:
        told = environment(world, role)

        assert [name for name in told if name.endswith("DATABASE_URL")] == [ROLES[role]]
        assert f"{world.name}-satuatap_{role}-password" in told[ROLES[role]]
        assert (told["SATUATAP_WORLD"], told["SATUATAP_ROLE"]) == (world.name, role)


@pytest.mark.parametrize("role", ROLES)
def test_neither_world_hears_of_the_secrets_of_the_other(worlds, role):
    administration, protection = worlds
    hears = {world.name: " ".join(environment(world, role).values()) for world in worlds}

    assert str(protection.folder) not in hears["administration"]
    assert "protection-satuatap" not in hears["administration"]
    assert str(administration.folder) not in hears["protection"]
    assert "administration-satuatap" not in hears["protection"]


def test_administration_knows_the_door_of_protection_and_protection_knows_no_door(worlds):
    administration, protection = worlds

    told = environment(administration, "service")
    assert told["SATUATAP_PROTECTION_URL"] == "http://127.0.0.1:8001/"
    assert "SATUATAP_PROTECTION_URL" not in environment(protection, "service")


def test_the_door_may_have_a_public_name(worlds, monkeypatch):
    monkeypatch.setenv("SATUATAP_PROTECTION_URL", "https://ruang.example.go.id/")

    told = environment(worlds[0], "service")

    assert told["SATUATAP_PROTECTION_URL"] == "https://ruang.example.go.id/"


def test_a_setting_that_names_a_world_reaches_that_world_alone(worlds, monkeypatch):
    monkeypatch.setenv("SATUATAP_PROTECTION_PUBLIC_URL", "https://ruang.example.go.id")
    monkeypatch.setenv("SATUATAP_IDLE_MINUTES", "20")
    administration, protection = (environment(world, "service") for world in worlds)

    assert protection["SATUATAP_PUBLIC_URL"] == "https://ruang.example.go.id"
    assert "https://ruang.example.go.id" not in administration.values()
    assert administration["SATUATAP_IDLE_MINUTES"] == protection["SATUATAP_IDLE_MINUTES"] == "20"


def test_protection_never_sends_from_administrations_address(worlds, monkeypatch):
    monkeypatch.setenv("SATUATAP_SMTP_FROM", "layanan@ltsa.example.go.id")
    administration, protection = (environment(world, "service") for world in worlds)
    assert administration["SATUATAP_SMTP_FROM"] == "layanan@ltsa.example.go.id"
    assert "SATUATAP_SMTP_FROM" not in protection

    monkeypatch.setenv("SATUATAP_PROTECTION_SMTP_FROM", "kabar@example.id")
    administration, protection = (environment(world, "service") for world in worlds)

    assert protection["SATUATAP_SMTP_FROM"] == "kabar@example.id"
    assert "kabar@example.id" not in administration.values()


@pytest.mark.parametrize(
    "name",
    [
        "SATUATAP_DATABASE_URL",
        "SATUATAP_OWNER_DATABASE_URL",
        "SATUATAP_PROTECTION_OWNER_DATABASE_URL",
        "SATUATAP_ADMINISTRATION_SEALER_DATABASE_URL",
        "PGPASSWORD",
        "PGSERVICE",
        "SATUATAP_AUDIT_ANCHOR",
    ],
)
def test_secrets_of_our_own_environment_are_not_handed_on(worlds, monkeypatch, name):
    monkeypatch.setenv(name, "of-somebody-else")

    for world in worlds:
        assert "of-somebody-else" not in environment(world, "service").values()


def test_the_folders_of_a_world_are_private_and_its_key_stays_the_same(worlds):
    world = worlds[0]
    before = world.secret_key_file.read_text()

    world.prepare()

    assert world.secret_key_file.read_text() == before
    assert len(before) > 50
    assert world.secret_key_file.stat().st_mode & 0o777 == 0o600
    for folder in (world.folder / "keys", world.folder / "files", world.folder / "log"):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert before != worlds[1].secret_key_file.read_text()
