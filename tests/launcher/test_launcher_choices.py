"""A wrong environment is answered with a sentence before anything is touched."""

import socket
from pathlib import Path

import pytest

from launcher.choices import check_ports, read_choices
from launcher.refusal import Refusal

THREE = {
    "SATUATAP_PROTECTION_DATABASE_URL": "postgresql://service@db/satuatap",
    "SATUATAP_PROTECTION_OWNER_DATABASE_URL": "postgresql://owner@db/satuatap",
    "SATUATAP_PROTECTION_SEALER_DATABASE_URL": "postgresql://sealer@db/satuatap",
}


def test_without_any_setting_it_is_a_demo_on_this_machine():
    choices = read_choices({})

    assert choices.mode == "demo"
    assert choices.home.name == "var"
    assert choices.address("administration") == "http://127.0.0.1:8000"
    assert choices.address("protection") == "http://127.0.0.1:8001"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SATUATAP_PORT": "http"}, "SATUATAP_PORT is 'http': write a number"),
        ({"SATUATAP_PORT": "70000"}, "between 1 and 65535"),
        ({"SATUATAP_PORT": "8001"}, "are the same"),
        ({"SATUATAP_MODE": "debug"}, "write demo or production"),
        ({"SATUATAP_HOST": "192.168.1.20"}, "Without TLS Satu Atap answers only on 127.0.0.1"),
        ({"SATUATAP_TLS_KEY": "/no/such"}, "is set alone"),
        (
            {"SATUATAP_TLS_CERTIFICATE": "/no/such", "SATUATAP_TLS_KEY": "/no/such"},
            "cannot be read",
        ),
        (
            {"SATUATAP_PROTECTION_DATABASE_URL": "postgresql://x@y/z"},
            "SATUATAP_PROTECTION_OWNER_DATABASE_URL and SATUATAP_PROTECTION_SEALER_DATABASE_URL",
        ),
        (THREE | {"SATUATAP_PROTECTION_DATABASE_URL": "mysql://x"}, "must begin with postgresql"),
    ],
)
def test_a_wrong_setting_is_named(settings, sentence):
    with pytest.raises(Refusal, match=sentence):
        read_choices(settings)


def test_an_outside_postgresql_serves_the_world_that_names_it():
    choices = read_choices(THREE)

    assert set(choices.outside) == {"protection"}
    assert choices.outside["protection"]["sealer"] == "postgresql://sealer@db/satuatap"


def test_another_address_is_served_with_a_certificate(tmp_path):
    files = {name: tmp_path / name for name in ("certificate", "key")}
    for path in files.values():
        path.write_text("")

    choices = read_choices(
        {
            "SATUATAP_HOST": "192.168.1.20",
            "SATUATAP_TLS_CERTIFICATE": str(files["certificate"]),
            "SATUATAP_TLS_KEY": str(files["key"]),
        }
    )

    assert choices.address("protection") == "https://192.168.1.20:8001"


@pytest.fixture
def taken_port():
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield str(other.getsockname()[1])


def test_a_taken_port_is_named_with_the_setting_that_changes_it(taken_port):
    choices = read_choices({"SATUATAP_PROTECTION_PORT": taken_port, "SATUATAP_PORT": "65010"})

    with pytest.raises(Refusal, match=f"Port {taken_port} .* in SATUATAP_PROTECTION_PORT"):
        check_ports(choices)


def test_a_host_that_this_machine_does_not_have_is_named(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    tls = {"SATUATAP_TLS_CERTIFICATE": str(file), "SATUATAP_TLS_KEY": str(file)}

    with pytest.raises(Refusal, match="no such address"):
        check_ports(read_choices({"SATUATAP_HOST": "no.such.host.invalid", **tls}))


def test_the_home_is_an_absolute_path(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert read_choices({"SATUATAP_HOME": "state"}).home == Path(tmp_path / "state").resolve()
