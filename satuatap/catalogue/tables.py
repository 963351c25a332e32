"""Tables taken over from public pages: destinations, occupations, ages, costs, wages.

Each row keeps its source, the date of the fact and how it was read. Amounts stay texts here:
an empty one means that it was not found, never that there is nothing to pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from satuatap.catalogue.amounts import check_amount
from satuatap.catalogue.entries import one_of, rows
from satuatap.common.reference import ReferenceError, reference_folder

CONFIDENCE = ("read", "inferred", "background")
EVERYWHERE = "ALL"
STANDING = ("rule", "check", "past", "warning")
USABLE = ("yes", "check", "old", "no")
STATUS = {"open", "formal_only", "closed", "moratorium", "unknown"}


@dataclass(frozen=True)
class Destination:
    """Where people go to work, with the status that was read last; `code` may be empty."""

    code: str
    name: str
    name_en: str
    status: str
    household_status: str
    status_date: str
    rule: str
    schemes: str
    main_occupations: str
    placements_jan_oct_2024: str
    notes: str
    source: str
    as_of: str
    confidence: str

    def status_for(self, occupation: Occupation | None) -> str:
        """The status for this work: a private household has one of its own."""
        informal = occupation is not None and occupation.is_informal
        return self.household_status if informal else self.status


@dataclass(frozen=True)
class Occupation:
    """One kind of work. `zero_cost`: "yes", "no" or "check"."""

    code: str
    name: str
    name_en: str
    isco08: str
    isco08_title: str
    kbji2014: str
    kbji_basis: str
    sector: str
    zero_cost: str
    skkni: str
    certification_scheme: str
    destinations_seen: str
    notes: str
    source: str
    as_of: str
    confidence: str

    @property
    def is_informal(self) -> bool:
        """Work for a private household."""
        return self.sector == "informal"


@dataclass(frozen=True)
class Age:
    """One age rule. `occupations`: codes of occupations, "informal", "formal" or "all"."""

    id: str
    country_code: str
    country: str
    scope: str
    occupations: str
    scheme: str
    min_age: str
    max_age: str
    rule: str
    rule_type: str
    usable_now: str
    notes: str
    source: str
    as_of: str
    confidence: str

    def concerns(self, destination: str, occupation: Occupation | None) -> bool:
        """Is this rule about this place and this work?"""
        if self.country_code not in (EVERYWHERE, destination):
            return False
        words = set(self.occupations.split())
        if "all" in words:
            return True
        return occupation is not None and bool(words & {occupation.code, occupation.sector})


@dataclass(frozen=True)
class Cost:
    """One item of placement cost: who pays, how much, by which rule, and whether that still holds."""

    id: str
    country_code: str
    scope: str
    scheme: str
    item_code: str
    item: str
    amount: str
    currency: str
    per: str
    payer: str
    rule: str
    rule_status: str
    standing: str
    valid_from: str
    valid_to: str
    notes: str
    source: str
    as_of: str
    confidence: str


@dataclass(frozen=True)
class Wage:
    """One wage or condition in one destination. `usable_now`: yes, check, old, no."""

    code: str
    country: str
    scope: str
    wage_type: str
    amount: str
    amount_max: str
    currency: str
    period: str
    food_housing: str
    rest_day: str
    hours: str
    contract_length: str
    valid_from: str
    valid_to: str
    usable_now: str
    notes: str
    source: str
    as_of: str
    confidence: str


Row = TypeVar("Row", Destination, Occupation, Age, Cost, Wage)


def _path(name: str) -> Path:
    return reference_folder() / "tables" / f"{name}.csv"


def _rows(name: str, kind: type[Row]) -> tuple[Path, list[tuple[int, Row]]]:
    """The table's file and its rows with their lines; each says how it was read."""
    path = _path(name)
    found = list(enumerate(rows(path, kind), start=2))
    for line, row in found:
        one_of(path, f"line {line}", "confidence", row.confidence, CONFIDENCE)
    return path, found


def _places() -> set[str]:
    return {EVERYWHERE, *(place.code for place in destinations() if place.code)}


@cache
def destinations() -> tuple[Destination, ...]:
    """All destinations by name."""
    path, found = _rows("destinations", Destination)
    seen: set[str] = set()
    for line, place in found:
        one_of(path, f"line {line}", "status", place.status, STATUS)
        one_of(path, f"line {line}", "household_status", place.household_status, STATUS)
        if place.code and place.code in seen:
            raise ReferenceError(path, line, f"code {place.code} stands there twice")
        seen.add(place.code)
    return tuple(sorted((place for _line, place in found), key=lambda place: place.name))


@cache
def occupations() -> tuple[Occupation, ...]:
    """All occupations in the order of the file."""
    path, found = _rows("occupations", Occupation)
    seen: set[str] = set()
    for line, work in found:
        one_of(path, f"line {line}", "sector", work.sector, ("formal", "informal"))
        one_of(path, f"line {line}", "zero_cost", work.zero_cost, ("yes", "no", "check"))
        if work.code in seen:
            raise ReferenceError(path, line, f"code {work.code} stands there twice")
        seen.add(work.code)
    return tuple(work for _line, work in found)


@cache
def ages() -> tuple[Age, ...]:
    """All age rules that were read."""
    path, found = _rows("ages", Age)
    known = {"all", "formal", "informal", *(work.code for work in occupations())}
    for line, age in found:
        for limit in (age.min_age, age.max_age):
            if limit and not limit.isdecimal():
                raise ReferenceError(path, line, f"age “{limit}” is no whole number")
        if age.min_age and age.max_age and int(age.min_age) > int(age.max_age):
            raise ReferenceError(path, line, "min_age is above max_age")
        one_of(path, f"line {line}", "country_code", age.country_code, _places())
        one_of(path, f"line {line}", "usable_now", age.usable_now, USABLE)
        for word in age.occupations.split():
            one_of(path, f"line {line}", "occupation", word, known)
    return tuple(age for _line, age in found)


@cache
def costs() -> tuple[Cost, ...]:
    """All items of placement cost that were read."""
    path, found = _rows("costs", Cost)
    for line, cost in found:
        one_of(path, f"line {line}", "standing", cost.standing, STANDING)
        one_of(path, f"line {line}", "country_code", cost.country_code, _places())
        check_amount(path, line, cost.amount, cost.currency)
    return tuple(cost for _line, cost in found)


@cache
def wages() -> tuple[Wage, ...]:
    """All wages and conditions that were read."""
    path, found = _rows("wages", Wage)
    for line, wage in found:
        one_of(path, f"line {line}", "usable_now", wage.usable_now, USABLE)
        one_of(path, f"line {line}", "code", wage.code, _places())
        for amount in (wage.amount, wage.amount_max):
            check_amount(path, line, amount, wage.currency)
        if wage.amount_max and float(wage.amount_max) < float(wage.amount or 0):
            raise ReferenceError(path, line, "amount_max is less than amount")
    return tuple(wage for _line, wage in found)


def destination(code: str) -> Destination | None:
    """The destination with this code, or None."""
    return next((place for place in destinations() if place.code == code and code), None)


def occupation(code: str) -> Occupation | None:
    """The occupation with this code, or None."""
    return next((work for work in occupations() if work.code == code), None)
