"""Writing a backup: one snapshot of the database, the files, then the keys that open them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from satuatap.common import endings, files, resealing
from satuatap.common.backup import database, facts, recovery, shelf
from satuatap.common.backup.problems import BackupProblem
from satuatap.common.backup.stream import add, sealed_archive
from satuatap.common.vault import vault

FORMAT = 1
HEAD, MANIFEST, ANCHOR = "head.json", "manifest.json", "audit/heads.jsonl"
PARTS_OF_DATABASE, FILES = "database/", "files/"


@dataclass(frozen=True)
class Written:
    """One file of a backup that was written."""

    path: Path
    bytes: int


def write(folder: Path, now: datetime, kinds: tuple[str, ...]) -> Iterator[Written]:
    """Write the named kinds (data, keys, endings) of this world into the folder.

    Data come first: every key that sealed something in them is then still in the store, or the
    backup is refused. The journal comes last, so that it knows at least what the data know.
    """
    recipients = recovery.recipients()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    world = settings.WORLD
    if "data" in kinds:
        path = folder / shelf.dated_name(world, now, shelf.DATA)
        before = set(vault().store.data_keys())
        _write_data(path, recipients, now)
        if before - set(vault().store.data_keys()):
            path.unlink()
            raise BackupProblem("A data key was dropped during the backup. Run the backup again.")
        yield _written(path)
    if "keys" in kinds:
        path = folder / shelf.dated_name(world, now, shelf.KEYS)
        _write_keys(path, recipients, now)
        yield _written(path)
    if "endings" in kinds:
        path = folder / shelf.endings_name(world)
        _write_endings(path, recipients, now)
        yield _written(path)


def _written(path):
    return Written(path, path.stat().st_size)


def _write_data(path, recipients, now):
    database.must_be_owner()
    left_out = facts.left_out()
    with _snapshot() as snapshot, sealed_archive(path, recipients) as tar:
        head = _head("data", now) | {"postgresql": database.server_version()}
        add(tar, HEAD, _json(head))
        manifest = head | {"migrations": _migrations(), "counts": database.counts(left_out)}
        manifest["left_out"] = sorted(left_out)
        manifest["recipients"] = [str(recipient) for recipient in recipients]
        manifest["facts"] = {name: fact.collect() for name, fact in facts.all_facts().items()}
        manifest["keys_needed"] = sorted(resealing.numbers_in_use())
        manifest["database"] = _add_database(tar, snapshot, left_out)
        manifest["files"] = _add_files(tar)
        if Path(settings.AUDIT_ANCHOR).exists():
            add(tar, ANCHOR, Path(settings.AUDIT_ANCHOR).read_bytes())
        add(tar, MANIFEST, _json(manifest))


@contextmanager
def _snapshot():
    """A read-only transaction whose view of the database other connections may share."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _add_database(tar, snapshot, left_out):
    total, digest = 0, hashlib.sha256()
    for number, chunk in enumerate(database.dumped(snapshot, left_out)):
        add(tar, f"{PARTS_OF_DATABASE}{number:06}", chunk)
        digest.update(chunk)
        total += len(chunk)
    return {"bytes": total, "sha256": digest.hexdigest()}


def _add_files(tar):
    """Every kept file; one that is destroyed meanwhile is left out, as its ending is noted."""
    told = FilesDigest()
    for file_id in files.every_file():
        try:
            content = files.read_sealed(file_id)
        except FileNotFoundError:
            continue
        add(tar, f"{FILES}{file_id}", content)
        told.take(str(file_id), content)
    return told.summary()


class FilesDigest:
    """Count, size and one digest over names and contents, in the order of the archive."""

    def __init__(self):
        self._count, self._bytes, self._digest = 0, 0, hashlib.sha256()

    def take(self, name: str, content: bytes) -> None:
        """One more file."""
        self._count += 1
        self._bytes += len(content)
        self._digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())

    def summary(self) -> dict:
        """What the manifest says of the files."""
        return {"count": self._count, "bytes": self._bytes, "sha256": self._digest.hexdigest()}


def _write_keys(path, recipients, now):
    store = vault().store
    with sealed_archive(path, recipients) as tar:
        add(tar, HEAD, _json(_head("keys", now)))
        for name, content in store.parts().items():
            add(tar, f"keys/{name}", content)


def _write_endings(path, recipients, now):
    endings.settle(now)
    journal = Path(settings.ENDINGS_JOURNAL)
    with sealed_archive(path, recipients) as tar:
        add(tar, HEAD, _json(_head("endings", now)))
        add(tar, "endings.jsonl", journal.read_bytes() if journal.exists() else b"")


def _head(kind, now):
    return {"format": FORMAT, "kind": kind, "world": settings.WORLD, "made_at": now.isoformat()}


def _migrations():
    """The applied migrations, as `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _json(content) -> bytes:
    return json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"
