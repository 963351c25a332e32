"""What is compared of a person: her name taken apart, dates, places, and numbers as hashes only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from satuatap.workers.matching.names import Name, take_apart

NIK_FIGURES = 16


def nik_parts(nik: str) -> tuple[str, str, str, str]:
    """The whole, without the serial number, without the area, without the date of birth.

    A slip in one of its three parts leaves one of these whole, also where a figure was lost.
    """
    return (nik, nik[:12], nik[-10:], nik[:6] + nik[-4:])


def born_by(nik: str, this_year: int) -> date | None:
    """The birth date in a NIK: day (40 more for women), month, year of two figures; None where none.

    Nobody is born in the future or registered for work abroad as a small child.
    """
    if len(nik) < NIK_FIGURES or not nik.isdigit():
        return None
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    year += this_year // 100 * 100
    try:
        return date(year - 100 if year > this_year else year, month, day - 40 if day > 40 else day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Signature:
    """One person as she is compared. Numbers are whatever hash the caller uses, 0 unknown.

    `born`: her birth date as told, and as her NIK tells it. `village` is the code of a village, or of a larger area where only that is known. `nik`:
    the hashes of the texts of `nik_parts`, and whether it has 16 figures. `papers`: hashes of
    paper numbers.
    """

    name: Name
    born: date | None = None
    born_by_nik: date | None = None
    sex: str = ""
    village: str = ""
    nik: tuple[int, ...] = ()
    nik_is_whole: bool = True
    phones: frozenset[int] = field(default_factory=frozenset)
    papers: frozenset[int] = field(default_factory=frozenset)


def signature(full_name: str, **known) -> Signature:
    """A signature from a name as written, and what else is known."""
    return Signature(take_apart(full_name), **known)
