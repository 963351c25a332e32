"""Sealing again what older data keys sealed, while the services run.

Columns (`EncryptedText`) and files are found by themselves. What a room seals in another way,
it registers in its `resealing.py`; of a purpose that nobody knows, no key is ever dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection, transaction

from satuatap.common import files
from satuatap.common.fields import EncryptedText
from satuatap.common.vault import CannotOpen, vault

BATCH = 500
PASSES = 20  # rows that somebody holds are left for the next pass
PAUSE = 0.5  # seconds between passes
MUST_REST = timedelta(hours=1)  # longer than any request or job may hold an old value


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept sealed.

    `seal_again(number)` seals what is not sealed by key `number` yet, in small transactions,
    and yields how many it did, and how many it could not open, after each of them; `numbers()`
    tells which keys are in use.
    """

    name: str
    purpose: str
    seal_again: Callable[[int], Iterator[tuple[int, int]]]
    numbers: Callable[[], set[int]]


_registered: dict[str, Kept] = {}


def register(kept: Kept) -> None:
    """Tell of something sealed that is neither an EncryptedText column nor a file."""
    _registered[kept.name] = kept


def short_lived(purpose_name: str) -> None:
    """Tell of a purpose whose values end by themselves within the hour and may be lost."""
    register(Kept(purpose_name, purpose_name, lambda number: iter(()), set))


def meet_rooms() -> None:
    """Import what rooms registered, and with it the purposes that they declare."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.resealing"):
            import_module(f"{app.name}.resealing")


def everything_kept() -> list[Kept]:
    """All that is kept sealed: columns, files, and what rooms registered."""
    meet_rooms()
    of_files = Kept("files", files.FILES, _files_again, _numbers_of_files)
    return [*map(_kept_column, sealed_columns()), of_files, *_registered.values()]


def sealed_columns() -> list[EncryptedText]:
    """Every EncryptedText field of the installed rooms, once per table."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedText)
    ]


def _kept_column(field: EncryptedText) -> Kept:
    name = f"{field.model._meta.db_table}.{field.column}"
    return Kept(
        name,
        field.purpose_name,
        lambda number: column_again(field, number),
        lambda: _numbers_of_column(field),
    )


def column_again(
    field: EncryptedText, number: int, batch: int = BATCH
) -> Iterator[tuple[int, int]]:
    """Seal one column again, batch by batch; may be broken off and begun again at any time."""
    for attempt in range(PASSES):
        last, damaged = None, 0
        while found := _one_batch(field, number, last, batch):
            done, failed, last = found
            damaged += failed
            yield done, failed if attempt == 0 else 0
        if _left(field, number) <= damaged:
            return
        time.sleep(PAUSE)


def _one_batch(field, number, last, batch):
    """One transaction: (sealed again, could not be opened, last id), None when none was found."""
    names = _names(field)
    after = f"AND {names['id']} > %s" if last is not None else ""
    select = (
        f"SELECT {names['id']}, {names['column']} FROM {names['table']} "  # noqa: S608 - our names
        f"WHERE {names['column']} IS NOT NULL AND {_KEY.format(**names)} <> %s {after} "
        f"ORDER BY {names['id']} LIMIT {int(batch)} FOR NO KEY UPDATE SKIP LOCKED"
    )
    head = number.to_bytes(4, "big")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(select, [head, last] if last is not None else [head])
        rows = cursor.fetchall()
        fresh = [(key, bytes(old), _sealed_again(field, key, bytes(old))) for key, old in rows]
        _replace(cursor, names, [row for row in fresh if row[2] is not None])
    if not rows:
        return None
    failed = sum(new is None for _, _, new in fresh)
    return len(rows) - failed, failed, rows[-1][0]


def _sealed_again(field, key, old):
    """The same text under the key in use; None when the old value does not open."""
    place = f"{field.model._meta.db_table}.{field.column}:{key}"
    try:
        text = vault().open(field.purpose_name, old, place)
    except CannotOpen:
        return None
    return vault().seal(field.purpose_name, text, place)


def _replace(cursor, names, rows):
    """Write the new values where the old ones still stand."""
    update = (
        f"UPDATE {names['table']} SET {names['column']} = %s "  # noqa: S608 - our names
        f"WHERE {names['id']} = %s AND {names['column']} = %s"
    )
    cursor.executemany(update, [(new, key, old) for key, old, new in rows])


_KEY = "substring({column} FROM 2 FOR 4)"


def _names(field):
    quote = connection.ops.quote_name
    meta = field.model._meta
    return {
        "table": quote(meta.db_table),
        "column": quote(field.column),
        "id": quote(meta.pk.column),
    }


def _left(field, number) -> int:
    """How many values of this column are sealed by another key."""
    names = _names(field)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {names['table']} WHERE {names['column']} IS NOT NULL "  # noqa: S608
            f"AND {_KEY.format(**names)} <> %s",
            [number.to_bytes(4, "big")],
        )
        return cursor.fetchone()[0]


def _numbers_of_column(field) -> set[int]:
    names = _names(field)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT {_KEY.format(**names)} FROM {names['table']} "  # noqa: S608
            f"WHERE {names['column']} IS NOT NULL"
        )
        return {int.from_bytes(row[0], "big") for row in cursor.fetchall()}


def _files_again(number: int) -> Iterator[tuple[int, int]]:
    for file_id in files.every_file():
        try:
            yield int(files.seal_again(file_id, number)), 0
        except CannotOpen:
            yield 0, 1


def _numbers_of_files() -> set[int]:
    found = set()
    for file_id in files.every_file():
        try:
            found.add(files.key_number_of(file_id))
        except (FileNotFoundError, CannotOpen):  # destroyed meanwhile, or never whole
            continue
    return found


# --- what happens to keys ---------------------------------------------------------------------


def numbers_in_use() -> set[int]:
    """Numbers of the data keys by which something is sealed now."""
    return set().union(*(kept.numbers() for kept in everything_kept()))


def drop_old_keys(now: datetime, *, at_once: bool = False) -> tuple[list[int], list[int]]:
    """Forget retired data keys that seal nothing; returns (dropped, must rest first).

    A process may hold an old sealed value and write it back. So a key is dropped only when two
    looks, an hour apart, found nothing; `at_once` is for services that stand still.
    """
    store = vault().store
    known, used = {kept.purpose for kept in everything_kept()}, numbers_in_use()
    idle = {
        number: key
        for number, key in store.data_keys().items()
        if not key.active and key.purpose in known and number not in used
    }
    store.note_unused(idle, now)
    ready = [n for n, key in idle.items() if at_once or _has_rested(key.unused_at, now)]
    for number in ready:
        store.drop_data_key(number)
    return ready, [number for number in idle if number not in ready]


def _has_rested(since, now):
    return since is not None and now - since >= MUST_REST
