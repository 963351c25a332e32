"""Weights from pairs of which nobody knows the truth: expectation maximisation.

Every pair that shares a key is either of one person or not; each level occurs with one chance (m)
in the first kind and with another (u) in the second. Guessing the kinds from the chances and the
chances from the kinds, in turn, finds both. Pairs of equal levels are counted together.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from satuatap.workers.matching.levels import LEVELS, UNKNOWN

ROUNDS = 40
FIRST_SHARE = 0.1  # of pairs that are of one person, before anything is known
LEAST_M, LEAST_U = 0.001, 0.00002  # nothing is impossible: papers err in ways not seen yet
LITTLE = 0.01  # added to every count
# Set by us: training alone takes twins, who agree in all but the name, for one person.
FIXED = {
    ("name", "other"): 0.012,
    ("name", "clash_common"): 0.006,
    ("name", "clash_uncommon"): 0.003,
}
FIELDS = tuple(LEVELS)


@dataclass(frozen=True, slots=True)
class Trained:
    """`share` of pairs that are of one person; `m` and `u`: chance by field and level."""

    share: float
    m: dict[str, dict[str, float]]
    u: dict[str, dict[str, float]]

    def bits(self, field: str, level: str) -> float:
        """What the level says for one and the same person."""
        return math.log2(self.m[field][level] / self.u[field][level])

    @property
    def prior(self) -> float:
        """What is said by sharing a key, before anything is compared."""
        return math.log2(self.share / (1 - self.share))


def train(patterns: Counter[tuple[str, ...]]) -> Trained:
    """From how often each tuple of levels (in the order of FIELDS) occurs among the pairs."""
    guess = Trained(FIRST_SHARE, *_first_guess())
    for _ in range(ROUNDS):
        guess = _better(guess, patterns)
    return guess


def _first_guess():
    """High levels are likelier in one person; in two, all the others together as likely as the last."""
    m, u = {}, {}
    for field, levels in LEVELS.items():
        many = len(levels)
        steps = [many + 1 - place * many / (many - 1) for place in range(many)]
        m[field] = _shares(dict(zip(levels, [step**3 for step in steps], strict=True)))
        u[field] = _shares({level: 1 for level in levels[:-1]} | {levels[-1]: many + 1})
    return m, u


def _better(guess: Trained, patterns) -> Trained:
    same = {field: dict.fromkeys(levels, LITTLE) for field, levels in LEVELS.items()}
    other = {field: dict.fromkeys(levels, LITTLE) for field, levels in LEVELS.items()}
    of_one = 0.0
    for pattern, many in patterns.items():
        told = [(field, level) for field, level in zip(FIELDS, pattern, strict=True)
                if level != UNKNOWN]  # fmt: skip
        likely = many / (1 + 2 ** -(guess.prior + sum(guess.bits(*one) for one in told)))
        of_one += likely
        for field, level in told:
            same[field][level] += likely
            other[field][level] += many - likely
    return Trained(
        of_one / patterns.total(),
        {field: _with_fixed(field, counts) for field, counts in same.items()},
        {field: {level: max(share, LEAST_U) for level, share in _shares(counts).items()}
         for field, counts in other.items()},
    )  # fmt: skip


def _with_fixed(field: str, counts: dict[str, float]) -> dict[str, float]:
    fixed = {level: share for (of, level), share in FIXED.items() if of == field}
    least = {level: max(share, LEAST_M) for level, share in _shares(counts).items()}
    free = _shares({level: share for level, share in least.items() if level not in fixed})
    left = 1 - sum(fixed.values())
    return {level: fixed.get(level, left * free.get(level, 0)) for level in counts}


def _shares(counts: dict[str, float]) -> dict[str, float]:
    everything = sum(counts.values())
    return {level: count / everything for level, count in counts.items()}
