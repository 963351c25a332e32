"""The two sets: who is on file how often, and the truth about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random

from demo.doubles.clerk import Clerk, Record
from demo.doubles.errors import ERRORS, SOURCES
from demo.doubles.families import population
from demo.doubles.people import Person
from demo.doubles.villages import shuffle
from demo.doubles.words import Spread


@dataclass(frozen=True, slots=True)
class DoublesSet:
    """A set of people on file: its seed, and by how much the rates of ERRORS are multiplied."""

    seed: str
    scale: float


# Set once, before there was anything that matches. `second` is reported and never tuned on.
SETS = {
    "first": DoublesSet("satuatap/doubles/20261124/first", 1.0),
    "second": DoublesSet("satuatap/doubles/20261124/second", 1.5),
}
SIZES = {"XS": 10_000, "S": 100_000, "M": 1_000_000}
# How many records a person has, of a hundred people; own assumption.
RECORDS_OF_A_PERSON = {1: 76, 2: 14, 3: 5.5, 4: 2.5, 5: 1.2, 6: 0.8}


def blocks(set_name: str, people: int, registers: Registers | None = None) -> Iterator[Block]:
    """People village by village with their records, in mixed order; exactly so many people."""
    registers, next_record = registers or Registers(set_name), 1
    for members in population(SETS[set_name].seed):
        kept, people = members[:people], people - len(members)
        written = registers.write(kept)
        for number, record in enumerate(written, next_record):
            record.record_id = number
        next_record += len(written)
        yield Block(kept, written)
        if people <= 0:
            return
    raise ValueError(f"There are no villages left for {people} people")


def records(set_name: str, people: int) -> Iterator[Record]:
    """Every record of a set of so many people, one after the other; memory does not grow."""
    for block in blocks(set_name, people):
        yield from block.records


def pairs(set_name: str, people: int) -> Iterator[tuple[int, int]]:
    """The truth: the ids of every two records of one person, the smaller id first."""
    for block in blocks(set_name, people):
        yield from pairs_among(block.records)


def pairs_among(some: Iterable[Record]) -> Iterator[tuple[int, int]]:
    """The pairs of one person among these records."""
    of_person: dict[int, list[int]] = {}
    for record in some:
        of_person.setdefault(record.person_id, []).append(record.record_id)
    for ids in of_person.values():
        yield from combinations(sorted(ids), 2)


@dataclass(frozen=True, slots=True)
class Block:
    """The people of one village of first registration, and their records."""

    people: list[Person]
    records: list[Record]


class Registers:
    """The offices that write people down, each with its clerk; they know what went wrong so far."""

    def __init__(self, set_name: str):
        self.seed = SETS[set_name].seed
        self.chance = Random()  # noqa: S311  a seed is the point
        scale, random = SETS[set_name].scale, self.chance.random
        self.clerks = [Clerk(source, scale, random) for source in SOURCES]
        shares = [source.share for source in SOURCES.values()]
        self.which = Spread(dict(zip(self.clerks, shares, strict=True)))
        self.how_many = Spread(RECORDS_OF_A_PERSON)

    def write(self, members: list[Person]) -> list[Record]:
        """All records of the people of one village, in mixed order."""
        if not members:
            return []
        self.chance.seed(f"{self.seed}/records/{members[0].id}")
        random, which = self.chance.random, self.which
        written = [
            which.draw(random).write(person)
            for person in members
            for _ in range(self.how_many.draw(random))
        ]
        shuffle(written, random)
        return written

    def drawn(self) -> dict[str, int]:
        """How often each error happened."""
        return {kind: sum(clerk.drawn[kind] for clerk in self.clerks) for kind in ERRORS}

    def expected(self) -> dict[str, float]:
        """How often each error was to be expected."""
        of_clerks = [clerk.expected() for clerk in self.clerks]
        return {kind: sum(one[kind] for one in of_clerks) for kind in ERRORS}
