"""What stands outside row security, by name and reason; and what no service may do at all."""

import tomllib
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from satuatap.common.policy import OpenTable, declared
from tests.database import WORLD, town
from tests.wall import asking
from tests.wall.truth import Truth

pytestmark = pytest.mark.wall
OUTSIDE = tomllib.loads(Path(__file__).with_name("outside.toml").read_text())
if WORLD == "administration":
    OUTSIDE["own"] |= OUTSIDE["own_of_administration"]
GRANTS = """
SELECT c.relname, c.relrowsecurity, array_remove(array_agg(lower(p)), NULL)
FROM pg_class c LEFT JOIN unnest(
    '{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]
) AS p ON has_table_privilege('satuatap_service', c.oid, p)
       OR (p IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
           AND has_any_column_privilege('satuatap_service', c.oid, p))
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
GROUP BY c.oid, c.relname, c.relrowsecurity
"""


@pytest.fixture
def tables(db):
    """Every table and view: is it guarded, and which verbs may the service use?"""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)
        return {name: (guarded, set(verbs)) for name, guarded, verbs in cursor.fetchall()}


@pytest.fixture
def service(db):
    """A connection that really signs in as the service, to the suite's database."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(town.cluster.dsn("satuatap_service", name), autocommit=True) as found:
        yield found


def test_what_the_service_may_touch_without_a_policy_is_exactly_the_named_list(tables):
    touched = {name for name, (guarded, verbs) in tables.items() if verbs and not guarded}

    assert touched == {*OUTSIDE["own"], *OUTSIDE["libraries"]}
    assert all(reason for section in OUTSIDE.values() for reason in section.values())


def test_our_own_open_tables_have_the_reason_and_the_verbs_that_their_models_declare(tables):
    open_tables = {
        model._meta.db_table: policy
        for model, policy in declared().items()
        if isinstance(policy, OpenTable)
    }

    assert {table: policy.reason for table, policy in open_tables.items()} == OUTSIDE["own"]
    for table, policy in open_tables.items():
        assert tables[table][1] == set(policy.service.replace(" ", "").split(",")), table


def test_every_table_of_the_truth_table_is_guarded_and_no_other_table_is(tables):
    guarded = {name for name, (is_guarded, _verbs) in tables.items() if is_guarded}

    assert guarded == set(Truth(WORLD).tables)


def test_nobody_is_granted_to_empty_a_table_to_refer_to_it_or_to_hang_triggers_on_it(tables):
    for name, (_guarded, verbs) in tables.items():
        assert not verbs & {"truncate", "references", "trigger"}, name


def test_policies_are_made_for_our_two_roles_and_never_for_all(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT roles::text[], permissive FROM pg_policies ORDER BY 1")
        rows = cursor.fetchall()

    assert rows == [
        (["satuatap_sealer"], "PERMISSIVE"),
        (["satuatap_service"], "PERMISSIVE"),
    ]


def test_no_function_lends_its_owners_rights(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_the_service_and_the_sealer_own_nothing_and_are_members_of_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT r.rolname, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb
                OR r.rolreplication OR r.rolinherit,
                (SELECT count(*) FROM pg_class WHERE relowner = r.oid)
                + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)
                + (SELECT count(*) FROM pg_namespace WHERE nspowner = r.oid)
                + (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),
                has_schema_privilege(r.oid, 'public', 'CREATE'),
                has_database_privilege(r.oid, 'satuatap', 'CREATE, TEMP')
            FROM pg_roles r WHERE rolname IN ('satuatap_service', 'satuatap_sealer')
            ORDER BY 1
        """)
        assert cursor.fetchall() == [
            ("satuatap_sealer", False, 0, False, False),
            ("satuatap_service", False, 0, False, False),
        ]


def test_the_sealer_reaches_the_audit_and_nothing_else(db):
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
              AND (has_any_column_privilege('satuatap_sealer', oid, 'SELECT, INSERT, UPDATE')
                   OR has_table_privilege('satuatap_sealer', oid, 'DELETE, TRUNCATE'))
            ORDER BY 1
        """)
        assert [row[0] for row in cursor.fetchall()] == [
            "accounts_auditday", "accounts_auditentry", "satuatap_world",
        ]  # fmt: skip
        cursor.execute("""
            SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute
            WHERE attrelid = 'accounts_auditentry'::regclass AND attnum > 0
              AND has_column_privilege('satuatap_sealer', attrelid, attnum, 'UPDATE')
        """)
        assert cursor.fetchone()[0] == ["chain", "chain_hash", "mac", "position", "sealed_at"]


BEYOND = (
    "CREATE TABLE public.mine (id int)",
    "CREATE SCHEMA mine",
    "ALTER TABLE accounts_user ADD COLUMN mine int",
    "DROP TABLE common_ending",
    "ALTER TABLE privacy_noticegiven DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE privacy_noticegiven DISABLE TRIGGER ALL",
    "DROP POLICY read_by_service ON privacy_noticegiven",
    "CREATE POLICY mine ON privacy_noticegiven USING (true)",
    "SET ROLE satuatap_owner",
    "SET SESSION AUTHORIZATION satuatap_owner",
    "SET ROLE satuatap_sealer",
    "SET session_replication_role = replica",
    "ALTER ROLE satuatap_service BYPASSRLS",
    "GRANT satuatap_owner TO satuatap_service",
    "TRUNCATE letters_letter",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_read_file('PG_VERSION')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "UPDATE accounts_auditentry SET mac = ''",
    "INSERT INTO accounts_auditday (day, head, chains, mac) VALUES ('2026-01-01', '', '[]', '')",
    "DELETE FROM accounts_auditentry",
    "SELECT * FROM auth_permission",
    "SELECT * FROM socialaccount_socialapp",
    "SELECT * FROM socialaccount_socialtoken",
    "UPDATE satuatap_world SET name = 'x'",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
)


@pytest.mark.parametrize("statement", BEYOND)
def test_the_service_cannot_step_around_the_wall(service, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute(statement)


def test_the_service_asks_for_rows_past_security_and_is_refused(service):
    """`row_security = off` means: fail rather than filter. It never shows more."""
    service.execute("SET row_security = off")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute("SELECT * FROM letters_letter")


@pytest.mark.parametrize("table", Truth(WORLD).tables)
def test_without_an_acting_person_no_row_is_seen(matrix, table):
    assert len(asking.everything(table)) >= 3
    is_public = "own" in matrix.truth.yes(table, "read", "anonymous")
    assert asking.seen(table) == (asking.everything(table) if is_public else set())
