"""What a restored world must show before its service may open."""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from satuatap.common import files
from satuatap.common.backup import database, facts
from satuatap.common.backup.problems import BackupProblem
from satuatap.common.resealing import sealed_columns
from satuatap.common.vault import CannotOpen, vault

SAMPLE = 100  # values per column, and files


def world(manifest: dict) -> str:
    """The database belongs to the world that this process serves."""
    found = database.world_of_database()
    if found != settings.WORLD or manifest["world"] != settings.WORLD:
        raise BackupProblem(
            f"The restored database belongs to {found or 'no world'}, and this is {settings.WORLD}."
        )
    return f"the database belongs to {found}"


def counts(manifest: dict) -> str:
    """Every table has as many rows as when the backup was made."""
    found, wanted = database.counts(manifest["left_out"]), manifest["counts"]
    for table in sorted(set(found) | set(wanted)):
        if found.get(table) != wanted.get(table):
            raise BackupProblem(
                f"{table} has {found.get(table, 'no')} rows after the restore, and the backup says "
                f"{wanted.get(table, 'none')}."
            )
    return f"{sum(found.values())} rows in {len(found)} tables, as in the manifest"


def everything_opens() -> Iterator[str]:
    """A sample of every sealed column and of the files can be opened with the restored keys."""
    for field in sealed_columns():
        yield _column_opens(field)
    yield _files_open()


def _column_opens(field):
    """The oldest, the newest and some between."""
    meta, quote = field.model._meta, connection.ops.quote_name
    table, column, key = map(quote, (meta.db_table, field.column, meta.pk.column))
    part = f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY "  # noqa: S608
    orders = (key, f"{key} DESC", "random()")
    union = " UNION ".join(f"({part}{order} LIMIT {SAMPLE // 3})" for order in orders)
    with connection.cursor() as cursor:
        cursor.execute(union)
        rows = cursor.fetchall()
    name = f"{meta.db_table}.{field.column}"
    for row_key, sealed in rows:
        _open(field.purpose_name, bytes(sealed), f"{name}:{row_key}", name)
    return f"{name}: {len(rows)} of {len(rows)} sampled values open"


def _files_open():
    known = list(files.every_file())
    sample = random.sample(known, min(SAMPLE, len(known)))
    for file_id in sample:
        _open(files.FILES, files.read_sealed(file_id), str(file_id), "files")
    return f"files: {len(sample)} of {len(known)} sampled, all open"


def _open(purpose, sealed, place, name):
    try:
        vault().open(purpose, sealed, place)
    except CannotOpen as problem:
        raise BackupProblem(
            f"{name} does not open with the restored keys ({problem}). The key store does not "
            "belong to these data: name another one with --keys."
        ) from None


def facts_hold(manifest: dict) -> Iterator[str]:
    """What the rooms remembered (the audit its chains) is true again."""
    known = facts.all_facts()
    for name, remembered in sorted(manifest["facts"].items()):
        if name not in known:
            raise BackupProblem(f"Nobody here can check “{name}”, which the backup remembers.")
        yield known[name].check(remembered)
