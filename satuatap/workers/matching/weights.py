"""How much each level of agreement says, in bits, as trained and written into `reference/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from satuatap.common.reference import ReferenceError, read_toml, reference_folder
from satuatap.workers.matching.levels import LEVELS, UNKNOWN

MOST = 25.0  # bits that one level may say, for or against


@dataclass(frozen=True, slots=True)
class Weights:
    """`prior`: bits before anything is compared, of two people who share a key.

    `bits[field][level]`: what a level says for (positive) or against one and the same person.
    A score of 0 is as likely as not; each bit doubles the odds.
    """

    trained_on: date
    prior: float
    bits: dict[str, dict[str, float]]
    shown: float
    asked: float

    def score(self, levels: dict[str, str]) -> float:
        """The sum over all fields; what is unknown says nothing."""
        return self.prior + sum(
            self.bits[field][level] for field, level in levels.items() if level != UNKNOWN
        )


def weights_file() -> Path:
    """Where the weights stand."""
    return reference_folder() / "matching" / "weights.toml"


@cache
def weights() -> Weights:
    """Read once."""
    return read_weights(weights_file())


def read_weights(path: Path) -> Weights:
    """The weights of one file; ReferenceError when a level is missing, unknown or out of bounds."""
    told = read_toml(path)
    bits = told.get("bits", {})
    if set(bits) != set(LEVELS):
        raise ReferenceError(path, "bits", f"must have exactly the fields {', '.join(LEVELS)}")
    for field, levels in LEVELS.items():
        if set(bits[field]) != set(levels):
            raise ReferenceError(path, f"bits.{field}", f"must have exactly: {', '.join(levels)}")
        for level, said in bits[field].items():
            if not -MOST <= said <= MOST:
                raise ReferenceError(path, f"bits.{field}.{level}", f"{said} is beyond {MOST}")
    if not told["shown"] <= told["asked"]:
        raise ReferenceError(path, "shown", "nobody is asked about what is not shown")
    return Weights(told["trained_on"], told["prior"], bits, told["shown"], told["asked"])
