"""Codes of the room: of an appointment, and the key of an office's screens."""

from satuatap.common import codes
from satuatap.common.vault import keyed_hash

APPOINTMENT_CODE = "appointment_code"
SCREEN_KEY = "screen_key"
LENGTH = 12  # sixty bits
KEY_LENGTH = 20  # a hundred bits: it stays in the address of a screen for months


def new_code() -> str:
    """A code of an appointment that nobody can guess."""
    return codes.new_code(LENGTH)


def new_key() -> str:
    """A key of an office's screens that nobody can guess."""
    return codes.new_code(KEY_LENGTH)


def digest_of(typed: str) -> bytes:
    """Keyed hash under which an appointment is found; a mistyped code finds nothing."""
    return keyed_hash(APPOINTMENT_CODE, codes.find_code(typed, LENGTH) or "")


def key_digest(typed: str) -> bytes:
    """Keyed hash under which a screen is found."""
    return keyed_hash(SCREEN_KEY, codes.find_code(typed, KEY_LENGTH) or "")
