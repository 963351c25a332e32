"""P1 over the cast: who can see and write which row is exactly what the truth table says."""

import re
import uuid

import pytest
from django.db import connection

from satuatap.accounts.roles import roles_of_this_world
from satuatap.common.policy import Policy, declared
from tests.database import WORLD
from tests.wall import asking
from tests.wall.laying import ME
from tests.wall.public import TABLES as PUBLIC
from tests.wall.truth import ALWAYS, HELPED, SERVICES, Truth

pytestmark = pytest.mark.wall
TRUTH = Truth(WORLD)
VERBS = {"read", "insert", "update", "delete"}


@pytest.mark.parametrize("table", TRUTH.tables)
def test_the_database_answers_every_cell_as_the_truth_table_does(matrix, table):
    assert [str(found) for found in matrix.differences(table)] == []
    assert matrix.cells > 100


@pytest.mark.parametrize("table", TRUTH.tables)
def test_rows_that_are_offered_are_refused_by_policies_only(matrix, as_owner, table):
    with as_owner():
        answers = {
            f"{place} {number}": asking.answer_to(
                *asking.insertion(table, named(matrix, table, row))
            )
            for place, rows in matrix.ground.candidates[table].items()
            for number, row in enumerate(rows)
        }

    assert {place: answer for place, answer in answers.items() if answer} == {}


def named(matrix, table, row):
    """The row in the name of whoever stands in for nobody."""
    return {name: matrix.by if value is ME else value for name, value in row.items()}


def test_every_table_with_a_policy_stands_in_the_truth_table_and_no_other():
    guarded = {
        model._meta.db_table for model, policy in declared().items() if isinstance(policy, Policy)
    }

    assert set(TRUTH.tables) == guarded


def test_every_table_is_answered_for_every_verb_in_own_and_in_other_places():
    missing = [
        (table, verb, place)
        for table in TRUTH.tables
        for verb in VERBS
        for place in ALWAYS - set(TRUTH.places(table, verb))
    ]

    assert missing == []


def test_every_role_and_every_named_service_has_a_column(db):
    """A role of this world is answered everywhere, one of the other world nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies")
        text = " ".join(row[0] for row in cursor.fetchall())
    named_in_policies = set(re.findall(r"acting_service\(\)[^=]*= '(\w+)'", text))

    assert named_in_policies <= set(SERVICES)
    wanted = {*roles_of_this_world(), *SERVICES, "anonymous", "both_offices"}
    assert set(TRUTH.actors()) - {HELPED} == wanted
    for cells in TRUTH.answers.values():
        answered = {column for column, cell in cells.items() if cell is not None}
        assert answered - {HELPED} == wanted


def test_every_column_acts(matrix):
    assert {person.column for person in matrix.people} == set(TRUTH.actors())


def parents() -> list[tuple[str, str, str]]:
    """(table, column, table that it points to) for every reference between guarded tables."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' ORDER BY 1, 2
        """)
        rows = cursor.fetchall()
    guarded = set(TRUTH.tables) - set(PUBLIC)  # ids that everybody reads tell nothing
    return [row for row in rows if row[0] in guarded and row[2] in guarded]


# it sees every office by its purpose, and no person or public address acts as it alone
SEES_EVERY_OFFICE = "application_walk"


@pytest.mark.world("administration")
def test_an_id_of_another_office_answers_like_an_unknown_one(matrix):
    """Foreign keys are checked past row security: the policy has to be there first."""
    differing = []
    for table, column, parent in parents():
        foreign, row = (
            matrix.ground.id(parent, "other_area"),
            matrix.ground.candidates[table]["own"][0],
        )
        for person in matrix.people:
            if person.column == SEES_EVERY_OFFICE or table not in (person.tables or [table]):
                continue
            verbs = ("insert",) if person.column == HELPED else ("insert", "update")
            with asking.acts(person.actor):
                for verb in verbs:
                    known, unknown = (
                        write(matrix, person, verb, table, row | {column: key}, column)
                        for key in (foreign, uuid.uuid4())
                    )
                    if known != unknown:
                        differing.append((person.column, verb, table, column, known, unknown))

    assert differing == []
    assert len(parents()) >= 8


def write(matrix, person, verb, table, row, column):
    """How the database answers an insert of this row, or an update of the column to its value."""
    if verb == "insert":
        return asking.answer_to(*asking.insertion(table, matrix.named(table, row, person)))
    sql = f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s'
    return asking.answer_to(sql, [row[column], matrix.ground.id(table, "own")])
