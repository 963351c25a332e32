"""Who acts ends with the transaction: nothing is left for the next user of the connection."""

from urllib.parse import urlsplit

import pytest
from django.db import connection, connections, transaction

from satuatap.common import acting
from tests.database import town
from tests.wall.laying import audit_row, put

pytestmark = pytest.mark.wall
SETTINGS = ("person", "service", "presented", "offices", "desks", "areas")


def settings_now():
    """What the connection says about who acts."""
    with connection.cursor() as cursor:
        asked = ", ".join(
            f"coalesce(current_setting('satuatap.{name}', true), '')" for name in SETTINGS
        )
        cursor.execute(f"SELECT {asked}, pg_backend_pid()")
        *said, pid = cursor.fetchone()
    return said, pid


def rows_seen():
    """How many entries of the audit are visible."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_auditentry")
        return cursor.fetchone()[0]


@pytest.fixture
def reader(committing, as_owner, person):
    """A data-protection officer whose office has an entry in its audit, really committed."""
    found = person("made")
    with transaction.atomic(), as_owner():
        put("accounts_auditentry", **audit_row(found.home_office_id, found.pk))
    return found


def full(actor):
    """The actor with something in every setting."""
    return acting.Actor(
        person=actor.person, service="tracking", presented="ab", offices=actor.offices,
        desks={"work_at_desk": ()}, areas={"read_figures": ("32",)},
    )  # fmt: skip


def test_the_context_ends_with_a_commit(reader):
    with acting.acting_as(full(reader.actor)):
        assert rows_seen() == 1
        assert all(settings_now()[0])

    assert settings_now()[0] == [""] * 6
    assert rows_seen() == 0


def test_the_context_ends_with_a_rollback(reader):
    with pytest.raises(ZeroDivisionError), acting.acting_as(full(reader.actor)):
        assert rows_seen() == 1
        raise ZeroDivisionError

    assert settings_now()[0] == [""] * 6
    assert rows_seen() == 0


def test_the_next_actor_of_a_transaction_takes_over_every_setting(reader):
    with transaction.atomic():
        acting.enter(full(reader.actor))
        acting.enter(acting.NOBODY)

        said, _pid = settings_now()
        assert said == ["", "", "", "{}", "{}", "{}"]
        assert rows_seen() == 0


@pytest.fixture
def pool_of_one(reader):
    """The service's own connection, pooled as in production, and only one of it."""
    default = connections["default"]
    default.close()
    before = dict(default.settings_dict), dict(default.settings_dict["OPTIONS"])
    signing_in = urlsplit(town.cluster.dsn("satuatap_service"))
    default.settings_dict |= {"USER": signing_in.username, "PASSWORD": signing_in.password}
    default.settings_dict["OPTIONS"] = before[1] | {"pool": {"min_size": 1, "max_size": 1}}
    yield default
    default.close()
    default.close_pool()
    default.settings_dict |= before[0] | {"OPTIONS": before[1]}


def test_a_pooled_connection_comes_back_without_its_last_user(pool_of_one, reader):
    """Two requests, one after the other, on the one connection of a pool."""
    with acting.acting_as(full(reader.actor)):
        first = settings_now()[1]
        assert rows_seen() == 1
    pool_of_one.close()  # back into the pool

    with transaction.atomic():
        said, second = settings_now()
        assert (second, said) == (first, [""] * 6)
        assert rows_seen() == 0


def test_the_help_of_the_house_ends_with_its_block(reader):
    with acting.acting_as(reader.actor):
        with acting.with_help_of("application_walk"):
            assert settings_now()[0][1] == "application_walk"

        assert settings_now()[0][1] == ""
