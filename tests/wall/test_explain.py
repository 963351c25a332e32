"""Searches under the policies use their index: no reading through a whole table."""

import json
import os
import uuid

import pytest
from django.db import connection, connections, transaction

from satuatap.common import acting
from satuatap.common.acting import service_actor
from tests.conftest import _use_database, owner_at_work
from tests.database import WORLD, town

pytestmark = pytest.mark.wall
ROWS = 20_000
CODE = bytes(32)


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """A database of its own with twenty thousand people, applications, steps and letters."""
    before = connections["default"].settings_dict["NAME"]
    name = town.clone(f"crowd_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    with django_db_blocker.unblock():
        _use_database(name)
        with transaction.atomic(), owner_at_work(), connection.cursor() as cursor:
            cursor.execute(CROWD)
            for statement in statements():
                cursor.execute(statement.replace("{by}", BY))
        yield
        _use_database(before)
    town.drop(name)


BY = "(SELECT id FROM accounts_user WHERE username = 'tini')"
CROWD = f"""
CREATE TEMP TABLE crowd ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS application,
       sha256(n::text::bytea) AS hash, o.id AS office_id, d.id AS desk_id
FROM generate_series(1, {ROWS}) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY is_installed DESC, code) - 1 AS place
      FROM places_office) AS o ON o.place = n % 2
JOIN (SELECT id, office_id, row_number() OVER (PARTITION BY office_id ORDER BY id) - 1 AS place
      FROM places_desk) AS d ON d.office_id = o.id AND d.place = n % 8
"""


def statements():
    """SQL that fills the tables from the crowd, and looks at them as autovacuum would."""
    if WORLD == "administration":
        yield """
            INSERT INTO workers_worker (id, office_id, full_name, name_key, sex, village_id, nik,
                                        nik_hash, registered_by_id)
            SELECT id, office_id, 'Siti ' || n, 'siti ' || n, 'female',
                   (SELECT code FROM places_area WHERE level = 4 LIMIT 1), 'x', hash, {by}
            FROM crowd"""
        yield """
            INSERT INTO applications_application (id, office_id, worker_id, service, definition,
                                                  status, code, code_hash, opened_by_id, answers,
                                                  destination, is_remote, relation, channel)
            SELECT application, office_id, id, 'x', '{}', 'open', 'x', hash, {by}, '{}', '', false,
                   '', ''
            FROM crowd"""
        yield """
            INSERT INTO applications_step (id, office_id, application_id, desk_id, position, code,
                                           title, documents, after, status, ready_at, records,
                                           standard_days, hold_reason, paper_number, paper_media,
                                           used_days, is_suspended, acts)
            SELECT id, office_id, application, desk_id, 1, 'x', 'x', '{}', '{}', 'ready',
                   now() - n * interval '1 minute', '{}', 1, '', '', '', 0, false, 0 FROM crowd"""
        yield "ANALYZE workers_worker, applications_application, applications_step"
    yield """
        INSERT INTO letters_letter (id, office_id, template, template_version, data, purpose_words,
            reference_kind, status, revision, writers, number, pdf_sha256, drafted_by_id,
            drafted_at, signer_position, signature, signed_scan_kind, cancel_reason, register_year,
            register_number, check_code, check_code_hash, pdf_file, approved_by_id, approved_at,
            signer_id)
        SELECT c.id, office_id, 'x', 1, 'x', 'x', '', 'approved', 1, '{}', c.id::text, '', {by},
            now() - n * interval '1 minute', '', '', '', '', 2026, n, 'x', hash, c.id, u.id, now(),
            u.id
        FROM crowd AS c, (SELECT id FROM accounts_user WHERE id <> {by} LIMIT 1) AS u"""
    yield "ANALYZE letters_letter"


def plan_of(rows, actor) -> list[dict]:
    """The nodes of the plan with which the service answers a queryset."""
    sql, values = rows.query.sql_with_params()
    with acting.acting_as(actor), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, values)
        found = cursor.fetchone()[0]
    plan = json.loads(found) if isinstance(found, str) else found
    return list(_nodes(plan[0]["Plan"]))


def _nodes(node):
    yield node
    for inner in node.get("Plans", []):
        yield from _nodes(inner)


def assert_by_index(nodes, table, index=None):
    """The table is reached by an index, this one where it is named."""
    of_table = [node for node in nodes if node.get("Relation Name") == table]
    assert of_table
    assert all(node["Node Type"] != "Seq Scan" for node in of_table), nodes
    if index:
        assert index in {node.get("Index Name") for node in nodes}, nodes


@pytest.mark.world("administration")
def test_a_person_is_found_by_nik(crowd, person):
    from satuatap.workers.models import Worker

    dewi = person("dewi")
    rows = Worker.objects.filter(office=dewi.home_office_id).with_nik("3209012345678901")

    assert_by_index(plan_of(rows, dewi.actor), "workers_worker", "people_by_nik")


@pytest.mark.world("administration")
def test_a_person_is_found_by_the_beginning_of_her_name(crowd, person):
    """The letters stand in the condition of the index: only those rows are read."""
    from satuatap.workers.models import Worker

    dewi = person("dewi")
    rows = Worker.objects.filter(office=dewi.home_office_id).named_like("siti 777")
    nodes = plan_of(rows.order_by("name_key", "id")[:20], dewi.actor)

    assert_by_index(nodes, "workers_worker", "people_by_name")
    assert any("name_key" in node.get("Index Cond", "") for node in nodes), nodes


@pytest.mark.world("administration")
def test_a_desk_reads_its_queue_in_order(crowd, person):
    from satuatap.applications.models import Step

    ratna = person("ratna")
    rows = Step.objects.on_the_desks_of(ratna).filter(status="ready").order_by("ready_at", "id")

    assert_by_index(plan_of(rows[:31], ratna.actor), "applications_step", "queue_of_a_desk")


@pytest.mark.world("administration")
def test_the_newest_applications_come_first(crowd, person):
    from satuatap.applications.models import Application

    rows = Application.objects.order_by("-id")[:26]

    assert_by_index(plan_of(rows, person("dewi").actor), "applications_application")


@pytest.mark.world("administration")
def test_an_application_is_found_by_its_code(crowd):
    from satuatap.applications.models import Application

    rows = Application.objects.filter(code_hash=CODE).order_by("id")[:1]
    nodes = plan_of(rows, service_actor("tracking").presenting(CODE))

    assert_by_index(nodes, "applications_application", "one_application_per_code")


def test_a_letter_is_found_by_its_check_code(crowd):
    from satuatap.letters.models import Letter

    rows = Letter.objects.filter(check_code_hash=CODE)
    nodes = plan_of(rows, service_actor("letter_check").presenting(CODE))

    assert_by_index(nodes, "letters_letter", "check_code_leads_to_one_letter")


def test_an_offices_letters_come_newest_first(crowd, person):
    from satuatap.letters.models import Letter

    reader = person("endang" if WORLD == "administration" else "made")
    rows = Letter.objects.filter(office=reader.home_office_id).newest_first()[:26]

    assert_by_index(plan_of(rows, reader.actor), "letters_letter", "letters_of_an_office")


def test_an_unknown_id_is_looked_up_by_its_key(crowd, person):
    from satuatap.letters.models import Letter

    reader = person("endang" if WORLD == "administration" else "made")
    nodes = plan_of(Letter.objects.filter(pk=uuid.uuid4()), reader.actor)

    assert_by_index(nodes, "letters_letter")
