"""Looks into the running installation of a journey, as its operator could."""

import json

OPENING = "import django, json, sys; django.setup(); told = json.loads(sys.argv[1])\n"
LONG_AGO = """
from satuatap.accounts.session_store import SEEN, SessionStore
session = SessionStore(told["key"])
session[SEEN] = "2020-01-01T00:00:00+00:00"
session.save()
"""


def run(installation, code, role="owner", **words):
    """Run a few lines of Python inside Django; `words` reach them as the dictionary `told`."""
    return installation.python("-c", OPENING + code, json.dumps(words), role=role)


def let_idle_time_pass(installation, visitor):
    """As if this browser had not been used for hours."""
    cookies = visitor.page.context.cookies()
    key = next(c["value"] for c in cookies if c["name"].endswith("satuatap_administration"))
    run(installation, LONG_AGO, key=key)
