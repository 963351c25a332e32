"""Looks into the running installation of a journey, as its operator could."""

import json
import os
import subprocess
import sys

from launcher.cluster import Cluster


def cluster_of(installation, world="administration"):
    """The running cluster of one world."""
    folder = installation.home / world
    return Cluster(folder / "postgres", secrets_file=folder / "secrets.json")


def environment(installation, role="owner", world="administration"):
    """What a process of this installation is told."""
    folder = installation.home / world
    name = {"owner": "OWNER_DATABASE_URL", "service": "DATABASE_URL", "sealer": "SEALER_DATABASE_URL"}
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "satuatap.settings",
        "SATUATAP_WORLD": world,
        "SATUATAP_ROLE": role,
        f"SATUATAP_{name[role]}": cluster_of(installation, world).dsn(f"satuatap_{role}"),
        "SATUATAP_HOME": str(installation.home),
        "SATUATAP_KEYS": str(folder / "keys"),
        "SATUATAP_FILES": str(folder / "files"),
        "SATUATAP_SECRET_KEY_FILE": str(folder / "secret_key"),
    }


def run(installation, code, role="owner", **words):
    """Run a few lines of Python inside Django; `words` reach them as the dictionary `told`."""
    opening = "import django, json, sys; django.setup(); told = json.loads(sys.argv[1])\n"
    done = subprocess.run(
        [sys.executable, "-c", opening + code, json.dumps(words)],
        env=environment(installation, role), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


LONG_AGO = """
from satuatap.accounts.session_store import SEEN, SessionStore
session = SessionStore(told["key"])
session[SEEN] = "2020-01-01T00:00:00+00:00"
session.save()
"""


def let_idle_time_pass(installation, visitor):
    """As if this browser had not been used for hours."""
    cookies = visitor.page.context.cookies()
    key = next(c["value"] for c in cookies if c["name"].endswith("satuatap_administration"))
    run(installation, LONG_AGO, key=key)
