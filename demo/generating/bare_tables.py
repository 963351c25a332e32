"""Filling tables without their indexes and foreign keys, which are made again afterwards.

Making an index over a full table costs a tenth of keeping it up row by row. What is taken down
is read from the database's own catalogue and put back word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f'
FROM pg_constraint
WHERE (conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('p', 'u', 'f'))
   OR (confrelid::regclass::text = ANY(%(tables)s) AND contype = 'f')
ORDER BY contype <> 'f', conrelid::regclass::text, conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid::regclass::text = ANY(%(tables)s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY 1
"""


@contextmanager
def without_indexes(connection, tables, say) -> Iterator[None]:
    """A block in which these tables have neither indexes nor foreign keys, nor any point to them.

    `connection` is a psycopg connection of the owner in autocommit. Everything is there again
    afterwards, also when the block fails.
    """
    names = {"tables": list(tables)}
    constraints = connection.execute(CONSTRAINTS, names).fetchall()  # foreign keys come first
    indexes = connection.execute(INDEXES, names).fetchall()
    with connection.transaction():
        for table, name, _made, _is_foreign in constraints:
            _alter(connection, table, sql.SQL("DROP CONSTRAINT {}").format(sql.Identifier(name)))
        for name, _made in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    try:
        yield
    finally:
        _put_back(connection, constraints, indexes, say)


def _put_back(connection, constraints, indexes, say):
    own = [row for row in constraints if not row[3]]
    foreign = [row for row in constraints if row[3]]
    say(f"making {len(own) + len(indexes)} indexes again …")
    for table, name, made, _is_foreign in own:
        _add(connection, table, name, made)
    for _name, made in indexes:
        connection.execute(made)
    say(f"checking {len(foreign)} foreign keys …")
    for table, name, made, _is_foreign in foreign:
        _add(connection, table, name, made)


def _add(connection, table, name, made):
    what = sql.SQL("ADD CONSTRAINT {} {}").format(sql.Identifier(name), sql.SQL(made))
    _alter(connection, table, what)


def _alter(connection, table, what):
    connection.execute(sql.SQL("ALTER TABLE {} ").format(sql.Identifier(table)) + what)
