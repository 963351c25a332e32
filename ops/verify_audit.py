#!/usr/bin/env python3
"""Verify an export of Satu Atap's audit without Satu Atap.

    python3 verify_audit.py EXPORT [--key FILE] [--heads FILE]

EXPORT is what `manage.py audit export` wrote. FILE of --key is the world's `audit.key`; without it
only hashes are checked, and somebody who rewrote a chain from some place to its end is found only
by published heads. FILE of --heads holds lines `YYYY-MM-DD HEAD` as they were published.

Needs Python 3.8 and nothing else. It shares no code with Satu Atap: it is written from the
description in docs/reference/audit.md. Ends with 0 when everything is as sealed, 1 when not, 2 when
the file cannot be read.
"""

import argparse
import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

FORMAT = "satuatap-audit 1"
FIELDS = 14  # nine of the entry, moment of the seal, chain, position, hash, MAC


class UnreadableError(Exception):
    """The file is not an export."""


class Verifier:
    """Goes through an export line by line and collects what is wrong as (kind, place, sentence)."""

    def __init__(self, key=None, heads=None):
        self.key = key
        self.published = dict(heads or {})
        self.found = []
        self.entries = 0
        self.world = ""
        self.known = {}  # chain -> position -> (hash, who knows it)
        self.gaps = {}  # chain -> set of ranges that a restore lost
        self.anchored_days = {}
        self.day_before = b""
        self.days_seen = set()
        self.chain = None
        self.chains = {}
        self.next = 1
        self.before = []  # hashes that may stand before the next line
        self.is_closed = False

    # ---- reading ----

    def read(self, lines):
        """Check all lines of an export (bytes, with or without line ends)."""
        lines = iter(lines)
        self._header(next(lines, b""))
        for line in lines:
            line = line.rstrip(b"\n")
            kind = line.split(b"\t", 1)[0]
            if self.is_closed:
                self.say("export", "", "there are lines after the end")
                break
            if kind == b"anchor":
                self._anchor(line.split(b"\t", 1)[1])
            elif kind == b"day":
                self._day(line.decode().split("\t"))
            elif kind == b"end":
                self._end(line)
            else:
                self._entry(line)
        return self._finish()

    def say(self, kind, place, sentence):
        """Note something that is wrong."""
        self.found.append((kind, place, sentence))

    def _header(self, line):
        parts = line.decode(errors="replace").rstrip("\n").split("\t")
        if parts[0] != FORMAT or len(parts) != 3:
            raise UnreadableError(f"This is not an export of the audit in the form “{FORMAT}”.")
        self.world = parts[1]

    def _end(self, line):
        self.is_closed = True
        parts = line.split(b"\t")
        if len(parts) != 3 or parts[1] != b"%d" % self.entries:
            self.say("export", "", "the number of entries is not the one at the end of the file")

    def _finish(self):
        if not self.is_closed:
            self.say("export", "", "the file has no end: it was cut")
        self._close_chain()
        for chain in sorted(set(self.known) - set(self.chains)):
            self._check_end(chain, 0)
        for day in sorted(set(self.anchored_days) - self.days_seen):
            self.say("day", day, "the anchor knows a head of this day, the database does not")
        for day in sorted(set(self.published) - self.days_seen):
            self.say("day", day, "a head was published for this day, the database has none")
        return self.found

    # ---- anchor and days ----

    def _anchor(self, line):
        body, mark, seal = line.rpartition(b',"~mac":"')
        body += b"}"
        right = self.key is None or seal == self._mac(b"note\n" + body).encode() + b'"}'
        if not mark or not right:
            self.say("anchor", "", "a line of the anchor is torn or not genuine")
            return
        note = json.loads(body)
        if note["kind"] == "head":
            self._know(note["chain"], note["position"], note["hash"], "the anchor")
        elif note["kind"] == "day":
            self.anchored_days[note["day"]] = note["head"]
        elif note["kind"] == "gap":
            self.gaps.setdefault(note["chain"], []).append((note["first"], note["last"]))

    def _day(self, parts):
        _, day, head, mac, listed = parts
        heads = json.loads(listed)
        earlier = [d for d in self.anchored_days if d < day]
        if earlier and max(earlier) > max(self.days_seen, default=""):
            self.day_before = bytes.fromhex(self.anchored_days[max(earlier)])
        rows = [f"{name}\t{heads[name][0]:d}\t{heads[name][1]}" for name in sorted(heads)]
        text = "\n".join([FORMAT, day, self.day_before.hex(), *rows]).encode()
        if hashlib.sha256(text).hexdigest() != head:
            self.say("day", day, "its head does not fit its list or the day before")
        if self.key is not None and mac != self._mac(
            b"day\n" + day.encode() + b"\n" + bytes.fromhex(head)
        ):
            self.say("day", day, "its head is not genuine: the MAC is wrong")
        if self.published.get(day, head) != head:
            self.say("day", day, "another head was published")
        if self.anchored_days.get(day, head) != head:
            self.say("day", day, "the anchor knows another head")
        self.days_seen.add(day)
        self.day_before = bytes.fromhex(head)
        for name in heads:
            self._know(name, heads[name][0], heads[name][1], "the head of " + day)

    def _know(self, chain, position, digest, who):
        known = self.known.setdefault(chain, {}).setdefault(position, (digest, who))
        if known[0] != digest:
            self.say("replaced", (chain, position), f"{known[1]} and {who} differ")

    # ---- entries ----

    def _entry(self, line):
        self.entries += 1
        parts = line.split(b"\t")
        try:
            chain, position = parts[10].decode(), int(parts[11])
        except (IndexError, ValueError):
            self.say("export", "", f"line of entry {self.entries} is not readable")
            return
        if len(parts) != FIELDS:
            self.say("export", (chain, position), f"the line has not {FIELDS} fields")
            return
        if chain != self.chain:
            self._close_chain()
            if chain in self.chains:
                self.say("export", (chain, position), "the lines of a chain are not together")
            self.chain, self.next = chain, 1
            self.before = [self._genesis(chain)]
        covered = b"\t".join(parts[:12])
        self._place(chain, position, covered, parts[12].decode(), parts[13].decode())

    def _place(self, chain, position, covered, stored, mac):
        if position < self.next:
            self.say("inserted", (chain, position), "two entries stand at this place")
            if self._is_genuine(covered, stored, mac):
                self.before = [bytes.fromhex(stored)]
            return
        if position > self.next:
            self._missing(chain, self.next, position - 1, "deleted")
            digest = self.known.get(chain, {}).get(position - 1, ("", ""))[0]
            self.before = [bytes.fromhex(digest)] if digest else []
        self.next = position + 1
        self._check(chain, position, covered, stored, mac)

    def _check(self, chain, position, covered, stored, mac):
        place = (chain, position)
        computed = [hashlib.sha256(hash + covered).hexdigest() for hash in self.before]
        follows = stored in computed
        if self.key is None:
            if computed and not follows:
                self.say("changed", place, "it does not fit its hash or the hash before it")
            good = stored if follows or not computed else None
            self.before = _hashes([stored, *(computed if not follows else [])])
        else:
            good = self._judge(place, covered, stored, mac, computed)
            self.before = _hashes([good]) if good else []
        known = self.known.get(chain, {}).get(position)
        if good and known and known[0] != good:
            self.say("replaced", place, known[1] + " knows another hash")

    def _judge(self, place, covered, stored, mac, computed):
        """With the key: what is wrong with this line; the hash that stands here, if any does."""
        if self._is_genuine(covered, stored, mac):
            if computed and stored not in computed:
                self.say("broken", place, "its hash does not follow the one before")
            return stored
        if stored in computed:
            self.say("changed", place, "its MAC was changed")
            return stored
        for digest in computed:
            if self._is_genuine(covered, digest, mac):
                self.say("changed", place, "its hash was changed")
                return digest
        top = max(self.known.get(place[0], {}), default=place[1])
        kind = "inserted" if place[1] > top else "changed"
        self.say(kind, place, "nothing proves that it was sealed here like this")
        return None

    def _is_genuine(self, covered, stored, mac):
        hashes = _hashes([stored])
        if self.key is None or not hashes:
            return False
        return hmac.compare_digest(
            self._mac(b"entry\n" + hashes[0] + covered).encode(), mac.encode()
        )

    def _close_chain(self):
        if self.chain is not None:
            self.chains[self.chain] = self.next - 1
            self._check_end(self.chain, self.next - 1)

    def _check_end(self, chain, last):
        top = max(self.known.get(chain, {}), default=0)
        if top > last:
            self._missing(chain, last + 1, top, "cut off")

    def _missing(self, chain, first, last, kind):
        start = first
        for low, high in sorted(self.gaps.get(chain, [])):
            if low <= start <= high:
                start = high + 1
        if start <= last:
            place = (chain, first) if first == last else (chain, first, last)
            self.say(kind, place, "no entry stands there")

    def _genesis(self, chain):
        text = f"{FORMAT}\n{self.world}\n{chain}"
        return hashlib.sha256(text.encode()).digest()

    def _mac(self, text):
        return hmac.new(self.key, text, "sha256").hexdigest()


