"""Keys by which a person is looked up: numbers of 64 bits, equal where something of hers is equal.

Every person has a dozen. Whoever shares one with what was typed is compared; nobody else is.
A key holds two things that are rare together, so that few people share it; it is made so that
the usual slips do not change it: day and month in either order, words by their sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

from satuatap.workers.matching.signatures import Signature

MOST_WORDS = 4
VILLAGE, REGENCY = 13, 5  # length of codes: 33.02.05.2001, 33.02


def key(kind: str, *parts) -> int:
    """The number of one key; signed, as PostgreSQL's bigint."""
    text = "\x1f".join((kind, *map(str, parts)))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def keys_of(person: Signature) -> set[int]:
    """All keys of one person."""
    return {key(*parts) for parts in _keys(person)}


def _words(person: Signature) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.name.sounds))[:MOST_WORDS]


def _keys(person: Signature) -> Iterator[tuple]:
    yield from _of_numbers(person)
    yield from _of_words(person, _words(person))
    joined = person.name.joined
    yield "j", joined  # somebody else writes the name as one word, or as two
    if person.village:
        yield "r", joined, person.village[:REGENCY]


def _of_numbers(person: Signature) -> Iterator[tuple]:
    yield from zip("nht", person.nik, strict=False)
    yield from (("p", number) for number in person.phones)
    yield from (("q", number) for number in person.papers)


def _of_words(person: Signature, words: tuple[str, ...]) -> Iterator[tuple]:
    some = [" ".join(sorted(pair)) for pair in combinations(words, 2)] or list(words)
    yield from (("w", pair) for pair in some)
    if person.village:
        if len(person.village) == VILLAGE:
            yield from (("v", word, person.village) for word in words)
        yield from (("r", pair, person.village[:REGENCY]) for pair in some)
    for born in filter(None, {person.born, person.born_by_nik}):
        day_and_month = sorted((born.day, born.month))
        yield from (("d", word, *day_and_month, born.year) for word in words)
        yield from (("y", pair, born.year) for pair in some)
        yield from (("m", pair, *day_and_month) for pair in some)
