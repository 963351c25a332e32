"""Statements that are asked at every click: planned once per connection, not every time.

Row security makes a statement long, and planning it takes longer than running it. What is asked
here keeps its plan: `acting.enter` tells PostgreSQL to use one plan whatever the values are. For
few, fixed texts only; each stays with each connection as long as it lives.
"""

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor):
    """Sends values beside the text, and prepares the text at its first use."""

    def execute(self, query, params=None, **_more):
        super().execute(query, params, prepare=True)
        if connection.queries_logged:  # Django's log asks for the text, which was not sent again
            self._query = self._convert_query(query, params)
        return self


def rows(statement: str, values) -> list[tuple]:
    """All rows of a fixed statement; counted and logged as every other query is."""
    connection.ensure_connection()
    with connection._prepare_cursor(_Prepared(connection.connection)) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
