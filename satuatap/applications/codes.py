"""Codes by which she follows her application."""

from satuatap.common.codes import find_code
from satuatap.common.vault import keyed_hash

TRACKING_CODE = "tracking_code"
LENGTH = 12  # sixty bits


def digest_of(typed: str) -> bytes:
    """Keyed hash under which a code is found; a mistyped one finds nothing."""
    return keyed_hash(TRACKING_CODE, find_code(typed, LENGTH) or "")
