"""What changed since when: entries written by hand, and the day from which each file holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from satuatap.catalogue.entries import made
from satuatap.common.reference import (
    Origin,
    ReferenceError,
    origin_of,
    read_toml,
    reference_folder,
    sidecar,
)

FOLDERS = ("services", "documents", "rules", "tables", "guides")


@dataclass(frozen=True)
class Change:
    """One change as an officer reads it; `by_hand` is false for a file's own first day."""

    date: date
    file: str
    sentence: str = ""
    by_hand: bool = True


def files() -> tuple[Path, ...]:
    """Every file of `reference/` that says its origin, whichever room reads it."""
    return tuple(sorted(reference_folder().rglob("*.toml")))


def own_files() -> tuple[Path, ...]:
    """Those that this room reads itself; the other rooms tell of theirs."""
    root = reference_folder()
    found = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.toml"))]
    return (root / "changes.toml", root / "questions.toml", root / "schemes.toml", *found)


def origins() -> tuple[Origin, ...]:
    """Owner, source and days of every file of `reference/`."""
    return tuple(origin_of(path) for path in files())


@cache
def changes() -> tuple[Change, ...]:
    """All changes, newest first."""
    path, root = reference_folder() / "changes.toml", reference_folder()
    origin_of(path)
    found = []
    for number, row in enumerate(read_toml(path).get("changes", []), start=1):
        change = made(path, f"changes.{number}", Change, row)
        if not (root / change.file).exists():
            raise ReferenceError(path, f"changes.{number}", f"reference/{change.file} is missing")
        if not change.sentence:
            raise ReferenceError(path, f"changes.{number}", "sentence is missing")
        found.append(change)
    said = {(str(sidecar(Path(change.file))), change.date) for change in found}
    begun = (
        Change(origin.valid_from, str(origin.path.relative_to(root)), by_hand=False)
        for origin in origins()
    )
    found += [change for change in begun if (change.file, change.date) not in said]
    return tuple(sorted(found, key=lambda change: (change.date, change.file), reverse=True))
