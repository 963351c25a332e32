"""Words of names by culture, time of birth and sex: a common head by rank and a long composed tail."""

from __future__ import annotations

import tomllib
from bisect import bisect
from functools import cache
from itertools import accumulate
from pathlib import Path

WORDS = Path(__file__).with_name("words.toml")
RARE = {"first": 0.055, "more": 0.075}  # share of words from the composed tail; own assumption
FLAT_HEAD = 2.5  # weight of a word is 1 / (its rank + this): a flattened Zipf law
WHOLE = 10_000_000
VOWELS = "aiueoAIUEO"

# Up to which year of birth a time lasts, and from which lists its names come. Own assumption,
# after the known turn from village names to Arabic and then to pan-Indonesian ones.
TIMES = {"old": 1974, "middle": 1989, "young": 9999}
LISTS = {
    "javanese": {
        "old": {"old_javanese": 66, "arabic": 26, "javanese": 8},
        "middle": {"old_javanese": 20, "javanese": 48, "arabic": 32},
        "young": {"modern": 52, "javanese": 21, "arabic": 27},
    },
    "sundanese": {
        "old": {"sundanese": 76, "arabic": 24},
        "middle": {"sundanese": 65, "arabic": 30, "modern": 5},
        "young": {"modern": 48, "sundanese": 26, "arabic": 26},
    },
    "sasak": {
        "old": {"sasak": 68, "arabic": 32},
        "middle": {"sasak": 64, "arabic": 36},
        "young": {"sasak": 42, "arabic": 30, "modern": 28},
    },
    "lampung": {
        "old": {"lampung": 60, "arabic": 30, "old_javanese": 10},
        "middle": {"lampung": 68, "arabic": 26, "javanese": 6},
        "young": {"modern": 45, "lampung": 38, "arabic": 17},
    },
    "christian": {
        "old": {"christian": 100},
        "middle": {"christian": 97, "modern": 3},
        "young": {"christian": 80, "modern": 20},
    },
}
CULTURES = {  # of a regency, or else of its province; own assumption from the languages spoken there
    "32.12": {"javanese": 80, "sundanese": 20}, "32.09": {"javanese": 78, "sundanese": 22},
    "32": {"sundanese": 92, "javanese": 8}, "33": {"javanese": 100}, "35": {"javanese": 100},
    "52": {"sasak": 94, "javanese": 6}, "18": {"javanese": 60, "lampung": 27, "sundanese": 13},
    "53": {"christian": 92, "javanese": 8}, "12.07": {"javanese": 66, "christian": 34},
    "12": {"christian": 97, "javanese": 3}, "65": {"javanese": 64, "christian": 24, "lampung": 12},
}  # fmt: skip


class Spread:
    """Draws one of several things by their shares, with one number from `random`."""

    def __init__(self, shares: dict):
        self.things = list(shares)
        self.sums = list(accumulate(shares.values()))
        self.whole = self.sums[-1]

    def draw(self, random):
        """One of them; `random` gives numbers from 0 up to 1."""
        return self.things[bisect(self.sums, random() * self.whole)]


class Words:
    """The words that people of one culture, time and sex bear."""

    def __init__(self, culture: str, time: str, sex: str):
        told, shares = _told(), LISTS[culture][time]
        self.heads = {place: Spread(_weights(told, shares, sex, place)) for place in RARE}
        self.syllables = Spread({name: part for name, part in shares.items() if name != "lampung"}
                                or {"modern": 1})  # fmt: skip
        self.parts = {
            name: [line.split() for line in told["syllables"][name][sex]]
            for name in self.syllables.things
        }

    def draw(self, random, place: str) -> str:
        """One word for the first place of a name or for one of the places after it."""
        if random() < RARE[place]:
            return self.compose(random)
        return self.heads[place].draw(random)

    def compose(self, random) -> str:
        """A rare word of two to four syllable groups; the groups in front of a list come oftener."""
        starts, middles, ends = self.parts[self.syllables.draw(random)]
        word = starts[int(random() * random() * len(starts))]
        kind = random()
        if kind > 0.2:
            word = _joined(word, middles[int(random() * random() * len(middles))])
        if kind > 0.8:
            word = _joined(word, middles[int(random() * len(middles))])
        return _joined(word, ends[int(random() * random() * len(ends))])


@cache
def goes_on() -> frozenset[str]:
    """Words after which a name goes on: nobody is called only "Abdul"."""
    return frozenset(_told()["goes_on"].split())


@cache
def time_of(year: int) -> str:
    """The time into which somebody was born."""
    return next(name for name, last in TIMES.items() if year <= last)


@cache
def words_of(culture: str, time: str, sex: str) -> Words:
    """The words of one culture, time and sex."""
    return Words(culture, time, sex)


@cache
def cultures_of(regency: str) -> Spread:
    """The cultures of a regency."""
    return Spread(CULTURES.get(regency) or CULTURES[regency[:2]])


@cache
def clans_of(province: str) -> tuple[str, ...]:
    """Clan names that a child takes from the father; empty where there are none."""
    return tuple(_told()["clans"].get(province, "").split())


@cache
def _told() -> dict:
    return tomllib.loads(WORDS.read_text())


def _joined(word: str, group: str) -> str:
    """Two syllable groups without a doubled vowel or three consonants between them."""
    last_is_vowel, first_is_vowel = word[-1] in VOWELS, group[0] in VOWELS
    if last_is_vowel and first_is_vowel:
        return word[:-1] + group
    if not last_is_vowel and not first_is_vowel and group[1:2] and group[1] not in VOWELS:
        return word + group[1:]
    return word + group


def _weights(told, shares, sex, place) -> dict[str, int]:
    """Whole numbers, so that every machine adds them to the same sums."""
    weights: dict[str, int] = {}
    for name, share in shares.items():
        words = told[name][sex][place].split()
        ranks = [int(WHOLE / (rank + FLAT_HEAD)) for rank in range(1, len(words) + 1)]
        for word, weight in zip(words, ranks, strict=True):
            weights[word] = weights.get(word, 0) + weight * share * 1000 // sum(ranks)
    return weights
