"""Keyset pages: where the next one begins stands in the address."""

import uuid
from datetime import datetime

from django.utils.dateparse import parse_datetime


def uuid_or_none(text) -> uuid.UUID | None:
    """The id in an address, or None when it is no id (then the first page answers)."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def moment_and_id(text: str) -> tuple[datetime, uuid.UUID] | None:
    """“moment~id” in an address: the last row of the page before, or None when it is none."""
    moment, _sep, key = text.partition("~")
    try:
        at, row = parse_datetime(moment), uuid_or_none(key)
    except ValueError:  # of the right form, and no day of any calendar
        return None
    return (at, row) if at and at.tzinfo and row else None


def as_address(at: datetime, row: uuid.UUID) -> str:
    """The same for the address of the next page."""
    return f"{at.isoformat()}~{row}".replace("+", "%2B")
