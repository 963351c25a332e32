"""Keyset pages: where the next one begins stands in the address."""

import uuid


def uuid_or_none(text) -> uuid.UUID | None:
    """The id in an address, or None when it is no id (then the first page answers)."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
