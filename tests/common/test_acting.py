"""Who acts: set in one round trip, nobody unless it was said, and help that ends."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from satuatap.applications.models import Application, Step
from satuatap.common import acting
from satuatap.workers.models import DeskAccess, Document, Scan, Worker
from tests.centre import act, an_application

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]


def acting_service():
    """The named service that acts now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT acting_service()")
        return cursor.fetchone()[0] or ""


def test_whoever_acts_is_set_in_one_round_trip(person):
    dewi = person("dewi")
    actor = dewi.actor.presenting(b"\x00\xff")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        acting.enter(actor, read_only=True)

    assert len(asked) == 1


def test_roles_are_read_with_the_person(django_assert_num_queries, person):
    with django_assert_num_queries(1):
        person("dewi").actor  # noqa: B018  what is asked is how much it costs


def test_nobody_sees_anything(person):
    an_application(person("dewi"))

    acting.enter(acting.NOBODY)

    for noun in (Worker, Document, Scan, DeskAccess, Application, Step):
        assert not noun.objects.exists(), noun


def test_a_service_sees_no_more_than_its_name_allows(person):
    application = an_application(person("dewi"))

    acting.enter(acting.service_actor("tracking"))
    assert not Application.objects.exists()
    assert not Worker.objects.exists()

    digest = bytes(application.code_hash)
    acting.enter(acting.service_actor("tracking").presenting(digest))
    assert Application.objects.get() == application
    assert Step.objects.count() == 2
    assert not Worker.objects.exists() and not Scan.objects.exists()

    acting.enter(acting.service_actor("letter_check").presenting(digest))
    assert not Application.objects.exists()


def test_a_name_cannot_end_the_setting(person):
    odd = acting.Actor(service="x', true); --", offices={"a'\"b": ('{"x"}',)})

    acting.enter(odd)

    assert acting_service() == "x', true); --"


# --- help ---------------------------------------------------------------------------------------


def test_help_ends_with_its_block(person):
    act(person("dewi"))

    with acting.with_help_of("application_walk"):
        assert acting_service() == "application_walk"

    assert acting_service() == ""


def test_help_within_help_ends_with_the_inner_block(person):
    act(person("dewi"))

    with acting.with_help_of("application_walk"):
        with acting.with_help_of("tracking"):
            assert acting_service() == "tracking"
        assert acting_service() == "application_walk"

    assert acting_service() == ""


def test_a_service_that_was_helped_goes_on_as_itself():
    acting.enter(acting.service_actor("tracking"))

    with acting.with_help_of("application_walk"):
        pass

    assert acting_service() == "tracking"


def test_help_ends_when_its_block_breaks(person):
    act(person("dewi"))

    with pytest.raises(ZeroDivisionError), acting.with_help_of("application_walk"):
        raise ZeroDivisionError

    assert acting_service() == ""


def test_help_ends_when_only_a_part_is_taken_back(person):
    act(person("dewi"))

    with pytest.raises(DataError), acting.with_help_of("application_walk"), transaction.atomic():
        break_the_statement()

    assert acting_service() == ""


def test_what_broke_within_help_comes_out_as_itself(person):
    act(person("dewi"))

    with (
        pytest.raises(DataError, match="invalid input syntax"),
        transaction.atomic(),
        acting.with_help_of("application_walk"),
    ):
        break_the_statement()

    assert acting_service() == ""


def break_the_statement():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'x'::int")


def test_whoever_acts_ends_with_a_rolled_back_part(person):
    act(person("dewi"))

    with pytest.raises(ZeroDivisionError), acting.acting_as(acting.service_actor("tracking")):
        raise ZeroDivisionError

    assert acting_service() == ""
