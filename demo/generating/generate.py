"""The whole work: centres, people block by block over several processes, indexes, statistics."""

from __future__ import annotations

import multiprocessing
import os
import time
from contextlib import closing
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from demo.generating.centres import Centre, lay_centres
from demo.generating.sizes import Block, Size, blocks

SESSION = {"maintenance_work_mem": "512MB", "synchronous_commit": "off", "timezone": "UTC"}


def generate(size: Size, seed: int, until: datetime, say) -> int:
    """Lay everything that happened before `until`; how many rows. `say` takes a line of progress.

    Runs as the owner, outside a transaction: other processes must see the centres.
    """
    begun = time.monotonic()
    with transaction.atomic():
        centres = lay_centres(seed, size.centres)
    say(f"{len(centres)} centres with their officers")
    if settings.WORLD != "administration":
        say("Nobody is laid in protection: there are no rooms for people yet.")
        return 0
    rows = _lay_lives(size, seed, centres, int(until.astimezone(UTC).timestamp()), say)
    say(f"{rows:,} rows in {time.monotonic() - begun:.0f} s")
    return rows


def _lay_lives(size, seed, centres, until, say) -> int:
    from demo.generating.bare_tables import without_indexes
    from demo.generating.tables import TABLES

    names = [table.name for table in TABLES]
    told = connection.get_connection_params()
    with closing(_connect(told)) as own:
        with without_indexes(own, names, say):
            rows = _copy_all(_Work(told, centres, until), blocks(seed, size.people), say)
        say("gathering statistics …")
        for name in names:
            own.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(name)))
    return rows


def _copy_all(work, all_blocks: list[Block], say) -> int:
    """Over as many processes as there are cores; a small town in this one."""
    rows, begun = 0, time.monotonic()
    for done, made in enumerate(_made_by_all(work, all_blocks), start=1):
        rows += made
        spent = time.monotonic() - begun
        left = spent / done * (len(all_blocks) - done)
        say(f"{done} of {len(all_blocks)} blocks, {rows:,} rows, {spent:.0f} s, {left:.0f} s to go")
    return rows


def _made_by_all(work, all_blocks):
    hands = min(len(os.sched_getaffinity(0)), len(all_blocks) // 4)
    if hands < 2:
        work.begin()
        yield from map(work.make, all_blocks)
        work.own.close()
        return
    connection.close()  # never shared with a child
    with multiprocessing.get_context("fork").Pool(hands, _begin_in_child, [work]) as pool:
        yield from pool.imap_unordered(_make_in_child, all_blocks)


class _Work:
    """What one process does with one block."""

    def __init__(self, told: dict, centres: list[Centre], until: int):
        self.told, self.centres, self.until = told, centres, until

    def begin(self):
        """Open the connection of this process."""
        self.own = _connect(self.told)

    def make(self, block: Block) -> int:
        """Lay one block; how many rows."""
        from demo.generating.lives import Lives

        return Lives(block, self.centres, self.until).lived().copy_to(self.own)


def _begin_in_child(work):
    global _in_child
    _in_child = work
    work.begin()


def _make_in_child(block):
    return _in_child.make(block)


def _connect(told: dict) -> psycopg.Connection:
    """A connection of the owner beside Django's, with memory for making indexes."""
    keys = ("dbname", "user", "password", "host", "port")
    own = psycopg.connect(**{key: told[key] for key in keys if told.get(key)}, autocommit=True)
    for name, value in SESSION.items():
        own.execute("SELECT set_config(%s, %s, false)", [name, value])
    return own
