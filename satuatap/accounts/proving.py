"""Audit out of the database: verified in one pass, or written to a file that others can verify."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import psycopg
from psycopg.pq import TransactionStatus

from satuatap.accounts import chain
from satuatap.accounts.anchor import Memory
from satuatap.accounts.chain import Head
from satuatap.accounts.sealing import DAYS, PLAIN_TEXT, SEALED, TABLE
from satuatap.accounts.verification import Day, Finding, Verification

LATE_SECONDS = 60  # an unsealed entry this old means that nobody seals
SECOND_LOOK_SECONDS = 3  # unless a long transaction has ended just now

IN_ORDER = (
    f"COPY (SELECT {SEALED} FROM {TABLE} WHERE position IS NOT NULL "  # noqa: S608
    "ORDER BY chain, position) TO STDOUT"
)
STORED_DAYS = f"SELECT day::text, head, chains, mac FROM {DAYS} ORDER BY day"  # noqa: S608
WAITING = f"""
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0)::float8,
    count(*) FILTER (WHERE chain_hash IS NOT NULL OR mac IS NOT NULL OR sealed_at IS NOT NULL)
FROM {TABLE} WHERE position IS NULL
"""  # noqa: S608


@dataclass(frozen=True)
class Report:
    """What a verification saw."""

    entries: int
    chains: dict[str, Head]
    days: int
    waiting: int
    waiting_seconds: float
    findings: list[Finding]
    more: int
    restores: int
    has_anchor: bool

    @property
    def is_whole(self) -> bool:
        """Is everything as it was sealed, and does the sealer work?"""
        return not self.findings


def verify(connection: psycopg.Connection, *, world: str, key: bytes, memory: Memory) -> Report:
    """Check every sealed entry and day in one snapshot; `memory` was read from the anchor before.

    The role must see all rows: owner or sealer.
    """
    work = Verification(world, key, memory)
    with _snapshot(connection):
        days = _days(connection)
        work.read_days(days)
        with connection.cursor().copy(IN_ORDER) as rows:
            work.read(bytes(row)[:-1] for row in rows)
        waiting = connection.execute(WAITING).fetchone()
    findings = work.finish()
    if waiting[1] > LATE_SECONDS:
        time.sleep(SECOND_LOOK_SECONDS)
        waiting = connection.execute(WAITING).fetchone()
    findings = [*findings, *_about_waiting(*waiting)]
    restores = sum(len(gaps) for gaps in memory.gaps.values())
    return Report(
        entries=work.count,
        chains=work.chains,
        days=len(days),
        waiting=waiting[0],
        waiting_seconds=waiting[1],
        findings=findings,
        more=work.more,
        restores=restores,
        has_anchor=memory.found,
    )


def export(
    connection: psycopg.Connection, file: BinaryIO, *, world: str, anchor: Iterable[bytes] = ()
) -> int:
    """Write anchor, days and sealed entries as lines (docs/reference/audit.md).

    `anchor` are the lines of the anchor file. Returns how many entries were written.
    """
    with _snapshot(connection):
        at = connection.execute("SELECT now()::text").fetchone()[0]
        file.write(f"{chain.FORMAT_LINE}\t{world}\t{at}\n".encode())
        file.writelines(b"anchor\t%b\n" % line for line in anchor)
        file.writelines(day_line(day) for day in _days(connection))
        count = 0
        with connection.cursor().copy(IN_ORDER) as rows:
            for row in rows:
                file.write(row)
                count += 1
        waiting = connection.execute(WAITING).fetchone()[0]
        file.write(b"end\t%d\t%d\n" % (count, waiting))
    return count


def day_line(day: Day) -> bytes:
    """One day as a line of the export."""
    heads = {name: [head.position, head.hash.hex()] for name, head in day.heads.items()}
    listed = json.dumps(heads, sort_keys=True, separators=(",", ":"))
    return f"day\t{day.day}\t{day.head.hex()}\t{day.mac.hex()}\t{listed}\n".encode()


def head_of_day(connection: psycopg.Connection, day: str) -> bytes | None:
    """The published number of one day (ISO date), or None when the day has none."""
    found = connection.execute(f"SELECT head FROM {DAYS} WHERE day = %s::date", [day]).fetchone()  # noqa: S608
    return bytes(found[0]) if found else None


@contextmanager
def _snapshot(connection) -> Iterator[None]:
    """One unchanging view of the database, with moments and bytes written as the chain wants."""
    connection.execute(PLAIN_TEXT)
    if connection.info.transaction_status != TransactionStatus.IDLE:
        yield  # the caller's transaction
        return
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _days(connection) -> list[Day]:
    rows = connection.execute(STORED_DAYS).fetchall()
    return [Day(day, bytes(head), _heads(listed), bytes(mac)) for day, head, listed, mac in rows]


def _heads(listed) -> dict[str, Head]:
    """The stored list; whatever does not look like one is left out, and its head will not fit."""
    heads = {}
    for name, value in listed.items() if isinstance(listed, dict) else ():
        try:
            position, digest = value
            heads[name] = Head(int(position), bytes.fromhex(digest))
        except (TypeError, ValueError):
            continue
    return heads


def _about_waiting(count, seconds, half_sealed) -> Iterator[Finding]:
    if half_sealed:
        what = f"{half_sealed} entries have lost their place but not the rest of their seal"
        yield Finding("changed", "", 0, 0, "", what)
    if seconds > LATE_SECONDS:
        what = (
            f"{count} entries wait for their seal, the oldest for {seconds:.0f} seconds: "
            "the sealer is not running"
        )
        yield Finding("late", "", 0, 0, "", what)
