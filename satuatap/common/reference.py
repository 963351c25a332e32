"""Reference data: what the law or a ministry may change, read from files with their origin.

Every table (`.csv`, `.csv.gz`) has a sidecar of the same name (`.toml`) that says who owns it,
where it comes from, since when it holds and when it must be looked at again. A room that keeps
reference data in the database writes `reference_loaders.py` and registers its loaders there.
"""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from string import Formatter
from time import perf_counter

from django.apps import apps
from django.conf import settings
from django.db import transaction

REQUIRED = ("owner", "source", "review_by", "valid_from")
DATES = ("review_by", "valid_from")


class ReferenceError(ValueError):
    """A reference file is wrong: says which file, where in it, and why."""

    def __init__(self, path: Path, where: str | int, reason: str):
        place = f"line {where}" if isinstance(where, int) else where
        super().__init__(f"{_shown(path)}: {place}: {reason}")
        self.path, self.where, self.reason = path, where, reason


@dataclass(frozen=True)
class Origin:
    """Where a reference file comes from and until when it may be trusted unread."""

    path: Path
    owner: str
    source: str
    valid_from: date
    review_by: date

    def is_overdue(self, today: date) -> bool:
        """Has the day passed on which somebody should have looked at it again?"""
        return today > self.review_by


def reference_folder() -> Path:
    """The folder `reference/` of this installation."""
    return Path(settings.REFERENCE)


def read_toml(path: Path) -> dict:
    """The content of one TOML file; ReferenceError when it is missing or malformed."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise ReferenceError(path, "file", "is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ReferenceError(path, "file", f"is not valid TOML ({wrong})") from wrong


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of one table (`.csv` or `.csv.gz`) whose sidecar is in order.

    Line 1 is the header; every row must have exactly its cells.
    """
    origin_of(path)
    return list(_rows(path))


def sidecar(path: Path) -> Path:
    """`areas.csv.gz` and `areas.csv` are described by `areas.toml`."""
    return path.with_name(path.name.partition(".")[0] + ".toml")


def origin_of(path: Path) -> Origin:
    """The origin of a table (from its sidecar) or of a TOML file (from its own head)."""
    described_by = path if path.suffix == ".toml" else sidecar(path)
    said = read_toml(described_by)
    for key in REQUIRED:
        if not said.get(key):
            raise ReferenceError(described_by, key, "is missing")
    for key in DATES:
        if type(said[key]) is not date:
            raise ReferenceError(described_by, key, "must be a date such as 2026-01-31")
    return Origin(path, said["owner"], said["source"], said["valid_from"], said["review_by"])


def check_holes(path: Path, where: str | int, key: str, text: str, known: Iterable[str]) -> None:
    """ReferenceError unless every `{hole}` of a text is closed, plain, and one of the known."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as wrong:
        raise ReferenceError(path, where, f"{key}: {wrong}") from None
    for _text, name, form, conversion in parts:
        if name is not None and (name not in known or form or conversion):
            hole = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            filled = ", ".join(f"{{{one}}}" for one in known) or "nothing"
            raise ReferenceError(path, where, f"{key}: {{{hole}}}, but only {filled} is filled in")


def overdue(paths: Iterable[Path], today: date) -> list[str]:
    """One sentence per file whose review date has passed."""
    return [
        f"{_shown(origin.path)}: review_by {origin.review_by} has passed; compare it with "
        f"its source ({origin.source}) and set a new date."
        for origin in map(origin_of, paths)
        if origin.is_overdue(today)
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            lines = csv.DictReader(file, strict=True)
            for row in lines:
                if None in row or None in row.values():
                    raise ReferenceError(path, lines.line_num, "has too many or too few cells")
                yield row
    except FileNotFoundError:
        raise ReferenceError(path, "file", "is missing") from None
    except (csv.Error, UnicodeDecodeError, OSError) as wrong:
        raise ReferenceError(path, "file", f"cannot be read ({wrong})") from wrong


def _shown(path: Path) -> str:
    """The path as people write it: from `reference/` on."""
    root = reference_folder()
    inside = path.is_relative_to(root)
    return str(Path("reference") / path.relative_to(root)) if inside else path.name


# --- loaders ---------------------------------------------------------------------------------

Loader = Callable[[], dict[str, int]]
_loaders: dict[str, Loader] = {}


@dataclass(frozen=True)
class Loaded:
    """What one loader did: rows per kind, and how long it took."""

    name: str
    counts: dict[str, int]
    seconds: float


def loader(name: str) -> Callable[[Loader], Loader]:
    """Register a function that writes one set of reference data and returns rows per kind.

    It must be idempotent: running it again after a change of the file mends what changed.
    """

    def register(load: Loader) -> Loader:
        _loaders[name] = load
        return load

    return register


def run_loaders(only: Iterable[str] = ()) -> Iterator[Loaded]:
    """Run the loaders of all installed rooms, lower floors first, each in one transaction."""
    known = _find_loaders()
    wanted = tuple(only) or tuple(known)
    if unknown := set(wanted) - set(known):
        raise LookupError(
            f"No such loader: {', '.join(sorted(unknown))}. Known: {', '.join(known)}"
        )
    for name in wanted:
        started = perf_counter()
        with transaction.atomic():
            counts = known[name]()
        yield Loaded(name, counts, perf_counter() - started)


def _find_loaders() -> dict[str, Loader]:
    for app in apps.get_app_configs():
        module = f"{app.name}.reference_loaders"
        if find_spec(module):
            import_module(module)
    return _loaders
