"""A clock that stands still: Python reads this first wherever this folder is on its path.

An installation that is started so lives at the moment named in SATUATAP_STANDING_CLOCK, so that two
runs a month apart make the same pictures. It still moves by a thousandth: what came first stays first.
"""

import os
import time
from datetime import datetime, timedelta

from django.utils import timezone

STANDS_AT = datetime.fromisoformat(os.environ["SATUATAP_STANDING_CLOCK"])
STARTED_AT = float(os.environ["SATUATAP_STANDING_CLOCK_SINCE"])


def now():
    """The moment at which this installation stands."""
    return STANDS_AT + timedelta(milliseconds=time.time() - STARTED_AT)


timezone.now = now
