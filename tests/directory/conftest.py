"""Agencies as officers enter them: Lestari writes, Endang compares, others read."""

import datetime

import pytest

from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.directory import actions

NOW = datetime.datetime(2026, 11, 24, 3, 5, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 24)
AGENCY = {
    "name": "PT Bahari Karya Utama", "licence": "SIP3MI 231/2024",
    "licence_from": datetime.date(2024, 3, 1), "licence_until": datetime.date(2029, 2, 28),
    "status": "active", "sanction": "", "address": "Jl. Contoh 5, Bekasi", "phone": "021-5550101",
    "branches": "", "source": "daftar P3MI aktif, laman kementerian", "seen_on": TODAY,
}  # fmt: skip
ORDER = {
    "number": "JO-TW-118", "permit": "SIP2MI 77/2026", "permit_until": datetime.date(2027, 6, 30),
    "destination": "TW", "occupation": "Perawat lansia", "scheme": "P2P", "places": 20,
    "women": 15, "men": 5, "attache_number": "KDEI 0912/2026",
    "attache_on": datetime.date(2026, 9, 1), "wage": "NT$ 20.000 sebulan", "cost": "0",
    "valid_until": datetime.date(2027, 3, 31), "status": "open", "source": "surat job order",
    "seen_on": TODAY,
}  # fmt: skip


def an_agency(by, now=NOW, **changes):
    """An agency on the list of this officer's office."""
    with acting.acting_as(by.actor):
        return actions.enter_agency(
            by=by, office=by.home_office, once=new_id(), now=now, **(AGENCY | changes)
        )


def an_order(by, agency, now=NOW, **changes):
    """A job order of this agency."""
    with acting.acting_as(by.actor):
        return actions.enter_job_order(
            by=by, agency=agency, once=new_id(), now=now, **(ORDER | changes)
        )


def compared(by, entry, now=NOW):
    """The entry after this officer has compared it with its source."""
    verb = {"agency": "check_agency", "joborder": "check_job_order"}[entry._meta.model_name]
    name = {"check_agency": "agency", "check_job_order": "job_order"}[verb]
    with acting.acting_as(by.actor):
        return getattr(actions, verb)(by=by, now=now, revision=entry.revision, **{name: entry})


@pytest.fixture
def lestari(db, person):
    """The placement officer, who keeps the list."""
    return person("lestari")


@pytest.fixture
def endang(db, person):
    """The head of the centre, who compares what others wrote."""
    return person("endang")


@pytest.fixture
def ratna(db, person):
    """At the manpower desk; she reads the list."""
    return person("ratna")


@pytest.fixture
def dewi(db, person):
    """At the front desk; she reads the list."""
    return person("dewi")


@pytest.fixture
def gatot(db, person):
    """The head of another office."""
    return person("gatot")


@pytest.fixture
def agency(lestari, endang):
    """An agency that two people stand behind."""
    return compared(endang, an_agency(lestari))


@pytest.fixture
def order(lestari, endang, agency):
    """A job order that two people stand behind."""
    return compared(endang, an_order(lestari, agency))
