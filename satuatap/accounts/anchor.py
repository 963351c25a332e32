"""The anchor: a file outside the database that remembers how far each chain had come.

One JSON object per line, each with its own seal: a chain's new head after every batch (`head`), a
day's head (`day`), and places that a restored backup no longer has (`gap`). Whoever cuts off the
end of a chain in the database would have to change this file too, without its key.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from satuatap.accounts import chain
from satuatap.accounts.chain import Head


@dataclass(frozen=True)
class Gap:
    """Places of a chain that were lost when a backup was restored, and when that was noted."""

    first: int
    last: int
    at: str


@dataclass
class Memory:
    """What the anchor says: every remembered head, the days in order, gaps, unreadable lines."""

    heads: dict[str, dict[int, Head]] = field(default_factory=dict)
    days: dict[str, bytes] = field(default_factory=dict)
    gaps: dict[str, list[Gap]] = field(default_factory=dict)
    broken_lines: list[int] = field(default_factory=list)
    found: bool = False

    def top(self, name: str) -> Head | None:
        """The furthest head of one chain."""
        remembered = self.heads.get(name)
        return remembered[max(remembered)] if remembered else None


class Anchor:
    """The anchor file of one world; only the sealer appends."""

    def __init__(self, path: Path, key: bytes):
        self.path = Path(path)
        self._key = key

    def append(self, notes: Iterable[dict]) -> None:
        """Add lines, on the disk before this returns."""
        text = b"".join(self._line(note) for note in notes)
        if not text:
            return
        is_new = not self.path.exists()
        if is_new:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(self.path, self._mend_last_line() + text, os.O_APPEND)
        if is_new:
            _sync_folder(self.path.parent)

    def read(self) -> Memory:
        """Everything that the file remembers; lines without a right seal are only counted."""
        memory = Memory()
        with contextlib.suppress(FileNotFoundError), self.path.open("rb") as lines:
            memory.found = True
            for number, line in enumerate(lines, 1):
                note = self._open(line)
                if note is None:
                    memory.broken_lines.append(number)
                else:
                    _remember(memory, note)
        return memory

    def lines(self) -> list[bytes]:
        """The file's lines as they stand, for an export."""
        return [line.rstrip(b"\n") for line in self._lines()]

    def thin_out(self) -> None:
        """Keep one head per chain and day, the last; positions in this file only grow."""
        kept: list[bytes] = []
        later: dict[tuple[str, str], int] = {}
        for line in reversed(self._lines()):
            note = self._open(line) or {}
            if note.get("kind") == "head":
                key = (note["chain"], note["at"][:10])
                if note["position"] < later.get(key, 0):
                    continue
                later[key] = note["position"]
            kept.append(line if line.endswith(b"\n") else line + b"\n")
        fresh = self.path.with_suffix(".fresh")
        self._write(fresh, b"".join(reversed(kept)), os.O_TRUNC)
        fresh.replace(self.path)
        _sync_folder(self.path.parent)

    def _lines(self):
        return self.path.read_bytes().splitlines(keepends=True) if self.path.exists() else []

    def _line(self, note):
        body = json.dumps(note, separators=(",", ":"), sort_keys=True).encode()
        seal = chain.note_mac(self._key, body).hex().encode()
        return body[:-1] + b',"~mac":"' + seal + b'"}\n'

    def _open(self, line):
        """The note in a line, or None when the line is torn or its seal is wrong."""
        body, mark, seal = line.rstrip(b"\n").rpartition(b',"~mac":"')
        body += b"}"
        if not mark or seal != chain.note_mac(self._key, body).hex().encode() + b'"}':
            return None
        return json.loads(body)

    def _mend_last_line(self):
        """A line torn by a crash is closed, so that the next one stands alone."""
        with contextlib.suppress(OSError), self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return b"" if file.read() == b"\n" else b"\n"
        return b""

    @staticmethod
    def _write(path, text, how):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def head_note(name: str, head: Head) -> dict:
    """A chain's new head."""
    return {
        "kind": "head",
        "chain": name,
        "position": head.position,
        "hash": head.hash.hex(),
        "at": head.at,
    }


def day_note(day: str, head: bytes) -> dict:
    """A day's head."""
    return {"kind": "day", "day": day, "head": head.hex()}


def gap_note(name: str, gap: Gap) -> dict:
    """Places that a restored backup lost."""
    return {"kind": "gap", "chain": name, "first": gap.first, "last": gap.last, "at": gap.at}


def _remember(memory, note):
    if note["kind"] == "head":
        head = Head(note["position"], bytes.fromhex(note["hash"]), note["at"])
        memory.heads.setdefault(note["chain"], {})[head.position] = head
    elif note["kind"] == "day":
        memory.days[note["day"]] = bytes.fromhex(note["head"])
    elif note["kind"] == "gap":
        gap = Gap(note["first"], note["last"], note["at"])
        memory.gaps.setdefault(note["chain"], []).append(gap)


def _sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
