"""The form of the audit's chains: bytes, hashes and seals. No Django, no database.

An entry is one line of text: its fields, escaped and joined by tabs as PostgreSQL's `COPY` writes
them, so that the database itself can hand over the lines. The sealed line adds the moment of the
seal, the chain and the place in it. The hash of a sealed line covers the hash before it; the seal
(MAC) covers hash and line, so that a line can be proved even where its neighbour is lost.
docs/reference/audit.md describes the same for people who write a verifier of their own.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

VERSION = 1
ENTRY_FIELDS = (
    "id", "at", "person_id", "service", "office_id", "verb", "about_kind", "about_id", "reason",
)  # fmt: skip
OFFICE_FIELD = ENTRY_FIELDS.index("office_id")
WITHOUT_OFFICE = "none"
FORMAT_LINE = f"satuatap-audit {VERSION}"

_NULL = b"\\N"
_ESCAPES = {
    ord("\\"): "\\\\", ord("\b"): "\\b", ord("\f"): "\\f", ord("\n"): "\\n",
    ord("\r"): "\\r", ord("\t"): "\\t", ord("\v"): "\\v",
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The last sealed place of a chain, its hash, and when it was sealed (UTC, as text)."""

    position: int
    hash: bytes
    at: str = ""


def canonical(fields: Iterable[str | None]) -> bytes:
    """The one form of an entry: `ENTRY_FIELDS` as text, escaped, joined by tabs.

    Ids are written in lower case, moments as PostgreSQL shows them in UTC
    (`2026-07-01 02:03:04.5+00`), a missing value as a backslash and an N.
    """
    return b"\t".join(
        _NULL if text is None else text.translate(_ESCAPES).encode() for text in fields
    )


def chain_of(entry: bytes) -> str:
    """The chain in which this entry belongs: its office's id, or `none`."""
    office = entry.split(b"\t", OFFICE_FIELD + 1)[OFFICE_FIELD]
    return WITHOUT_OFFICE if office == _NULL else office.decode()


def sealed_line(entry: bytes, *, sealed_at: str, chain: str, position: int) -> bytes:
    """The entry with its seal's moment and its place: what hash and MAC cover."""
    return b"%b\t%b\t%b\t%d" % (entry, sealed_at.encode(), chain.encode(), position)


def genesis(world: str, chain: str) -> bytes:
    """What stands before the first entry of a chain; another world or chain begins elsewhere."""
    return sha256(f"{FORMAT_LINE}\n{world}\n{chain}".encode()).digest()


def link(previous: bytes, line: bytes) -> bytes:
    """The hash of a sealed line after the hash before it (SHA-256, 32 bytes)."""
    return sha256(previous + line).digest()


def mac(key: bytes, line: bytes, digest: bytes) -> bytes:
    """The seal over a line and its hash; chain and position stand in the line (HMAC-SHA-256)."""
    return hmac.digest(key, b"entry\n" + digest + line, "sha256")


def day_head(day: str, previous: bytes, heads: Mapping[str, Head]) -> bytes:
    """One number for all chains as they stood at the end of a day (ISO date), after the day before.

    `previous` is the head of the last day that has one, or empty for the first day.
    """
    lines = [f"{name}\t{head.position}\t{head.hash.hex()}" for name, head in sorted(heads.items())]
    return sha256("\n".join([FORMAT_LINE, day, previous.hex(), *lines]).encode()).digest()


def day_mac(key: bytes, day: str, head: bytes) -> bytes:
    """The seal of a day's head."""
    return hmac.digest(key, b"day\n" + day.encode() + b"\n" + head, "sha256")


def note_mac(key: bytes, note: bytes) -> bytes:
    """The seal of a line of the anchor file."""
    return hmac.digest(key, b"note\n" + note, "sha256")
