"""Fixtures of the room of places."""

import pytest
from django.db import connection


@pytest.fixture
def as_owner(db):
    """Act as the one who signed in to the database, not as the service."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
