"""A database of its own for the audit's tests: real commits, real roles, a real second process."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from launcher.cluster import SUPERUSER
from satuatap.accounts import proving
from satuatap.accounts.anchor import Anchor
from satuatap.accounts.sealing import DAYS, TABLE, Sealer
from satuatap.common.keystore import KeyStore
from satuatap.common.postgres import SEALER, SERVICE
from tests.database import CHECKOUT, WORLD, town

OFFICES = [f"00000000-0000-4000-8000-{number:012d}" for number in range(1, 4)]
INSERT = (
    f"INSERT INTO {TABLE} (id, at, person_id, service, office_id, verb, about_kind, about_id, "
    "reason, chain) VALUES (gen_random_uuid(), now(), %s, %s, %s, %s, %s, %s, %s, '')"
)


class AuditRoom:
    """One database of this run's world, and everything around its audit."""

    def __init__(self, database, home):
        self.database, self.home = database, Path(home)
        self.keys, self.anchor_file = self.home / "keys", self.home / "audit" / "heads.jsonl"
        KeyStore(self.keys).create([])
        self.key = KeyStore(self.keys).single("audit.key")

    @contextmanager
    def connect(self, role=SUPERUSER):
        """A connection that commits every statement."""
        dsn = town.cluster.dsn(role, self.database)
        with psycopg.connect(dsn, autocommit=True) as connection:
            yield connection

    def environment(self, role):
        """What a process of this world is given."""
        return {
            **os.environ,
            **town.environment(role, self.database),
            "SATUATAP_KEYS": str(self.keys),
            "SATUATAP_AUDIT_ANCHOR": str(self.anchor_file),
        }

    def command(self, role, *words, environment=None):
        """The end of `manage.py …`, with what it said."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=CHECKOUT,
            env=environment or self.environment(role),
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def sealer_process(self):
        """A sealer at work in a process of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "satuatap.accounts.seal"],
            cwd=CHECKOUT,
            env=self.environment("sealer"),
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @property
    def anchor(self):
        """The anchor file with this world's key."""
        return Anchor(self.anchor_file, self.key)

    def sealer(self, connection, **options):
        """A sealer that has taken its lock."""
        sealer = Sealer(connection, world=WORLD, key=self.key, anchor=self.anchor, **options)
        sealer.open()
        return sealer

    def seal(self, **options):
        """Seal what is waiting; returns how many."""
        with self.connect(SEALER) as connection:
            return self.sealer(connection, **options).tick()

    def write(self, count=1, office=None, verb="step_finished", connection=None):
        """Entries as the service writes them, each in a transaction of its own."""
        rows = [
            (None, "tests", office or OFFICES[n % 3], verb, "applications.step", str(n), "")
            for n in range(count)
        ]
        if connection is not None:
            for row in rows:
                connection.execute(INSERT, row)
            return
        with self.connect(SERVICE) as own, own.cursor() as cursor:
            cursor.executemany(INSERT, rows)

    def verify(self, connection=None):
        """What a verification finds."""
        if connection is None:
            with self.connect(SEALER) as own:
                return self.verify(own)
        memory = self.anchor.read()
        return proving.verify(connection, world=WORLD, key=self.key, memory=memory)

    def empty(self):
        """As on the first day."""
        with self.connect() as connection:
            connection.execute(f"TRUNCATE {TABLE}, {DAYS}")
        self.anchor_file.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def audit_database(tmp_path_factory):
    """A clone for each process of the run."""
    name = town.clone(f"audit_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    yield AuditRoom(name, tmp_path_factory.mktemp("audit"))
    town.drop(name)


@pytest.fixture
def audit_room(audit_database):
    """An empty audit."""
    audit_database.empty()
    return audit_database
