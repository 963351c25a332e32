"""Plans of statements that are asked at every click.

A connection of the service keeps the plan of whatever it asks again (`server_side_binding` in the
settings). PostgreSQL plans anew for the values when it thinks that a better plan comes of it; row
security makes that dear, and for some statements we know that one plan fits all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def one_plan_for_all_values() -> Iterator[None]:
    """Within a transaction: statements of the block are planned once per connection.

    Only for fixed texts whose conditions on partial indexes are written out, not given as values.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        yield
        cursor.execute("SET LOCAL plan_cache_mode = auto")
