"""Who these tests are about: two offices, an administrator in each, and those who work there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from demo.cast import PASSWORD
from satuatap.accounts.models import Assignment, AuditEntry, User
from satuatap.accounts.session_store import SEEN
from satuatap.places.models import Area, Desk, Office
from tests.accounts.audit_room import audit_database, audit_room  # noqa: F401
from tests.conftest import owner_at_work

__all__ = ["PASSWORD"]


def a_person(username, office, *roles, full_name="", password=PASSWORD):
    """An account; each role is a code, or (code, desk or area)."""
    person = User.objects.create_user(
        username, password, full_name=full_name or username.title(), home_office=office
    )
    for role in roles:
        code, place = role if isinstance(role, tuple) else (role, office)
        where = {"office": office}
        if isinstance(place, Desk):
            where = {"office": place.office, "desk": place}
        elif isinstance(place, Area):
            where = {"area": place}
        Assignment.objects.create(user=person, role=code, **where)
    return person


@pytest.fixture
def cirebon(db):
    """The office that most of these tests are about."""
    return Office.objects.get(code="ltsa-contoh")


@pytest.fixture
def tulungagung(db):
    """Another office, of which the first knows nothing."""
    return Office.objects.get(code="ltsa-seberang")


@pytest.fixture
def bu_tini(db, person):
    """Administrator in Cirebon."""
    return person("tini")


@pytest.fixture
def bu_nina(db, person):
    """Administrator in Tulungagung."""
    return person("nina")


@pytest.fixture
def bu_ratna(db, person):
    """Sits at the manpower desk in Cirebon."""
    return person("ratna")


@pytest.fixture
def pak_rudi(db, person):
    """Front desk in Tulungagung."""
    return person("rudi")


@pytest.fixture
def signed_in():
    """A browser in which somebody is signed in."""

    def make(user, **extra):
        client = Client(**extra)
        client.force_login(user)
        return client

    return make


@pytest.fixture
def recorded(db):
    """The audit's entries so far, as only the owner may read them."""

    def read():
        with owner_at_work():
            return list(AuditEntry.objects.order_by("id").values())

    return read


@pytest.fixture
def let_time_pass():
    """As if a signed-in browser had not been used for so long."""

    def pass_(client, minutes):
        session = client.session
        session[SEEN] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
        session.save()

    return pass_
