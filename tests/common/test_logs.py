"""A log line says what broke and where, never what somebody typed or a row holds."""

import io
import logging

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, connection, transaction
from django.test import Client

from satuatap.accounts.models import User
from satuatap.common import acting
from satuatap.common.logs import WithoutValues
from satuatap.workers.models import Worker
from tests.centre import NIK, a_worker, act

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def log():
    """What the formatter of the house writes."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(WithoutValues())
    logger = logging.getLogger("django.request")
    before = logger.handlers, logger.level
    logger.handlers, logger.level = [handler], logging.ERROR
    yield out
    logger.handlers, logger.level = before


def break_with(error_maker, log):
    """Log an error as the framework does."""
    try:
        error_maker()
    except Exception:
        logging.getLogger("django.request").exception("Internal Server Error: /orang/%s/", NIK)
    return log.getvalue()


def test_of_a_broken_constraint_only_its_name_and_state_are_written(db, person, log):
    dewi = person("dewi")
    siti = a_worker(dewi)
    act(dewi)

    def break_it():
        with transaction.atomic():
            Worker.objects.filter(pk=siti.pk).update(full_name="", nik_hash=NIK.encode())

    line = break_with(break_it, log)

    assert "sqlstate=23514 constraint=person_has_a_name" in line
    assert "django.db.utils.IntegrityError" in line
    for hers in (NIK, NIK.encode().hex(), "Siti", "Failing row", "/orang/", str(siti.pk)):
        assert hers not in line


def test_what_the_database_says_beside_the_constraint_is_left_out(db, person, log):
    office = person("dewi").home_office
    User.objects.create_user(f"n{NIK}", full_name="Siti Rahmawati", home_office=office)

    def break_it():
        with transaction.atomic():
            User.objects.create_user(f"n{NIK}", full_name="Siti Rahmawati", home_office=office)

    with pytest.raises(IntegrityError, match=NIK):
        break_it()
    line = break_with(break_it, log)

    assert "sqlstate=23505 constraint=accounts_user_username_key" in line
    assert NIK not in line and "Siti" not in line


def test_of_a_value_that_the_database_refuses_nothing_is_written(db, log):
    def break_it():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 'NIK {NIK}'::int")

    line = break_with(break_it, log)

    assert "sqlstate=22P02 constraint=-" in line
    assert NIK not in line


def test_of_an_error_with_causes_every_kind_and_place_is_written(log):
    def break_it():
        try:
            int(NIK + "x")
        except ValueError as wrong:
            raise LookupError(NIK) from wrong

    line = break_with(break_it, log)

    assert "builtins.LookupError" in line and "builtins.ValueError" in line
    assert "test_logs.py" in line and "break_it" in line
    assert NIK not in line


def test_a_request_that_breaks_says_neither_address_nor_value(committing, settings, log):
    settings.ROOT_URLCONF = "tests.common.writing_views"

    Client(raise_request_exception=False).post(f"/nilai/?nik={NIK}", {"nik": NIK})

    assert "a request ended in an error" in log.getvalue()
    assert "sqlstate=22P02" in log.getvalue()
    assert NIK not in log.getvalue() and "/nilai/" not in log.getvalue()


def test_every_handler_of_the_house_writes_so():
    logging_ = configured.LOGGING
    handlers = logging_["handlers"].values()

    assert {handler["formatter"] for handler in handlers} == {"plain"}
    assert logging_["formatters"]["plain"]["()"].endswith("WithoutValues")
    for logger in (logging_["root"], *logging_["loggers"].values()):
        assert set(logger.get("handlers", ["console"])) == {"console"}


def test_the_acting_person_does_not_stand_in_an_error_of_the_wall(db, person, log):
    rudi = act(person("rudi"))

    def break_it():
        with acting.acting_as(rudi.actor):
            office = person("dewi").home_office
            Worker(office=office, full_name="Siti", sex="female", registered_by=rudi,
                   village_id="32.09.11.2001").save()  # fmt: skip

    line = break_with(break_it, log)

    assert "sqlstate=42501" in line
    assert "Siti" not in line and str(rudi.pk) not in line
