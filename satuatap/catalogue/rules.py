"""Rules on age, destination, permission and scheme: pure answers from tables, no database.

Each rule table has several wordings with the day from which they hold. What is not the law's
own limit is a caution with source and date; it never turns anybody away by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from satuatap.catalogue import tables
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.entries import made, one_of
from satuatap.catalogue.questions import questions
from satuatap.catalogue.schemes import schemes
from satuatap.catalogue.words import sources
from satuatap.common.reference import (
    ReferenceError,
    check_holes,
    origin_of,
    read_toml,
    reference_folder,
)

LEVELS = ("ok", "caution", "stop")
OK, CAUTION, STOP = LEVELS


@dataclass(frozen=True)
class Finding:
    """What a rule says about somebody; `level` is ok, caution or stop."""

    level: str
    sentence: str
    source: str
    as_of: str

    @property
    def source_titles(self) -> str:
        """The sources as they are named, without addresses: those stand in the catalogue."""
        return "; ".join(source.title for source in sources(self.source))


@dataclass(frozen=True)
class PermissionRule:
    """Who signs the family's letter. `kind` empty: no paper is asked for, an officer talks with her."""

    kind: str
    signer: str
    to_officer: bool
    sentence: str
    source: str


@dataclass(frozen=True)
class AgeLimit:
    """The law's lowest age since a day."""

    valid_from: date
    years: int
    below: str
    reached: str
    not_known: str
    source: str


@dataclass(frozen=True)
class PermissionLine:
    """The family's letter for one marital status and scheme since a day; "*" is every other one."""

    valid_from: date
    marital_status: str
    kind: str
    signer: str
    to_officer: bool
    sentence: str
    source: str
    scheme: str = "*"


@dataclass(frozen=True)
class StatusLine:
    """What a destination's status means since a day."""

    valid_from: date
    status: str
    level: str
    sentence: str


@dataclass(frozen=True)
class SchemeLine:
    """What a scheme allows since a day: for `employer` person, household, or any ("*")."""

    valid_from: date
    scheme: str
    employer: str
    level: str
    sentence: str
    source: str


SENTENCES = ("sentence", "below", "reached", "not_known")
HOLES = {
    (AgeLimit, "below"): ("age",),
    (AgeLimit, "reached"): ("age",),
    (StatusLine, "sentence"): ("place", "date"),
}
LAWS_AGES = range(15, 31)
Line = TypeVar("Line", AgeLimit, PermissionLine, StatusLine, SchemeLine)


def _lines(name: str, kind: type[Line]) -> tuple[Line, ...]:
    path = _path(name)
    origin_of(path)
    found = read_toml(path).get("rules")
    if not isinstance(found, list) or not found:
        raise ReferenceError(path, "rules", "is empty")
    return tuple(_line(path, number, kind, row) for number, row in enumerate(found, start=1))


def _line(path: Path, number: int, kind: type[Line], row: dict[str, Any]) -> Line:
    line = made(path, f"rules.{number}", kind, row)
    checks: dict[str, Any] = {
        "level": LEVELS,
        "status": tables.STATUS,
        "marital_status": {"*", *questions()["marital_status"].options},
        "kind": {"", *document_kinds()},
        "scheme": {"*", *schemes()},
        "employer": ("*", "person", "household"),
    }
    for key, known in checks.items():
        if key in row:
            one_of(path, f"rules.{number}", key, row[key], known)
    for key in SENTENCES:
        if key in row:
            check_holes(path, f"rules.{number}", key, row[key], HOLES.get((kind, key), ()))
    return line


def _path(name: str) -> Path:
    return reference_folder() / "rules" / f"{name}.toml"


@cache
def age_limits() -> tuple[AgeLimit, ...]:
    """The law's lowest age, all wordings."""
    lines = _lines("age", AgeLimit)
    for number, line in enumerate(lines, start=1):
        if line.years not in LAWS_AGES:
            raise ReferenceError(_path("age"), f"rules.{number}", "years must be 15 to 30")
    return lines


@cache
def permission_lines() -> tuple[PermissionLine, ...]:
    """The family's letter by scheme and marital status, all wordings."""
    lines = _lines("permission", PermissionLine)
    usual = (line for line in lines if (line.scheme, line.marital_status) == ("*", "*"))
    _check_usual("permission", lines, usual)
    return lines


@cache
def status_lines() -> tuple[StatusLine, ...]:
    """The meaning of a destination's status, all wordings."""
    lines = _lines("destination", StatusLine)
    if unsaid := tables.STATUS - {line.status for line in lines}:
        raise ReferenceError(_path("destination"), "rules", f"says nothing of “{min(unsaid)}”")
    return lines


