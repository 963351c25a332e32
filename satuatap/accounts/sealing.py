"""The sealer: puts committed entries into the chain of their office, in a process of its own.

It looks for entries that are not yet sealed, not for those after the last one: whatever commits
late is found later and gets a later place, so that nothing is skipped. A place is never used
twice: where the database has lost the end of a chain, the sealer goes on after the last place that
it or the anchor knows, and the hole stays visible.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
from psycopg import errors

from satuatap.accounts import chain
from satuatap.accounts.anchor import Anchor, Gap, day_note, gap_note, head_note
from satuatap.accounts.chain import Head

log = logging.getLogger(__name__)

TABLE, DAYS = "accounts_auditentry", "accounts_auditday"
BATCH = 1000
LOCK = 0x5A7A_5EA1  # one sealer per database
PLAIN_TEXT = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'"
FIELDS = ", ".join(chain.ENTRY_FIELDS)
SEALED = f"{FIELDS}, sealed_at, chain, position, encode(chain_hash, 'hex'), encode(mac, 'hex')"

ANY_UNSEALED = f"SELECT EXISTS (SELECT FROM {TABLE} WHERE position IS NULL)"  # noqa: S608
UNSEALED = (
    f"COPY (SELECT {FIELDS} FROM {TABLE} WHERE position IS NULL "  # noqa: S608
    f"ORDER BY at, id LIMIT {BATCH}) TO STDOUT"
)
SEAL = f"""
UPDATE {TABLE} AS entry SET chain = fresh.chain, position = fresh.position,
    chain_hash = fresh.chain_hash, mac = fresh.mac, sealed_at = %s::timestamptz
FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::bytea[], %s::bytea[])
    AS fresh (id, chain, position, chain_hash, mac)