def _hashes(texts):
    """The 32-byte hashes among hexadecimal texts."""
    found = []
    for text in texts:
        try:
            digest = bytes.fromhex(text)
        except ValueError:
            continue
        if len(digest) == 32:
            found.append(digest)
    return found


def read_heads(path):
    """Published heads: one line per day."""
    with Path(path).open(encoding="ascii") as lines:
        return [line.split()[:2] for line in lines if line.strip() and not line.startswith("#")]


def main():
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("export")
    parser.add_argument("--key", help="file with the key of the seals (audit.key)")
    parser.add_argument("--heads", help="file with published heads, lines of day and head")
    options = parser.parse_args()
    try:
        key = heads = None
        if options.key:
            key = base64.b64decode(Path(options.key).read_text(encoding="ascii"))
        if options.heads:
            heads = read_heads(options.heads)
        verifier = Verifier(key, heads)
        with Path(options.export).open("rb") as lines:
            found = verifier.read(lines)
    except (OSError, ValueError, LookupError, TypeError, UnreadableError) as error:
        print(f"Cannot verify: {error}", file=sys.stderr)  # noqa: T201
        return 2
    for kind, place, sentence in found:
        where = " ".join(str(part) for part in place) if isinstance(place, tuple) else place
        print(f"{kind.upper()}: {where} {sentence}")  # noqa: T201
    print(  # noqa: T201
        f"{verifier.world}: {verifier.entries} entries in {len(verifier.chains)} chains, "
        f"{'with' if key else 'without'} the key: "
        f"{'NOT as sealed' if found else 'everything is as it was sealed'}"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
