"""Fixtures of the room of places: an office, and its administrator at work."""

import uuid

import pytest
from django.db import connection

from satuatap.common import acting
from satuatap.places.models import Office
from tests.conftest import owner_at_work

OWN = uuid.UUID("00000000-0000-4000-8000-000000003209")


@pytest.fixture
def as_owner(db):
    """Act as the one who signed in to the database, not as the service."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def administrator(db):
    """Whoever manages the service centre of Kabupaten Cirebon acts in this test."""
    actor = acting.Actor(person=uuid.uuid4(), offices={"manage_offices": (str(OWN),)})
    acting.enter(actor)
    return actor


@pytest.fixture
def cirebon(administrator):
    """The service centre of Kabupaten Cirebon, which works with the system."""
    with owner_at_work():
        return Office.objects.create(
            id=OWN,
            code="uji-cirebon",
            name="LTSA Cirebon",
            kind="service_centre",
            area_id="32.09",
            is_installed=True,
        )
