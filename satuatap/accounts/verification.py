"""Proving the audit: reads sealed lines in order and names every place that is not as sealed.

Fed with lines `entry, sealed_at, chain, position, hash, mac` (hash and MAC in hexadecimal), sorted
by chain and position, as the database or an export gives them. No Django, no database.
"""

from __future__ import annotations

import hmac
from binascii import hexlify, unhexlify
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from satuatap.accounts import chain
from satuatap.accounts.anchor import Gap, Memory
from satuatap.accounts.chain import Head

MOST_FINDINGS = 1000  # kept with their words; more are counted
MOST_GUESSES = 200  # of missing places that are tried to learn where a moved entry came from


@dataclass(frozen=True)
class Finding:
    """One place that is not as it was sealed."""

    kind: str  # changed, inserted, moved, deleted, cut off, replaced, broken, day, anchor
    chain: str
    first: int
    last: int
    entry: str
    what: str

    def __str__(self):
        place = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        entry = f", entry {self.entry}" if self.entry else ""
        where = f"chain {self.chain}, position {place}{entry}: " if self.chain else ""
        return f"{self.kind.upper()}: {where}{self.what}"


@dataclass(frozen=True)
class Day:
    """One stored day: ISO date, head, the list that it covers, and its seal."""

    day: str
    head: bytes
    heads: dict[str, Head]
    mac: bytes


@dataclass
class _Suspect:
    """A line that failed at its place, kept to learn whether it belongs at another."""

    body: bytes
    chain: str
    position: int
    stored: bytes
    mac: bytes
    finding: int


