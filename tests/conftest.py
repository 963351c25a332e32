"""Fixtures for every room: the database as the service, the cast, and who acts."""

import os
import re
from contextlib import contextmanager

import pytest
from django.conf import settings as configured
from django.db import connection, connections
from django.db.backends.signals import connection_created

from tests.database import CHECKOUT, WORLD, town

OTHER_WORLD = {"administration": "protection", "protection": "administration"}


def become_the_service(sender, connection, **kwargs):
    """Every connection of the suite is the service's; `as_owner` goes back for fixtures."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE satuatap_service")


connection_created.connect(become_the_service, weak=False)


def pytest_ignore_collect(collection_path):
    """Tests of a room that is not in this world are not even read: they could not be imported."""
    if collection_path.is_dir():
        is_room = (CHECKOUT / "satuatap" / collection_path.name / "__init__.py").exists()
        return True if is_room and collection_path.name not in configured.ROOMS else None
    if collection_path.suffix != ".py":
        return None
    mark = rf'^pytestmark = .*\bworld\("{OTHER_WORLD[WORLD]}"\)'
    return True if re.search(mark, collection_path.read_text(), re.MULTILINE) else None


def pytest_collection_modifyitems(items):
    """Tests of the other world are left to its own run; proofs run when they are asked for."""
    for item in items:
        marked = item.get_closest_marker("world")
        if marked and marked.args[0] != WORLD:
            item.add_marker(pytest.mark.skip(reason=f"runs with SATUATAP_WORLD={marked.args[0]}"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """A clone of the template for each process of the run."""
    name = town.clone(f"suite_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    with django_db_blocker.unblock():
        _use_database(name)
        yield
        connection.close()
    town.drop(name)


def _use_database(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture
def as_owner():
    """`with as_owner():` lays fixtures past the policies, then the service goes on."""
    return owner_at_work


@contextmanager
def owner_at_work():
    """Run a block as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE satuatap_service")


@pytest.fixture(autouse=True)
def nobody_tests_as_the_owner(request):
    """Whoever uses the database begins as the service; a test as the owner proves nothing."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("satuatap_service",)


@pytest.fixture
def committing(django_db_setup, django_db_blocker):
    """A database of its own with real commits; gone afterwards. Yields its name."""
    before = connections["default"].settings_dict["NAME"]
    name = town.clone(f"own_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    with django_db_blocker.unblock():
        _use_database(name)
        yield name
        _use_database(before)
    town.drop(name)


@pytest.fixture
def person():
    """`person("dewi")`: somebody of the cast, with running roles."""
    from satuatap.accounts.models import User

    return lambda username: User.objects.with_roles().get(username=username)


@pytest.fixture
def acting_as():
    """`acting_as(user)`: from here on this person acts in the test's transaction."""
    from satuatap.common import acting

    def act(user):
        acting.enter(user.actor)
        return user

    return act


@pytest.fixture
def now():
    """This moment; the clock is read once."""
    from django.utils import timezone

    return timezone.now()


@pytest.fixture(autouse=True)
def files_of_this_test(tmp_path, settings):
    """Sealed files go to a folder of the test."""
    settings.FILES = tmp_path / "files"
    settings.ENDINGS_JOURNAL = tmp_path / "endings.jsonl"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
