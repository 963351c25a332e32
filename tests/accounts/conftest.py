"""The cast of this room: two offices, an administrator in each, and those who work there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from satuatap.accounts.models import Assignment, AuditEntry, User
from satuatap.accounts.session_store import SEEN
from satuatap.places.models import Area, Desk, Institution, Office
from tests.accounts.audit_room import audit_cluster, audit_room  # noqa: F401

PASSWORD = "empat ekor bebek di sawah"
AREAS = (
    ("32", "Jawa Barat", 1, None),
    ("32.09", "Kabupaten Cirebon", 2, "32"),
    ("32.09.01", "Waled", 3, "32.09"),
    ("32.09.01.2001", "Mekarsari", 4, "32.09.01"),
    ("35", "Jawa Timur", 1, None),
    ("35.04", "Kabupaten Tulungagung", 2, "35"),
)


def as_owner(sql, rows):
    """Lay rows that only the owner may lay, then act as the service again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        acting = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
        cursor.executemany(sql, rows)
        cursor.execute(f'SET ROLE "{acting}"')


@pytest.fixture
def areas(db):
    """Two provinces with a regency each; one with a district and a village."""
    as_owner(
        "INSERT INTO places_area (code, name, level, parent_id, is_current, search) "
        "VALUES (%s, %s, %s, %s, true, lower(%s)) ON CONFLICT DO NOTHING",
        [(*row, row[1]) for row in AREAS],
    )
    return {row.pk: row for row in Area.objects.filter(pk__in=[row[0] for row in AREAS])}


def an_office(code, name, area):
    """An office with its manpower and immigration desks."""
    office = Office.objects.create(
        code=code, name=name, area=area, kind=Office.Kind.SERVICE_CENTRE, is_installed=True
    )
    for institution in (Institution.MANPOWER, Institution.IMMIGRATION):
        Desk.objects.create(office=office, institution=institution)
    return office


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
def cirebon(areas):
    """The office that most of these tests are about."""
    return an_office("uji-cirebon", "LTSA Uji Cirebon", areas["32.09"])


@pytest.fixture
def tulungagung(areas):
    """Another office, of which the first knows nothing."""
    return an_office("uji-tulungagung", "LTSA Uji Tulungagung", areas["35.04"])


@pytest.fixture
def bu_tini(cirebon):
    """Administrator in Cirebon."""
    return a_person("uji-tini", cirebon, "administrator")


@pytest.fixture
def bu_nina(tulungagung):
    """Administrator in Tulungagung."""
    return a_person("uji-nina", tulungagung, "administrator")


@pytest.fixture
def bu_ratna(cirebon):
    """Sits at the manpower desk in Cirebon."""
    desk = cirebon.desks.get(institution=Institution.MANPOWER)
    return a_person("uji-ratna", cirebon, ("verifier", desk))


@pytest.fixture
def pak_rudi(tulungagung):
    """Front desk in Tulungagung."""
    return a_person("uji-rudi", tulungagung, "front_desk")


@pytest.fixture
def signed_in():
    """A browser in which somebody is signed in, with a cross-site check as in real life."""

    def make(user, **extra):
        client = Client(**extra)
        client.force_login(user)
        return client

    return make


@pytest.fixture
def recorded(db):
    """The audit's entries so far, as only the owner may read them."""

    def read():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            acting = cursor.fetchone()[0]
            cursor.execute("RESET ROLE")
            rows = list(AuditEntry.objects.order_by("id").values())
            cursor.execute(f'SET ROLE "{acting}"')
        return rows

    return read


@pytest.fixture
def let_time_pass():
    """As if a signed-in browser had not been used for so long."""

    def pass_(client, minutes):
        session = client.session
        session[SEEN] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
        session.save()

    return pass_