@cache
def scheme_lines() -> tuple[SchemeLine, ...]:
    """What a scheme allows, all wordings."""
    lines = _lines("scheme", SchemeLine)
    usual = (line for line in lines if (line.scheme, line.employer) == ("*", "*"))
    _check_usual("scheme", lines, usual)
    return lines


def _check_usual(name: str, lines: tuple[Line, ...], usual: Iterable[Line]) -> None:
    """Whatever is answered, some line holds from the table's first day on."""
    first = min(line.valid_from for line in lines)
    if not any(line.valid_from == first for line in usual):
        reason = f"has no line for every other answer (“*”) from {first} on"
        raise ReferenceError(_path(name), "rules", reason)


def _in_force(lines: tuple[Line, ...], day: date) -> Line | None:
    begun = [line for line in lines if line.valid_from <= day]
    return max(begun, key=lambda line: line.valid_from, default=None)


def years_on(day: date, birth_date: date) -> int:
    """Full years of age on this day."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def age_rule(
    day: date, birth_date: date | None, destination: str = "", occupation: str = ""
) -> Finding:
    """Is she old enough? Under the law's age: stop (UU 18/2017 art. 5, 66); else at most caution.

    `destination`, `occupation`: codes of the tables, or empty when not yet known.
    """
    limit = _in_force(age_limits(), day) or age_limits()[0]
    begun = limit.valid_from.isoformat()
    if birth_date is None:
        return Finding(CAUTION, limit.not_known, limit.source, begun)
    years = years_on(day, birth_date)
    if years < limit.years:
        return Finding(STOP, limit.below.format(age=limit.years), limit.source, begun)
    work = tables.occupation(occupation)
    for row in tables.ages():
        if row.usable_now == "yes" and row.concerns(destination, work) and _outside(row, years):
            return Finding(CAUTION, _age_sentence(row), row.source, row.as_of)
    return Finding(OK, limit.reached.format(age=limit.years), limit.source, begun)


def _outside(row: tables.Age, years: int) -> bool:
    too_young = bool(row.min_age) and years < int(row.min_age)
    return too_young or (bool(row.max_age) and years > int(row.max_age))


def _age_sentence(row: tables.Age) -> str:
    lowest = f"paling sedikit {row.min_age} tahun" if row.min_age else ""
    highest = f"paling tinggi {row.max_age} tahun" if row.max_age else ""
    limits = ", ".join(part for part in (lowest, highest) if part)
    return (
        f"{row.country}, {row.scope}: {limits}, menurut yang terakhir dibaca. "
        "Periksa ke sumbernya dan jelaskan kepada pemohon; keputusan tetap pada petugas."
    )


def destination_rule(day: date, destination: str, occupation: str = "") -> Finding:
    """The status that was last read: a caution with source and date, never a stop by itself."""
    place = tables.destination(destination)
    status = place.status_for(tables.occupation(occupation)) if place else "unknown"
    line = _in_force(tuple(row for row in status_lines() if row.status == status), day)
    if place is None or line is None:
        name = place.name if place else "Negara ini"
        return Finding(CAUTION, f"{name} belum ada di daftar. Tanyakan ke BP3MI.", "", "")
    sentence = line.sentence.format(place=place.name, date=place.status_date)
    level = CAUTION if line.level == STOP else line.level
    return Finding(level, sentence, f"{place.rule} · {place.source}", place.as_of)


def permission_rule(day: date, marital_status: str, scheme: str = "") -> PermissionRule:
    """Whose letter the law asks for; what it does not name goes to an officer.

    A line of the scheme goes before those of every scheme.
    """
    for way in (scheme, "*"):
        for status in (marital_status, "*"):
            rows = (r for r in permission_lines() if (r.scheme, r.marital_status) == (way, status))
            if line := _in_force(tuple(rows), day):
                return PermissionRule(
                    line.kind, line.signer, line.to_officer, line.sentence, line.source
                )
    raise ReferenceError(_path("permission"), "rules", f"says nothing about {day}")


def scheme_rule(
    day: date, scheme: str, occupation: str = "", employer_is_person: bool | None = None
) -> Finding:
    """Does this scheme allow this employer? `employer_is_person`: None when it is not known."""
    work = tables.occupation(occupation)
    seems_household = employer_is_person is None and work is not None and work.is_informal
    employer_known = ["person"] if employer_is_person else ["household"] if seems_household else []
    for employer in (*employer_known, "*"):
        for wanted in (scheme, "*"):
            rows = tuple(r for r in scheme_lines() if (r.scheme, r.employer) == (wanted, employer))
            if line := _in_force(rows, day):
                begun = line.valid_from.isoformat()
                return Finding(line.level, line.sentence, line.source, begun)
    return Finding(CAUTION, "Skema ini belum ada di daftar. Tanyakan ke dinas.", "", "")
