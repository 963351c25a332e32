"""The code under which whoever holds a letter may ask whether it is real: 80 bits on paper."""

from __future__ import annotations

from satuatap.common import codes
from satuatap.common.codes import in_groups
from satuatap.common.vault import keyed_hash

__all__ = ["CHECK_CODE", "LENGTH", "digest_of", "find_code", "in_groups", "new_code"]

LENGTH = 16
CHECK_CODE = "letter_check_code"


def new_code() -> str:
    """A code that nobody can guess."""
    return codes.new_code(LENGTH)


def find_code(typed: str) -> str | None:
    """The code behind what somebody typed or scanned, or None where it cannot be one."""
    return codes.find_code(typed, LENGTH)


def digest_of(code: str) -> bytes:
    """The keyed hash under which a letter is found by its code."""
    return keyed_hash(CHECK_CODE, code)
