"""Locks on what has no row of its own: they last to the end of the transaction."""

from django.db import connection


def lock_until_the_end(name: str, *, shared: bool = False) -> None:
    """Wait for everybody who holds this name; those who share it do not wait for each other."""
    lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [name])
