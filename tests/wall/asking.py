"""Asks the database as the service role: what is seen, changed, removed, let in.

Everything happens between savepoints of the test's own transaction. Changes and deletions are
asked without a condition (`UPDATE ... SET x`), because a condition would need reading and so
hide behind the policy for reading.
"""

from contextlib import contextmanager

import psycopg
from django.db import connection

from satuatap.common import acting
from tests.wall import rooms
from tests.wall.laying import LONG_AGO

REFUSED = "42501"
TOUCH = {  # a column that may be written, and a value that no laid row has
    "workers_worker": ("sex", "male"),
    "workers_deskaccess": ("ended_at", LONG_AGO),
    "workers_document": ("kind", "sim"),
    "workers_scan": ("pages", 7),
    "applications_application": ("status", "letter"),
    "applications_step": ("ready_at", LONG_AGO),
    "applications_verdict": ("at", LONG_AGO),
    "workers_finding": ("outcome", "lain"),
    "workers_scanreading": ("full_name", "Lain"),
    "applications_stepevent": ("reason", "lain"),
    "applications_review": ("decided_at", LONG_AGO),
    "applications_destinationstop": ("lifted_at", "2026-02-01T00:00Z"),
    "applications_settlementcheck": ("has_debt", "yes"),
    "applications_serviceswitch": ("reason", "lain"),
    "letters_letter": ("purpose_words", "Lain"),
    "letters_letterregister": ("last_number", 7),
    "letters_officecertificate": ("subject", "CN=Lain"),
    "letters_wrongcheck": ("at", LONG_AGO),
    "privacy_noticegiven": ("version", 7),
    "accounts_auditentry": ("reason", "lain"),
    "places_office": ("phone", "000"),
    "places_desk": ("note", "Lain"),
    "places_openinghours": ("closes", "23:00"),
    "places_closure": ("name", "Lain"),
}
for room in rooms.modules():
    TOUCH |= room.TOUCH


class QuestionError(AssertionError):
    """The database refused for another reason than its policies: the question was wrong."""


def run(sql: str, values=()):
    """Send SQL past Django's wrappers; the raw cursor."""
    return connection.connection.execute(sql, values)


@contextmanager
def undone(name: str):
    """A savepoint that is always rolled back, whatever happened in it."""
    run(f"SAVEPOINT {name}")
    try:
        yield
    finally:
        run(f"ROLLBACK TO SAVEPOINT {name}")


@contextmanager
def acts(actor):
    """The actor's own context for a block."""
    with undone("acts"):
        acting.enter(actor)
        yield


def seen(table: str) -> set:
    """Ids of the rows that the actor reads."""
    with undone("asks"):
        try:
            return {row[0] for row in run(f'SELECT id FROM "{table}"')}
        except psycopg.errors.InsufficientPrivilege:
            return set()


def changed(table: str) -> set:
    """Ids of the rows that the actor changes when she asks to change all."""
    column, value = TOUCH[table]
    return _after(
        table,
        (f'UPDATE "{table}" SET "{column}" = %s', (value,)),
        lambda: {
            row[0] for row in run(f'SELECT id FROM "{table}" WHERE "{column}" = %s', (value,))
        },
    )


def removed(table: str) -> set:
    """Ids of the rows that the actor deletes when she asks to delete all."""
    return _after(table, (f'DELETE FROM "{table}"', ()), None)


def _after(table, statement, find):
    """The rows that a write reached, as the owner sees them afterwards."""
    with undone("asks"):
        try:
            reached = run(*statement).rowcount
        except psycopg.Error as error:
            if error.sqlstate == REFUSED:
                return set()
            raise QuestionError(f"{statement}: {error}") from error
        if not reached:
            return set()
        run("RESET ROLE")
        left = find() if find else {row[0] for row in run(f'SELECT id FROM "{table}"')}
    return left if find else everything(table) - left


def everything(table: str) -> set:
    """Ids of all rows, as the owner sees them."""
    with undone("owner"):
        run("RESET ROLE")
        return {row[0] for row in run(f'SELECT id FROM "{table}"')}


def carries(table: str, column: str, parent) -> bool:
    """Can the actor let all rows that she reaches point there, naming none?"""
    with undone("asks"):
        try:
            return run(f'UPDATE "{table}" SET "{column}" = %s', (parent,)).rowcount > 0
        except psycopg.Error as error:
            if error.sqlstate == REFUSED:
                return False
            raise QuestionError(f"carry in {table}: {error}") from error


def links(table: str, key, column: str, parent) -> bool:
    """Can the actor let this row point to that parent?"""
    sql = f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s'
    with undone("asks"):
        try:
            return run(sql, (parent, key)).rowcount > 0
        except psycopg.Error as error:
            if error.sqlstate == REFUSED:
                return False
            raise QuestionError(f"link in {table}: {error}") from error


def answer_to(sql: str, values=()) -> str:
    """The SQLSTATE with which a write ends once every constraint is checked; empty: it stands."""
    with undone("asks"):
        try:
            run(sql, values)
            run("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            return f"{type(error).__name__} {error.sqlstate}"
    return ""


def insertion(table: str, row: dict) -> tuple[str, list]:
    """The statement that inserts a row, without returning anything."""
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values())


def lets_in(table: str, row: dict) -> bool:
    """Does the database take this row from the actor? Only a policy may say no."""
    answer = answer_to(*insertion(table, row))
    if answer and not answer.endswith(REFUSED):
        raise QuestionError(f"{table} takes no such row from anyone: {answer} {row}")
    return not answer
