"""The database side: PostgreSQL's own programs, run as owner, fed and read as streams."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from django.db import connection

from satuatap.common.backup.problems import BackupProblem
from satuatap.common.postgres import OWNER, binary

CHUNK = 4 * 1024 * 1024
# PostgreSQL 17 and newer write this first; older servers do not know it, and nothing needs it.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
# The extension is the superuser's, who laid it in the empty database; its comment is not ours.
COMMENT_OF_EXTENSION = b"COMMENT ON EXTENSION "
_OPTION_NAMES = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
_NOT_OURS = ("--no-owner", "--no-security-labels", "--no-publications", "--no-subscriptions")


def must_be_owner() -> None:
    """Refuse any other role: row policies would hide rows from it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    if role != OWNER:
        raise BackupProblem(
            f"Backup and restore run as {OWNER}, and this is {role}. Set SATUATAP_ROLE=owner and "
            "SATUATAP_OWNER_DATABASE_URL."
        )


def dumped(snapshot: str, left_out: Iterable[str]) -> Iterator[bytes]:
    """The database in `pg_dump`'s custom format, as one snapshot saw it."""
    words = ["--format=custom", f"--snapshot={snapshot}", *_NOT_OURS]
    words += [f"--exclude-table-data=public.{table}" for table in sorted(left_out)]
    with _program("pg_dump", *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as dump:
        while chunk := dump.stdout.read(CHUNK):
            yield chunk


@contextmanager
def restoring() -> Iterator[Callable[[bytes], None]]:
    """Gives a function that takes the dump chunk by chunk; the database has all of it or nothing.

    `pg_restore` turns the dump into SQL, `psql` runs it in one transaction and stops at the first
    error. It is told that the SQL is at its end, and so commits, only after `pg_restore` said that
    it read a whole dump. Two lines are taken out on the way: a setting that servers before 17 do
    not know, and the comment of an extension that is not ours.
    """
    run = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
           "--set=VERBOSITY=terse", "--set=SHOW_CONTEXT=never", "--output=/dev/null")  # fmt: skip
    pipe = subprocess.PIPE
    with (
        _program("psql", *run, stdin=pipe, stdout=subprocess.DEVNULL) as psql,
        _program("pg_restore", "--file=-", *_NOT_OURS, stdin=pipe, stdout=pipe) as dump,
    ):
        carrier = Thread(target=_carry, args=(dump.stdout, psql.stdin), daemon=True)
        carrier.start()
        try:
            yield dump.stdin.write
        finally:
            _close(dump.stdin)
            carrier.join()


def _carry(source, sink):
    """From pg_restore to psql, without what this server or this role cannot take."""
    is_old = connection.pg_version < 170000
    try:
        for line in source:  # settings and extensions stand before the first thing of ours
            if not _is_left_out(line, is_old):
                sink.write(line)
            if line.startswith((b"CREATE ", b"COPY ")) and not line.startswith(b"CREATE EXT"):
                break
        while chunk := source.read1(CHUNK):
            sink.write(chunk)
    except BrokenPipeError:  # psql stopped, and says itself why
        while source.read1(CHUNK):
            continue


def _is_left_out(line, is_old):
    return line.startswith(COMMENT_OF_EXTENSION) or (is_old and line == UNKNOWN_BEFORE_17)


@contextmanager
def _program(name, *words, **pipes):
    """Run one of PostgreSQL's programs; raises with its own last words when it fails."""
    try:
        path = binary(name)
    except FileNotFoundError as error:
        raise BackupProblem(str(error)) from None
    with tempfile.TemporaryFile() as said:
        environment = _environment()
        process = subprocess.Popen([path, *words], stderr=said, env=environment, **pipes)  # noqa: S603
        failure = None
        try:
            yield process
        except BrokenPipeError as error:  # it went away; its own words tell why
            process.kill()
            failure = error
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                _close(pipe)
            process.wait()
        if process.returncode or failure:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-5:]
            raise BackupProblem(f"{name} ended with an error:\n" + "\n".join(last))


def _close(pipe):
    with suppress(BrokenPipeError):
        if pipe:
            pipe.close()


def _environment():
    """What PostgreSQL's programs are told; the password is never an argument."""
    told = connection.settings_dict
    named = {
        "PGHOST": told["HOST"],
        "PGPORT": told["PORT"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": told["NAME"],
    }
    options = {_OPTION_NAMES[key]: value for key, value in told["OPTIONS"].items()
               if key in _OPTION_NAMES}  # fmt: skip
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR")
            if name in os.environ}  # fmt: skip
    given = {name: str(value) for name, value in (named | options).items() if value}
    return {**kept, "LC_ALL": "C", "PGAPPNAME": "satuatap-backup", **given}


# --- looking at the database ------------------------------------------------------------------


def tables() -> list[str]:
    """Our tables, in order of name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') ORDER BY relname"
        )
        return [row[0] for row in cursor.fetchall()]


def counts(left_out: Iterable[str] = ()) -> dict[str, int]:
    """Rows per table, without the tables whose rows are left out."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            if table not in set(left_out):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
                found[table] = cursor.fetchone()[0]
    return found


def world_of_database() -> str:
    """Which world the database says it belongs to; empty when it says nothing or two things."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.satuatap_world') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute("SELECT name FROM satuatap_world")
        names = [row[0] for row in cursor.fetchall()]
    return names[0] if len(names) == 1 else ""


def server_version() -> str:
    """For people: `18.6`."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split()[0]


_EMPTY = """
DO $$ DECLARE thing record; BEGIN
    FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND relowner = current_user::regrole
    LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', thing.name); END LOOP;
    FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole
    LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', thing.name); END LOOP;
    FOR thing IN SELECT t.oid::regtype AS name FROM pg_type t
        WHERE typnamespace = 'public'::regnamespace AND typowner = current_user::regrole
        AND typtype IN ('e', 'd', 'c') AND NOT EXISTS (
            SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')
    LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', thing.name); END LOOP;
END $$
"""


def empty() -> None:
    """Drop what an unfinished restore of ours left in the database."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