WHERE entry.id = fresh.id AND entry.position IS NULL
"""  # noqa: S608
TAKEN = f"""
SELECT entry.chain, max(entry.position) FROM {TABLE} AS entry
JOIN unnest(%s::text[], %s::bigint[]) AS fresh (chain, position) USING (chain, position)
GROUP BY entry.chain
"""  # noqa: S608
# the furthest place of every chain, one step of the index per chain
TOPS = f"""
WITH RECURSIVE top AS (
    (SELECT chain, position FROM {TABLE} WHERE position IS NOT NULL
     ORDER BY chain, position DESC LIMIT 1)
    UNION ALL
    SELECT following.chain, following.position FROM top, LATERAL (
        SELECT chain, position FROM {TABLE} WHERE position IS NOT NULL AND chain > top.chain
        ORDER BY chain, position DESC LIMIT 1) AS following
) SELECT chain, position FROM top
"""  # noqa: S608
TAIL = (
    f"COPY (SELECT {SEALED} FROM {TABLE} WHERE chain = %s AND position > %s AND position <= %s "  # noqa: S608
    "ORDER BY position DESC LIMIT 100) TO STDOUT"
)


class AlreadySealingError(Exception):
    """Another process seals this database already."""


@dataclass(frozen=True)
class _Seal:
    """One entry with the place that it is given."""

    entry_id: str
    chain: str
    head: Head
    mac: bytes


class Sealer:
    """Seals one database over one connection (autocommit, role sealer)."""

    def __init__(
        self,
        connection: psycopg.Connection,
        *,
        world: str,
        key: bytes,
        anchor: Anchor,
        zone: str = "Asia/Jakarta",
        now: Callable[[], datetime] | None = None,
    ):
        self.connection, self.world, self.key, self.anchor = connection, world, key, anchor
        self.zone = ZoneInfo(zone)
        self._now = now or (lambda: datetime.now(self.zone))
        self._heads: dict[str, Head] = {}
        self._last_day, self._last_day_head = "", b""

    def open(self) -> None:
        """Take the lock and learn how far each chain has come; raises AlreadySealingError."""
        self.connection.execute(PLAIN_TEXT)
        # after a great load the statistics still say that most entries wait: never read them all
        self.connection.execute("SET enable_seqscan = off")
        if not self._value("SELECT pg_try_advisory_lock(%s)", [LOCK]):
            raise AlreadySealingError
        memory = self.anchor.read()
        tops = {name: memory.top(name) for name in memory.heads}
        self._heads = {name: head for name, head in tops.items() if head}
        self._compare_with_database()
        self._learn_last_day(memory)

    def tick(self) -> int:
        """Close the day if it is over and seal what is waiting; returns how many entries."""
        self._close_day()
        sealed = 0
        while self._value(ANY_UNSEALED):
            try:
                done = self._seal_batch()
            except errors.UniqueViolation:
                continue  # the heads have moved past the places that somebody else took
            sealed += done
            if done < BATCH:
                break
        return sealed

    # ---- a batch ----

    def _seal_batch(self):
        with self.connection.transaction():
            with self.connection.cursor().copy(UNSEALED) as rows:
                entries = [bytes(row).rstrip(b"\n") for row in rows]
            if not entries:
                return 0
            at = self._value("SELECT clock_timestamp()::text")
            seals, heads = self._place(entries, at)
            self._write(seals, at)
        self._heads.update(heads)
        self.anchor.append(head_note(name, head) for name, head in sorted(heads.items()))
        return len(seals)

    def _place(self, entries, at):
        """Give every entry its place; returns the seals and the new heads."""
        seals, heads = [], {}
        for entry in entries:
            name = chain.chain_of(entry)
            last = heads.get(name) or self._heads.get(name)
            last = last or Head(0, chain.genesis(self.world, name))
            position = last.position + 1
            line = chain.sealed_line(entry, sealed_at=at, chain=name, position=position)
            head = Head(position, chain.link(last.hash, line), at)
            seals.append(
                _Seal(
                    entry.split(b"\t", 1)[0].decode(),
                    name,
                    head,
                    chain.mac(self.key, line, head.hash),
                )
            )
            heads[name] = head
        return seals, heads

    def _write(self, seals, at):
        chains = [seal.chain for seal in seals]
        places = [seal.head.position for seal in seals]
        hashes, macs = [seal.head.hash for seal in seals], [seal.mac for seal in seals]
        ids = [seal.entry_id for seal in seals]
        try:
            with self.connection.transaction():
                done = self.connection.execute(SEAL, [at, ids, chains, places, hashes, macs])
        except errors.UniqueViolation:
            self._step_over(chains, places)
            raise
        if done.rowcount != len(seals):
            raise errors.SerializationFailure("entries changed while they were being sealed")

    def _step_over(self, chains, places):
        """Somebody wrote into places that are the sealer's: leave them to the verifier."""
        taken = self.connection.execute(TAKEN, [chains, places]).fetchall()
        if not taken:
            raise errors.SerializationFailure("a place was taken and is free again")
        for name, position in taken:
            last = self._heads.get(name) or Head(0, chain.genesis(self.world, name))
            self._heads[name] = replace(last, position=position)
            log.error(
                "chain %s: place %s was taken by someone else; run audit verify", name, position
            )

    # ---- start ----

    def _compare_with_database(self):
        """Go on after the furthest genuine place, be it the anchor's or the database's."""
        notes, tops = [], dict(self.connection.execute(TOPS).fetchall())
        for name, head in self._heads.items():
            if tops.get(name, 0) < head.position:
                log.error("chain %s ends before its anchor; run audit verify", name)
        for name, top in tops.items():
            head = self._furthest_genuine(name, top)
            if head:
                self._heads[name] = head
                notes.append(head_note(name, head))
        self.anchor.append(notes)

    def _furthest_genuine(self, name, top):
        """The last place after the anchor's whose seal is right; None when there is none."""
        known = self._heads[name].position if name in self._heads else 0
        while top > known:
            with self.connection.cursor().copy(TAIL, [name, known, top]) as rows:
                lines = [bytes(row).rstrip(b"\n") for row in rows]
            for line in lines:
                body, _, place, digest, seal = line.rsplit(b"\t", 4)
                covered = line[: -len(digest) - len(seal) - 2]
                if self._is_sealed(covered, digest, seal):
                    at = body.rsplit(b"\t", 1)[1].decode()
                    return Head(int(place), bytes.fromhex(digest.decode()), at)
                top = int(place) - 1
            if not lines:
                return None
        return None

    def _is_sealed(self, covered, digest, seal):
        if len(digest) != 64:
            return False
        right = chain.mac(self.key, covered, bytes.fromhex(digest.decode()))
        return right.hex().encode() == seal

    # ---- days ----

    def _learn_last_day(self, memory):
        if memory.days:
            self._last_day = max(memory.days)
            self._last_day_head = memory.days[self._last_day]
        question = f"SELECT day::text, head, mac FROM {DAYS} WHERE day > %s ORDER BY day DESC"  # noqa: S608
        after = self._last_day or "-infinity"
        for day, head, seal in self.connection.execute(question, [after]).fetchall():
            if chain.day_mac(self.key, day, head) == seal:
                self._last_day, self._last_day_head = day, head
                self.anchor.append([day_note(day, head)])
                break

    def _close_day(self):
        """At the first tick of a day, make yesterday's heads one number."""
        today = self._now().astimezone(self.zone).date()
        yesterday = (today - timedelta(days=1)).isoformat()
        if self._last_day >= yesterday or not self._sealed_before(today):
            return
        head = chain.day_head(yesterday, self._last_day_head, self._heads)
        listed = {name: [top.position, top.hash.hex()] for name, top in self._heads.items()}
        self.connection.execute(
            f"INSERT INTO {DAYS} (day, head, chains, mac) VALUES (%s, %s, %s, %s) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [
                date.fromisoformat(yesterday),
                head,
                json.dumps(listed, sort_keys=True),
                chain.day_mac(self.key, yesterday, head),
            ],
        )
        self._last_day, self._last_day_head = yesterday, head
        self.anchor.append([day_note(yesterday, head)])
        self.anchor.thin_out()

    def _sealed_before(self, today):
        """Was anything sealed on an earlier day?"""
        moments = (datetime.fromisoformat(head.at) for head in self._heads.values() if head.at)
        return any(moment.astimezone(self.zone).date() < today for moment in moments)

    def _value(self, sql, parameters=None):
        return self.connection.execute(sql, parameters).fetchone()[0]


def note_restore(connection: psycopg.Connection, anchor: Anchor, at: str) -> dict[str, Gap]:
    """After a backup was restored: say in the anchor which places the database no longer has.

    Returns the gap per chain. Verification then reports them as a restore and not as a deed.
    """
    tops: dict[str, int] = dict(connection.execute(TOPS).fetchall())
    gaps = {}
    memory = anchor.read()
    for name in sorted(memory.heads):
        head, last = memory.top(name), tops.get(name, 0)
        if head and head.position > last:
            gaps[name] = Gap(last + 1, head.position, at)
    anchor.append(gap_note(name, gap) for name, gap in gaps.items())
    return gaps
