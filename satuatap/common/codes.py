"""Codes that people carry on paper: unguessable, easy to read out and to type.

Signs of Crockford's alphabet, five bits each: none looks like another, and what is easily
misread is forgiven.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code(length: int) -> str:
    """A code of this many signs that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def find_code(typed: str, length: int) -> str | None:
    """The code behind what somebody typed or scanned, or None where it cannot be one."""
    code = typed[: 4 * length].strip().upper().translate(_MISREAD)
    return code if len(code) == length and set(code) <= set(ALPHABET) else None


def in_groups(code: str) -> str:
    """The code as it is printed, in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
