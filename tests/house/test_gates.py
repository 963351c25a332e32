"""Every address has a gate, and an open page says why it is open."""

import importlib

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from satuatap.accounts.roles import ALL, Permission
from satuatap.common.gates import gate_of

pytestmark = pytest.mark.both_worlds


def addresses(resolver=None, before=""):
    """(address, view) of every pattern of this world."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.callback


def test_every_address_has_a_gate():
    without = [address for address, view in addresses() if gate_of(view) is None]

    assert not without


def test_every_open_page_says_why():
    for address, view in addresses():
        gate = gate_of(view)
        assert gate.permission or len(gate.reason) > 15, address


def test_every_gate_asks_for_a_permission_that_exists():
    asked = {gate_of(view).permission for _address, view in addresses()} - {""}

    assert asked <= {str(permission) for permission in Permission}


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_held_by_a_role(permission):
    assert any(permission in role.permissions for role in ALL), permission


# Permissions whose rooms are not furnished yet; the list may only shrink.
NOT_YET_USED = {
    Permission.COUNSEL, Permission.SUPERVISE, Permission.READ_GRANTED,
}  # fmt: skip


def test_every_permission_is_asked_for_somewhere():
    import pathlib

    code = "".join(
        path.read_text()
        for path in pathlib.Path("satuatap").rglob("*.py")
        if path.name != "roles.py"
    )
    gates = {gate_of(view).permission for _address, view in addresses()}
    unused = {p for p in Permission if f"Permission.{p.name}" not in code and str(p) not in gates}

    assert unused == NOT_YET_USED


def test_only_named_pages_write_while_reading():
    """GET runs read-only except where reading is an event; these are all."""
    events = {address for address, view in addresses() if gate_of(view).reading_is_an_event}

    assert events <= EVENTS, events - EVENTS


EVENTS = {
    "foto/<uuid:scan_id>/",  # opening a scan is on record
    "pemeriksaan/<uuid:review_id>/foto/",  # opening an appealed paper is on record
    "lembaga/<uuid:step_id>/surat/",  # opening an institution's paper is on record
    "lacak/<str:code>/", "janji/kode/<str:code>/",  # a wrong code is counted
    "cek/", "cek/<str:code>/",  # a wrong code is counted
    "akun/langkah-kedua/kode-cadangan/",  # seeing the recovery codes is on record
    "akun/masuk/lewat/<slug:provider_id>/kembali/",  # the provider sends her back by GET
    "sistem-luar/<slug:system>/<uuid:step_id>/",  # a sheet shows her NIK whole
    "surat/<uuid:letter_id>/surat.pdf", "surat/<uuid:letter_id>/bertanda-tangan/",
}  # fmt: skip


def test_every_view_module_is_reached():
    """A room of this world with views has addresses."""
    import pathlib

    from django.conf import settings

    for path in pathlib.Path("satuatap").glob("*/urls.py"):
        if path.parent.name in settings.ROOMS:
            assert importlib.import_module(f"satuatap.{path.parent.name}.urls").urlpatterns