@dataclass
class Verification:
    """Reads days, then lines; `finish` returns what it found."""

    world: str
    key: bytes
    memory: Memory
    count: int = 0
    more: int = 0
    findings: list[Finding] = field(default_factory=list)
    chains: dict[str, Head] = field(default_factory=dict)
    _marks: dict[str, dict[int, tuple[bytes, str]]] = field(default_factory=dict)
    _holes: list[tuple[str, int, int]] = field(default_factory=list)
    _suspects: list[_Suspect] = field(default_factory=list)
    _chain: bytes = b""
    _next: int = 1
    _previous: bytes | None = None  # the hash before, where it is known for sure

    def __post_init__(self):
        for name, heads in self.memory.heads.items():
            for head in heads.values():
                self._mark(name, head, f"the anchor of {head.at}")
        for number in self.memory.broken_lines:
            self._find("anchor", what=f"line {number} of the anchor file is torn or not genuine")

    def read_days(self, days: Iterable[Day]) -> None:
        """Check the days in order; what they say of the chains is checked by `read`."""
        last, previous, seen = "", b"", set()
        anchored = sorted(self.memory.days)
        for day in days:
            seen.add(day.day)
            before = bisect_left(anchored, day.day)
            if before and anchored[before - 1] > last:  # the day before is gone from the database
                previous = self.memory.days[anchored[before - 1]]
            self._check_day(day, previous)
            last, previous = day.day, day.head
            for name, head in day.heads.items():
                self._mark(name, head, f"the head of {day.day}")
        for missing in sorted(set(self.memory.days) - seen):
            self._find(
                "day", what=f"the head of {missing} is in the anchor but not in the database"
            )

    def read(self, lines: Iterable[bytes]) -> None:
        """Check sealed lines; may be called again with the following ones."""
        key, here, marks = self.key, self._chain, self._marks.get(self._chain.decode(), {})
        following, previous = self._next, self._previous
        count = 0
        for line in lines:
            count += 1
            body, name, place, stored, mac = line.rsplit(b"\t", 4)
            covered = line[: -len(stored) - len(mac) - 2]
            if name == here and previous is not None:
                digest = sha256(previous + covered).digest()
                if (
                    hexlify(digest) == stored
                    and int(place) == following
                    and hexlify(hmac.digest(key, b"entry\n" + digest + covered, "sha256")) == mac
                    and (following not in marks or marks[following][0] == digest)
                ):
                    previous = digest
                    following += 1
                    continue
            self._next, self._previous = following, previous
            self._look_closer(body, name, int(place), stored, mac)
            here, marks = self._chain, self._marks.get(self._chain.decode(), {})
            following, previous = self._next, self._previous
        self.count += count
        self._next, self._previous = following, previous

    def finish(self) -> list[Finding]:
        """Close the last chain, look for whole chains that are gone, and guess what moved."""
        if self._chain:
            self._close_chain()
        for name in sorted(set(self._marks) - set(self.chains)):
            self._cut_off(name, 0)
        self._learn_what_moved()
        return self.findings

    # ---- one line that is not plainly right ----

    def _look_closer(self, body, name, position, stored, mac):
        if name != self._chain:
            self._open_chain(name)
        if position < self._next:
            self._second_at_a_place(body, position, stored, mac)
            return
        if position > self._next:
            self._hole(position)
        self._judge(body, position, stored, mac)
        self._next = position + 1

    def _judge(self, body, position, stored, mac):
        """Say what is wrong with a line, and which hash stands before the next one."""
        line = chain_line(body, self._chain, position)
        known = _hash_of(stored)
        computed = chain.link(self._previous, line) if self._previous is not None else None
        if known is not None and self._is_sealed(line, known, mac):
            if computed not in (None, known):
                self._find_here("broken", position, body, "its hash does not follow the one before")
            self._accept(position, known, body)
        elif computed is not None and computed == known:
            kind = "inserted" if self._is_beyond(position) else "changed"
            self._find_here(kind, position, body, "its hash follows, but its MAC is wrong")
            self._accept(position, computed, body)
        elif computed is not None and self._is_sealed(line, computed, mac):
            self._find_here("changed", position, body, "its hash was changed")
            self._accept(position, computed, body)
        else:
            self._suspect(body, position, stored, mac)
            self._previous = None

    def _accept(self, position, digest, body):
        self._compare_with_marks(position, digest, body)
        self._previous = digest

    def _compare_with_marks(self, position, digest, body):
        wanted, source = self._marks.get(self._chain.decode(), {}).get(position, (digest, ""))
        if wanted != digest:
            self._find_here("replaced", position, body, f"{source} knows another hash")

    def _suspect(self, body, position, stored, mac):
        """A line that nothing proves: changed, put in, or moved here."""
        name = self._chain.decode()
        is_beyond = self._is_beyond(position)
        kind = "inserted" if is_beyond else "changed"
        what = (
            "nothing shows that it was sealed here" if is_beyond else "it is not as it was sealed"
        )
        self._find_here(kind, position, body, what)
        if len(self._suspects) < MOST_GUESSES and not self.more:
            place = len(self.findings) - 1
            self._suspects.append(_Suspect(body, name, position, stored, mac, place))

    def _is_beyond(self, position):
        """Is the place after everything that anchor and days know of this chain?"""
        return position > max(self._marks.get(self._chain.decode(), {}), default=position)

    def _second_at_a_place(self, body, position, stored, mac):
        line, known = chain_line(body, self._chain, position), _hash_of(stored)
        if known is not None and self._is_sealed(line, known, mac):
            self._find_here("inserted", position, body, "another entry stands at its place")
            if position == self._next - 1:
                self._previous = known
        else:
            self._find_here("inserted", position, body, "it stands at a place that is taken")

    def _is_sealed(self, line, digest, mac):
        return hexlify(chain.mac(self.key, line, digest)) == mac

    # ---- chains, holes, ends ----

    def _open_chain(self, name):
        if self._chain:
            self._close_chain()
        self._chain, self._next = name, 1
        self._previous = chain.genesis(self.world, name.decode())

    def _close_chain(self):
        name = self._chain.decode()
        self.chains[name] = Head(self._next - 1, self._previous or b"")
        self._cut_off(name, self._next - 1)

    def _hole(self, position):
        """Places before `position` are empty: deleted, unless a restore was noted."""
        name = self._chain.decode()
        self._missing(name, self._next, position - 1, "deleted", "no entry stands there")
        self._previous = self._marks.get(name, {}).get(position - 1, (None, ""))[0]

    def _cut_off(self, name, last):
        marks = self._marks.get(name, {})
        top = max(marks, default=0)
        if top > last:
            self._missing(name, last + 1, top, "cut off", f"{marks[top][1]} knows them")

    def _missing(self, name, first, last, kind, what):
        if not _is_excused(self.memory.gaps.get(name, ()), first, last):
            self._holes.append((name, first, last))
            self._find(kind, name, first, last, what=what)

    def _mark(self, name, head, source):
        places = self._marks.setdefault(name, {})
        known = places.setdefault(head.position, (head.hash, source))
        if known[0] != head.hash:
            what = f"{known[1]} and {source} know different hashes"
            self._find("replaced", name, head.position, head.position, what=what)

    def _check_day(self, day, previous):
        if not hmac.compare_digest(chain.day_mac(self.key, day.day, day.head), day.mac):
            self._find("day", what=f"the head of {day.day} is not genuine: its MAC is wrong")
        elif chain.day_head(day.day, previous, day.heads) != day.head:
            what = f"the head of {day.day} does not fit its list or the day before it"
            self._find("day", what=what)
        elif self.memory.days.get(day.day, day.head) != day.head:
            self._find("day", what=f"the anchor knows another head of {day.day}")

    # ---- what moved ----

    def _learn_what_moved(self):
        """Try suspects at empty and doubtful places; the seal knows where a line belongs."""
        places = [(s.chain, s.position) for s in self._suspects]
        for name, first, last in self._holes:
            room = MOST_GUESSES - len(places)
            places += [(name, n) for n in range(first, min(last, first + room - 1) + 1)]
        for suspect in self._suspects:
            home = self._home_of(suspect, places)
            if home:
                old = self.findings[suspect.finding]
                what = f"it belongs in chain {home[0]} at position {home[1]}"
                self.findings[suspect.finding] = Finding(
                    "moved", old.chain, old.first, old.last, old.entry, what
                )

    def _home_of(self, suspect, places):
        digest = _hash_of(suspect.stored)
        for name, position in places if digest else ():
            line = chain_line(suspect.body, name.encode(), position)
            if self._is_sealed(line, digest, suspect.mac):
                return name, position
        return None

    # ---- noting ----

    def _find_here(self, kind, position, body, what):
        entry = body.split(b"\t", 1)[0].decode(errors="replace")
        self._find(kind, self._chain.decode(), position, position, entry, what)

    def _find(self, kind, name="", first=0, last=0, entry="", what=""):
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, name, first, last, entry, what))
        else:
            self.more += 1


def chain_line(body: bytes, name: bytes, position: int) -> bytes:
    """The part of a line that hash and MAC cover; `body` is entry and moment of the seal."""
    return b"%b\t%b\t%d" % (body, name, position)


def _hash_of(stored: bytes) -> bytes | None:
    """The hash from its hexadecimal form, or None when it is not one."""
    try:
        digest = unhexlify(stored)
    except ValueError:
        return None
    return digest if len(digest) == 32 else None


def _is_excused(gaps: Iterable[Gap], first: int, last: int) -> bool:
    """Do noted restores cover all places from first to last?"""
    for gap in sorted(gaps, key=lambda gap: gap.first):
        if gap.first <= first <= gap.last:
            first = gap.last + 1
    return first > last
