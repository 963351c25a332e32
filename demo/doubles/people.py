"""A person as she truly is, and her numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FEMALE, MALE = "female", "male"
OF_A_VILLAGE = 25  # serial numbers of one NIK day that a filled village may give
OPERATORS = ("0812", "0813", "0821", "0822", "0823", "0831", "0838", "0852", "0853", "0857", "0858",
             "0877", "0878", "0896")  # fmt: skip
PASSPORT_LETTERS = "ABCEX"
DAYS_OF_THE_YEAR = [date(2001, 1, 1) + timedelta(days) for days in range(365)]
MONTH_AND_DAY = [(day.month, day.day) for day in DAYS_OF_THE_YEAR]
MOST = {"old": 0.18, "middle": 0.10, "young": 0.05}  # dates that heap on three days of the year
HEAPS = ((0.52, (1, 1)), (0.83, (12, 31)), (1.0, (7, 1)))
ROUND_YEAR = {"old": 0.14, "middle": 0.06, "young": 0.02}  # years that heap on 0 and 5


@dataclass(slots=True)
class Person:
    """The truth. `father` is the name that stands after *bin* or *binti*; `passports` oldest first.

    `birth_date` is the date on the family card, which is what an office can know at best.
    """

    id: int
    family: int
    words: list[str]
    sex: str
    birth_date: date
    village: str
    former_village: str | None
    nik: str | None
    father: str
    phone: str
    former_phone: str | None
    passports: tuple[str, ...]
    nik_of_others: tuple[str, ...]  # mother's, husband's or wife's
    twin_of: int | None = None
    namesake_of: int | None = None

    @property
    def full_name(self) -> str:
        """As on the family card."""
        return " ".join(self.words)


def draw_birth_date(random, year: int, time: str) -> date:
    """A day of this year with the heaps of registers: 1 January, 31 December, 1 July; 0 and 5."""
    if random() < ROUND_YEAR[time]:
        year = (year + 2) // 5 * 5
    if random() < MOST[time]:
        which = random()
        month, day = next(heap for limit, heap in HEAPS if which < limit)
    else:
        month, day = MONTH_AND_DAY[int(random() * 365)]
    return date(year, month, day)


class NikRegister:
    """Gives the NIK of one filled village; no other village of the subdistrict gives the same."""

    def __init__(self, area: str, turn: int):
        self.area, self.before = area.replace(".", ""), OF_A_VILLAGE * turn
        self.given: dict[str, int] = {}

    def give(self, born: date, sex: str) -> str | None:
        """Area of first registration, day (40 more for a woman), month, year, serial number."""
        day = born.day + (40 if sex == FEMALE else 0)
        head = f"{self.area}{day:02}{born.month:02}{born.year % 100:02}"
        count = self.given[head] = self.given.get(head, 0) + 1
        return f"{head}{self.before + count:04}" if count <= OF_A_VILLAGE else None


def draw_phone(random) -> str:
    """A mobile number as people write it."""
    return f"{OPERATORS[int(random() * 14)]}{int(random() * 1e8):08}"


def draw_passports(random) -> tuple[str, ...]:
    """None, one, or several after each other: each renewal has a number of its own."""
    kind = random()
    count = 0 if kind < 0.25 else 1 if kind < 0.7 else 2 if kind < 0.92 else 3
    return tuple(
        f"{PASSPORT_LETTERS[int(random() * 5)]}{int(random() * 1e7):07}" for _ in range(count)
    )
