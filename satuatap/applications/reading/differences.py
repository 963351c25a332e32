"""Names and dates that differ between papers, side by side.

A clerk's slip on one paper stops a person months later at an airport: the desk that has both in
hand sees it now, and asks for the correction.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"))


def same_name(name: str) -> str:
    """A name as it is compared: without capitals, dots, and how many spaces there are."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(APOSTROPHES)
    return " ".join(plain.replace(".", " ").split())


@dataclass(frozen=True)
class Witness:
    """What one source says; `scan` is the image that was read, None for the person's entry."""

    label: str
    full_name: str
    birth_date: date | None
    name_differs: bool
    date_differs: bool
    scan: object = None
    is_read: bool = True


@dataclass(frozen=True)
class Comparison:
    """The person's entry and her papers."""

    witnesses: tuple[Witness, ...]

    @property
    def differs(self) -> str:
        """What differs, as the correction asks for it: name, birth_date, or nothing."""
        if any(one.name_differs for one in self.witnesses):
            return "name"
        return "birth_date" if any(one.date_differs for one in self.witnesses) else ""

    def __bool__(self):
        return len(self.witnesses) > 1


def compare(worker, papers) -> Comparison:
    """The entry of the person beside every paper that carries her name and has an image.

    What is not read, or not on the paper, differs from nothing. Where the entry has no birth
    date, the first paper that has one is what the others are compared with.
    """
    named = [paper for paper in papers if paper.kind.names_person and paper.scan]
    dates = [worker.birth_date, *(p.reading.birth_date for p in named if p.reading)]
    name, born = same_name(worker.full_name), next((day for day in dates if day), None)
    rows = [Witness(_("Data di sini"), worker.full_name, worker.birth_date, False, False)]
    for paper in named:
        read = paper.reading
        said, day = (read.full_name, read.birth_date) if read else ("", None)
        rows.append(
            Witness(
                label=paper.kind.name,
                full_name=said,
                birth_date=day,
                name_differs=bool(said) and same_name(said) != name,
                date_differs=bool(day) and day != born,
                scan=paper.scan,
                is_read=read is not None,
            )
        )
    return Comparison(tuple(rows))
