"""A clock that stands still: Python reads this first wherever this folder is on its path.

An installation that is started so lives at the moment named in SATUATAP_STANDING_CLOCK, so that two
runs a month apart make the same pictures; what its tables note by themselves is of that moment too.
It still moves, by a thousandth: what came first stays first.
"""

import os
import time
from datetime import UTC, datetime, timedelta

from django.db.models.functions import Now
from django.utils import timezone

STANDS_AT = datetime.fromisoformat(os.environ["SATUATAP_STANDING_CLOCK"])
SINCE = float(os.environ["SATUATAP_STANDING_CLOCK_SINCE"])
IN_TABLES = (
    f"(timestamptz '{STANDS_AT.isoformat()}' + (statement_timestamp()"
    f" - timestamptz '{datetime.fromtimestamp(SINCE, UTC).isoformat()}') / 1000)"
)


def now():
    """The moment at which this installation stands."""
    return STANDS_AT + timedelta(milliseconds=time.time() - SINCE)


def as_postgresql(self, compiler, connection, **context):
    """The same moment where a migration writes it into a table as its default."""
    return self.as_sql(compiler, connection, template=IN_TABLES, **context)


timezone.now = now
Now.as_postgresql = as_postgresql
