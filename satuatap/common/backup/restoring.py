"""Restoring a backup into an empty database and an empty home, and proving it afterwards.

From the first write to the last check a marker lies in the home: while it is there no service
starts, and a restore that was broken off clears its own remains when it is run again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pyrage.x25519 import Identity

from satuatap.common import endings, files
from satuatap.common.backup import checks, database, reading, recovery, shelf, writing
from satuatap.common.backup.problems import BackupProblem
from satuatap.common.backup.stream import contents, opened_archive
from satuatap.common.endings import State
from satuatap.common.keystore import PARTS, KeyStore
from satuatap.common.unfinished import marker
from satuatap.common.vault import vault


@dataclass(frozen=True)
class Chosen:
    """What is restored: proved data, the key store that opens them, the newest journal."""

    data: reading.Proved
    keys: dict[str, bytes]
    journal: bytes


def choose(folder: Path, identity: Identity, *, data: Path | None, keys: Path | None) -> Chosen:
    """Find and prove everything before anything is touched.

    Without a name the newest data are taken, and the newest key store that has every key they
    need; older copies may hold keys that were dropped on purpose since.
    """
    world = settings.WORLD
    path = data or shelf.newest(folder, world, shelf.DATA).path
    proved = reading.prove(path, identity)
    _refuse_newer(proved.manifest)
    journal = folder / shelf.endings_name(world)
    if not journal.exists():
        raise BackupProblem(
            f"{journal.name} is missing in {folder}. Without the journal of endings, what was "
            "closed or destroyed after this backup would come back."
        )
    found = reading.keys_in(keys, identity) if keys else _fitting_keys(folder, identity, proved)
    return Chosen(proved, found, reading.journal_in(journal, identity))


def _fitting_keys(folder, identity, proved):
    needed = set(proved.manifest["keys_needed"])
    for kept in reversed(shelf.on_shelf(folder, settings.WORLD, shelf.KEYS)):
        parts = reading.keys_in(kept.path, identity)
        if needed <= _numbers_in(parts):
            return parts
    raise BackupProblem(
        f"No key store in {folder} has all keys that {proved.path.name} needs "
        f"({', '.join(map(str, sorted(needed)))}). If keys were dropped on purpose, name the key "
        "store to use with --keys; what it cannot open stays closed."
    )


def _numbers_in(parts):
    with tempfile.TemporaryDirectory() as folder:
        store = KeyStore(Path(folder))
        store.put_back(parts)
        return set(store.data_keys())


def _refuse_newer(manifest):
    known = {f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.disk_migrations}
    unknown = sorted(set(manifest["migrations"]) - known)
    if unknown:
        raise BackupProblem(
            f"The backup was made by a newer version of Satu Atap ({unknown[0]}, …). "
            "Restore it with that version."
        )


def undecided_in(chosen: Chosen) -> list[endings.Noted]:
    """Endings that were intended and of which the journal does not say how they went."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(chosen.journal)
        file.flush()
        found = endings.read(Path(file.name))
    own = endings.read()
    latest = {line: own.get(line, noted) for line, noted in found.items()} | own
    return [noted for noted in latest.values() if noted.state == State.INTENDED]


def refuse_unless_empty() -> None:
    """Refuse a database or home in which something is, unless we left it there ourselves."""
    database.must_be_owner()
    if marker().exists():
        database.empty()
        shutil.rmtree(settings.FILES, ignore_errors=True)
        for name in PARTS:
            (Path(settings.KEY_STORE) / name).unlink(missing_ok=True)
    tables = database.tables()
    if tables:
        raise BackupProblem(
            f"The database is not empty (it holds {tables[0]} and more). A restore writes only "
            "into an empty one: `manage.py database sql` shows how it is made."
        )
    if vault().store.exists() or next(files.every_file(), None):
        raise BackupProblem(
            f"{settings.KEY_STORE} or {settings.FILES} is not empty. Move them away; a restore "
            "never writes over keys or files."
        )


def restore(chosen: Chosen, identity: Identity, verdict: State | None) -> Iterator[str]:
    """Write everything, prove it, apply the endings; yields a sentence per step."""
    refuse_unless_empty()
    marker().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker().write_text(f"{chosen.data.path.name}\n")
    vault().store.put_back(chosen.keys)
    _merge_journal(chosen.journal)
    count = _write_back(chosen.data.path, identity)
    yield f"database and {count} files written"
    manifest = chosen.data.manifest
    yield checks.world(manifest)
    yield checks.counts(manifest)
    yield from _bring_up_to_date()
    yield from checks.everything_opens()
    yield from checks.facts_hold(manifest)
    yield from _apply_endings(verdict)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    recovery.keep_again(manifest["recipients"])
    marker().unlink()


def _write_back(path, identity):
    """One pass over the archive: the dump into the database, then files to their places."""
    count = 0
    with opened_archive(path, identity) as tar:
        members = contents(tar)
        with database.restoring() as take:
            first = next(members)
            while first[0] == writing.HEAD or first[0].startswith(writing.PARTS_OF_DATABASE):
                if first[0] != writing.HEAD:
                    take(first[1])
                first = next(members)
        for name, content in chain([first], members):
            if name.startswith(writing.FILES):
                files.put_back(UUID(name.removeprefix(writing.FILES)), content)
                count += 1
            elif name == writing.ANCHOR:
                _put_anchor(content)
    return count


def _put_anchor(content):
    """The audit's memory; one that survived on this machine knows more and is kept."""
    path = Path(settings.AUDIT_ANCHOR)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


def _merge_journal(content):
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        endings.merge(Path(file.name))


def _bring_up_to_date():
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        yield f"{len(missing)} newer migrations applied"


def _apply_endings(verdict):
    """First the open lines: those in the database are done, the others as the person said."""
    open_ones = {noted.line for noted in endings.undecided()}
    if open_ones and verdict is None:
        raise BackupProblem("Some endings are undecided; run the restore again with --undecided.")
    endings.decide(open_ones, verdict or State.DROPPED)
    endings.settle_known()
    counts = endings.apply_all()
    total = sum(counts.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    yield f"{total} endings applied" + (f" ({kinds})" if kinds else "")
