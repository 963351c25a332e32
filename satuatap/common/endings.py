"""The journal of endings: what must stay ended even when an older backup is restored.

A closed account, a withdrawn consent, a destroyed document: a backup from before knows nothing
of them. So each ending is noted in a file outside the database (`SATUATAP_ENDINGS`, best on
another disk) and applied again to a restored database before its service opens.

The journal must never say more than what happened. `note` writes the line as *intended*, on the
disk, before the transaction commits; *done* follows after the commit. Between the two the machine
may fall. What decides then is a row that `note` inserts in the same transaction (`Ending`): it is
there exactly when the ending is, whatever happened to the file. `settle` looks for it:

* the row is there: the ending happened, *done* is written in its place;
* the row is absent after an hour: the transaction was rolled back, *dropped* is written;
* the row is absent and no hour has passed: nobody knows yet, the line stays open.

Only *done* is applied. What was rolled back is therefore never applied, and a fall between commit
and *done* loses nothing as long as the database survives it. If database and machine are lost in
that very moment, the line is open for good: `restore` shows such lines and lets a person decide.

One line is one JSON object: `{"line", "kind", "about", "state", "at"}`; later lines of the same
number hold only `line`, `state` and `at`. `about` is a random id, never a name.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from satuatap.common.keystore import sync_folder
from satuatap.common.models import Ending

NO_TRANSACTION_LASTS = timedelta(hours=1)


class State(StrEnum):
    """How far an ending came."""

    INTENDED = "intended"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Noted:
    """One ending as the journal tells it."""

    line: UUID
    kind: str
    about: str
    state: State
    at: datetime


Apply = Callable[[str], None]
_kinds: dict[str, Apply] = {}


def register(kind: str) -> Callable[[Apply], Apply]:
    """Say how an ending of this kind is applied, by its `about`, in a room's `endings.py`.

    The function runs as owner; it finds the row ended already, or gone, without complaint.
    """

    def take(apply: Apply) -> Apply:
        _kinds[kind] = apply
        return apply

    return take


def note(kind: str, about: object) -> None:
    """Note an ending in the transaction that does it; `about` is the random id of the thing."""
    if not connection.in_atomic_block:
        raise RuntimeError("an ending is noted in the transaction that does it")
    line, moment = uuid4(), datetime.now(UTC)
    Ending.objects.bulk_create([Ending(line=line)])  # nothing is read back
    _append(_as_json(Noted(line, kind, str(about), State.INTENDED, moment)))
    transaction.on_commit(partial(_verdict, line, State.DONE))


def read(path: Path | None = None) -> dict[UUID, Noted]:
    """The journal, one entry per ending with its latest state, in order of noting.

    A line that a fall cut off is passed over: its ending never committed.
    """
    found: dict[UUID, Noted] = {}
    for said in _lines(path or _journal()):
        line, state = UUID(said["line"]), State(said["state"])
        if line not in found and "kind" in said:
            at = datetime.fromisoformat(said["at"])
            found[line] = Noted(line, said["kind"], said["about"], state, at)
        elif line in found and found[line].state != State.DONE:  # done is final
            found[line] = replace(found[line], state=state)
    return found


def settle(now: datetime) -> list[Noted]:
    """Write the verdict where one is missing; returns the endings that nobody can decide yet."""
    open_ones = [noted for noted in read().values() if noted.state == State.INTENDED]
    there = _in_database(noted.line for noted in open_ones)
    undecided = []
    for noted in open_ones:
        if noted.line in there:
            _verdict(noted.line, State.DONE)
        elif now - noted.at > NO_TRANSACTION_LASTS:
            _verdict(noted.line, State.DROPPED)
        else:
            undecided.append(noted)
    return undecided


def settle_known() -> None:
    """Write *done* for every open line whose row is in the database."""
    open_ones = [noted.line for noted in read().values() if noted.state == State.INTENDED]
    for line in _in_database(open_ones):
        _verdict(line, State.DONE)


def undecided() -> list[Noted]:
    """Endings of which neither journal nor database says whether they happened."""
    open_ones = [noted for noted in read().values() if noted.state == State.INTENDED]
    there = _in_database(noted.line for noted in open_ones)
    return [noted for noted in open_ones if noted.line not in there]


def decide(lines: Iterable[UUID], state: State) -> None:
    """Write a person's verdict about open lines."""
    for line in lines:
        _verdict(line, state)


def apply_all() -> dict[str, int]:
    """Apply every ending that this database does not contain yet; how many of each kind.

    Each one commits together with its row, so that this can be broken off and begun again.
    """
    _meet_rooms()
    done = [noted for noted in read().values() if noted.state == State.DONE]
    there = _in_database(noted.line for noted in done)
    counts: dict[str, int] = {}
    unknown = sorted({noted.kind for noted in done} - set(_kinds))
    if unknown:
        raise LookupError(f"No room says how to apply: {', '.join(unknown)}.")
    for noted in done:
        if noted.line not in there:
            with transaction.atomic():
                _kinds[noted.kind](noted.about)
                Ending.objects.bulk_create([Ending(line=noted.line)])
            counts[noted.kind] = counts.get(noted.kind, 0) + 1
    return counts


def merge(path: Path) -> int:
    """Add what another copy of the journal knows more; returns how many lines were added."""
    known = set(_lines_as_text(_journal()))
    fresh = [text for text in _lines_as_text(path) if text not in known]
    if fresh:
        _append("\n".join(fresh))
    return len(fresh)


def _meet_rooms():
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.endings") and app.name != "satuatap.common":
            import_module(f"{app.name}.endings")


def _in_database(lines: Iterable[UUID]) -> set[UUID]:
    return set(Ending.objects.filter(line__in=list(lines)).values_list("line", flat=True))


def _verdict(line: UUID, state: State) -> None:
    said = {"line": str(line), "state": state, "at": datetime.now(UTC).isoformat()}
    _append(json.dumps(said))


def _as_json(noted: Noted) -> str:
    said = {"line": str(noted.line), "kind": noted.kind, "about": noted.about}
    return json.dumps({**said, "state": noted.state, "at": noted.at.isoformat()})


def _journal() -> Path:
    return Path(settings.ENDINGS_JOURNAL)


def _append(text: str) -> None:
    """Add lines; they are on the disk when this returns."""
    with _held_journal() as descriptor:
        size = os.fstat(descriptor).st_size
        is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        left = (("\n" if is_torn else "") + text + "\n").encode()
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)


@contextmanager
def _held_journal() -> Iterator[int]:
    """The journal, open for appending, held by one process at a time."""
    path = _journal()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if is_new:
            sync_folder(path.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _lines_as_text(path: Path) -> Iterator[str]:
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from (text for line in file if (text := line.strip()))


def _lines(path: Path) -> Iterator[dict]:
    for text in _lines_as_text(path):
        try:
            said = json.loads(text)
            yield {**said, "line": said["line"], "state": said["state"]}
        except (ValueError, TypeError, KeyError):
            continue
