"""Amounts of money in reference files: refused where nobody could have meant them."""

from __future__ import annotations

import re
from pathlib import Path

from babel.numbers import is_currency

from satuatap.common.reference import ReferenceError

MOST = 500_000_000
WRITTEN = re.compile(r"\d+(\.\d{1,3})?")
HOURS = "jam"  # a promise of working hours stands among the wages


def check_amount(path: Path, line: int, amount: str, currency: str) -> None:
    """An amount of a table as text, empty where it was not found; ReferenceError names the line."""
    if not amount:
        return
    if not WRITTEN.fullmatch(amount):
        raise ReferenceError(path, line, f"“{amount}” is no amount: digits, and a point for cents")
    if currency != HOURS and not is_currency(currency):
        raise ReferenceError(path, line, f"currency “{currency}” is none that exists")
    if currency == "IDR" and "." in amount:
        raise ReferenceError(path, line, f"“{amount}”: rupiah are whole")
    check_most(path, line, float(amount))


def check_most(path: Path, where: str | int, amount: float) -> None:
    """A typing error of three zeros does not reach a page."""
    if amount > MOST:
        raise ReferenceError(path, where, f"{amount:.0f} is more than anybody asks ({MOST})")
