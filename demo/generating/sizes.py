"""How much is laid."""

from dataclasses import dataclass

PEOPLE_AT_ONCE = 2_000


@dataclass(frozen=True)
class Size:
    """So many people at so many centres."""

    people: int
    centres: int


SIZES = {"S": Size(25_000, 1), "M": Size(1_000_000, 46), "L": Size(5_300_000, 514)}


@dataclass(frozen=True)
class Block:
    """People that are made together; the block's number and the seed decide everything of them."""

    seed: int
    number: int
    people: int


def blocks(seed: int, people: int) -> list[Block]:
    """All people in blocks."""
    starts = range(0, people, PEOPLE_AT_ONCE)
    return [
        Block(seed, number, min(PEOPLE_AT_ONCE, people - start))
        for number, start in enumerate(starts)
    ]
