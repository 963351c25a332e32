"""Real villages in the order in which they are filled with people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

AREAS = Path(__file__).with_name("areas.txt")
# How many of a hundred thousand people live in a regency: by the placements that BP2MI published
# (province 2025, regency 2019), rounded; Flores, Batak lands and Nunukan by our own choice.
WEIGHTS = {
    "32.12": 9000, "32.09": 5500, "32.03": 2500, "32.13": 2500, "32.15": 2000, "32.02": 2000,
    "33.01": 6000, "33.24": 5000, "33.29": 4500, "33.18": 4000, "33.02": 3000, "35.02": 6000,
    "35.05": 5500, "35.04": 5500, "35.07": 5500, "35.10": 4500, "35.19": 3500, "52.02": 4500,
    "52.03": 5500, "52.01": 2500, "18.07": 4500, "18.02": 2500, "53.06": 1200, "53.07": 700,
    "53.01": 600, "12.07": 800, "12.02": 400, "65.03": 300,
}  # fmt: skip
# Nunukan was 64.05 before its province was made (reference/places/historic_codes.csv).
OLD_CODES = {"65.03": "64.05"}


@dataclass(frozen=True, slots=True)
class Village:
    """A village that is filled; `turn` counts the filled villages of its subdistrict from 0."""

    code: str
    turn: int

    @property
    def subdistrict(self) -> str:
        """Its kecamatan."""
        return self.code[:8]

    @property
    def regency(self) -> str:
        """Its kabupaten."""
        return self.code[:5]


@cache
def by_subdistrict() -> dict[str, tuple[str, ...]]:
    """The villages of each subdistrict."""
    found = {}
    for line in AREAS.read_text().splitlines():
        if not line.startswith("#"):
            code, *runs = line.split()
            found[code] = tuple(f"{code}.{number}" for run in runs for number in _numbers(run))
    return found


@cache
def by_regency() -> dict[str, tuple[str, ...]]:
    """The villages of each regency."""
    found: dict[str, tuple[str, ...]] = {}
    for code, villages in by_subdistrict().items():
        found[code[:5]] = found.get(code[:5], ()) + villages
    return found


@cache
def everywhere() -> tuple[str, ...]:
    """All villages that we know."""
    return tuple(village for villages in by_regency().values() for village in villages)


def villages_in_turn(seed: str) -> Iterator[Village]:
    """Every village once, so that each regency has its weight after any number of them."""
    queues = {regency: _queue(f"{seed}/{regency}", regency) for regency in WEIGHTS}
    used = dict.fromkeys(WEIGHTS, 0)
    while queues:
        regency = min(queues, key=lambda code: (2 * used[code] + 1) / WEIGHTS[code])
        village = next(queues[regency], None)
        if village is None:
            del queues[regency]
            continue
        used[regency] += 1
        yield village


def shuffle(things: list, random) -> None:
    """In place; spelled out because the standard one is not promised to stay the same."""
    for last in range(len(things) - 1, 0, -1):
        other = int(random() * (last + 1))
        things[last], things[other] = things[other], things[last]


def _queue(seed, regency) -> Iterator[Village]:
    """One village of every subdistrict, then the second of every subdistrict, and so on."""
    random = Random(seed).random  # noqa: S311  a seed is the point
    piles = [list(v) for code, v in by_subdistrict().items() if code[:5] == regency]
    shuffle(piles, random)
    for pile in piles:
        shuffle(pile, random)
    for turn in range(max(map(len, piles))):
        for pile in piles:
            if turn < len(pile):
                yield Village(pile[turn], turn)


def _numbers(run) -> range:
    first, _, last = run.partition("-")
    return range(int(first), int(last or first) + 1)
