"""The register of letters as a book to be printed and kept: one office, one month or year.

It holds what the register on the screen holds: number, date, kind, subject, signer and state. No
name of a person served stands in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typst
from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _

from satuatap.letters.models import Letter
from satuatap.letters.words import indonesian_date
from satuatap.letters.workflow import LetterStatus

PAGE = Path(__file__).with_name("book.typ")
MOST_ROWS = 3000  # a few seconds of typesetting


class BookTooLong(Exception):
    """More letters than one file shall hold."""


@dataclass(frozen=True)
class Period:
    """A year of the register, or one month of it; `month` 0 is the whole year."""

    year: int
    month: int = 0

    @property
    def words(self) -> str:
        """As the title of the book says it."""
        if not self.month:
            return f"Tahun {self.year}"
        return format_date(date(self.year, self.month, 1), "MMMM y", locale="id")

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Its first moment and that of the next, on the clock of the office."""
        first = date(self.year, self.month or 1, 1)
        months = self.month or 12
        after = date(first.year + months // 12, months % 12 + 1, 1)
        begin, end = (datetime(d.year, d.month, 1, tzinfo=ZoneInfo(zone)) for d in (first, after))
        return begin, end


def make_book(office, period: Period, now: datetime) -> bytes:
    """The book as PDF; BookTooLong with more than `MOST_ROWS` letters."""
    rows = Letter.objects.for_a_list().in_register(office, period.year)
    if period.month:
        rows = rows.approved_between(*period.bounds(office.time_zone))
    letters = list(rows[: MOST_ROWS + 1])
    if len(letters) > MOST_ROWS:
        raise BookTooLong
    at = now.astimezone(ZoneInfo(office.time_zone))
    content = {
        "letterhead": office.letterhead_lines,
        "office": office.name,
        "period": period.words,
        "made": f"{indonesian_date(at)}, {at:%H.%M} {at.tzname()}",
        "day": [at.year, at.month, at.day],
        "rows": list(_rows(letters, _before(office, period, letters))),
        "totals": _totals(letters),
    }
    return typst.compile(
        PAGE,
        sys_inputs={"book": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2b", "ua-1"],
        ignore_system_fonts=True,
        format="pdf",
    )


def _before(office, period, letters) -> int:
    """The number before the first of the book; 0 at the beginning of a year."""
    if not letters or not period.month:
        return 0
    earlier = Letter.objects.in_register(office, period.year)
    found = earlier.filter(register_number__lt=letters[0].register_number).last()
    return found.register_number if found else 0


def _rows(letters, last: int):
    """One row per letter, and one where the system knows of no letter (after a restore)."""
    runs = settings.WORLD == "administration"  # elsewhere numbers are drawn by lot
    for letter in letters:
        if runs and letter.register_number > last + 1:
            yield {"gap": _unknown(last + 1, letter.register_number - 1)}
        last = letter.register_number
        yield {
            "number": letter.number,
            "date": indonesian_date(letter.approved_on),
            "kind": letter.kind_name,
            "purpose": letter.purpose_words,
            "signer": letter.signer.full_name,
            "state": _state(letter),
        }


def _unknown(first: int, last: int) -> str:
    if first == last:
        return f"Nomor urut {first} tidak tercatat di sistem ini; lihat arsip kertas."
    return f"Nomor urut {first} sampai {last} tidak tercatat di sistem ini; lihat arsip kertas."


def _state(letter) -> str:
    """The state with its day, in the words of the register."""
    words = LetterStatus(letter.status).label
    day = {
        LetterStatus.SIGNED: letter.day_of(letter.signed_at),
        LetterStatus.ISSUED: letter.issued_on,
        LetterStatus.CANCELLED: letter.cancelled_on,
    }.get(letter.status)
    return f"{words} {indonesian_date(day)}" if day else str(words)


def _totals(letters) -> list[list[str]]:
    states = [letter.status for letter in letters]
    issued, cancelled = (states.count(s) for s in (LetterStatus.ISSUED, LetterStatus.CANCELLED))
    return [
        [_("Nomor diberikan"), str(len(states))],
        [_("Terbit"), str(issued)],
        [_("Dibatalkan"), str(cancelled)],
        [_("Belum terbit"), str(len(states) - issued - cancelled)],
    ]
