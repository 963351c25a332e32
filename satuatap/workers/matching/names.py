"""A name taken apart: its own words, what is written around them, and how they sound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from satuatap.common.reference import ReferenceError, read_toml, reference_folder
from satuatap.workers.matching.sounds import modern, plain, sound

PARTS = re.compile(r"[^\W_]+(?:['\u2019`.][^\W_]+)*")
SIGNS = re.compile(r"['\u2019`.]")
LONGEST = 8  # words of a name that are looked at


@dataclass(frozen=True, slots=True)
class Name:
    """`words`: her own, modern spelling, as written; `sounds` of them, in the same order.

    `around`: sounds of the father's name and of other names; `initials`: single letters.
    """

    words: tuple[str, ...]
    sounds: tuple[str, ...]
    around: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The sound of the whole name as one word, so that a blank makes no difference."""
        return sound("".join(self.words))


@dataclass(frozen=True, slots=True)
class Usage:
    """What `reference/matching/names.toml` says."""

    titles: frozenset[str]
    degrees: frozenset[str]
    child_of: frozenset[str]
    also_called: frozenset[str]
    forms: dict[str, str]


LISTS = ("titles", "degrees", "child_of", "also_called")


def usage_file() -> Path:
    """Where the words stand."""
    return reference_folder() / "matching" / "names.toml"


@cache
def usage() -> Usage:
    """Read once; ReferenceError where a list is missing or a form stands for two words."""
    path = usage_file()
    told = read_toml(path)
    for name in LISTS:
        if not all(isinstance(word, str) and word.isalpha() for word in told.get(name) or [0]):
            raise ReferenceError(path, name, "must be a list of words in small letters")
    forms: dict[str, str] = {}
    for word, written in told.get("forms", {}).items():
        for form in written:
            if forms.setdefault(form, word) != word:
                raise ReferenceError(
                    path, f"forms.{word}", f"“{form}” stands for {forms[form]} too"
                )
    return Usage(**{name: frozenset(told[name]) for name in LISTS}, forms=forms)


@lru_cache(1 << 16)
def take_apart(full_name: str) -> Name:
    """A name as typed or as on a paper, taken apart; nothing in it can make this fail."""
    parts = [_Part(text) for text in PARTS.findall(plain(full_name))][: 2 * LONGEST]
    parts = _without_degrees(_without_titles(parts))
    own, around = _before_the_father(parts)
    initials = tuple(part.letters for part in own if part.is_initial)
    words = [_in_full(part) for part in own if not part.is_initial]
    words = words[:LONGEST] or [part.letters for part in own[:1]]
    return Name(
        tuple(words),
        tuple(map(sound, words)),
        tuple(sound(_in_full(part)) for part in around if not part.is_initial),
        initials,
    )


class _Part:
    """One part of a written name."""

    __slots__ = ("is_initial", "letters")

    def __init__(self, text: str):
        self.letters = SIGNS.sub("", text)
        self.is_initial = len(self.letters) == 1


def _in_full(part: _Part) -> str:
    """The word in today's spelling, a shortened form as the word that it stands for."""
    return modern(usage().forms.get(part.letters, part.letters))


def _without_titles(parts: list[_Part]) -> list[_Part]:
    titles = usage().titles
    start = 0
    while start < len(parts) - 1 and parts[start].letters in titles:
        start += 1
    parts = parts[start:]
    forms = usage().forms
    if len(parts) > 1 and parts[0].is_initial and parts[0].letters in forms:  # M. Yusuf, S. Aminah
        parts[0].letters, parts[0].is_initial = forms[parts[0].letters], False
    return parts


def _without_degrees(parts: list[_Part]) -> list[_Part]:
    degrees = usage().degrees
    end = len(parts)
    while end > 1 and parts[end - 1].letters in degrees:
        end -= 1
    return parts[:end]


def _before_the_father(parts: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    """Her own parts, and those of her father's or other names."""
    between = usage().child_of | usage().also_called
    for place in range(1, len(parts) - 1):
        if parts[place].letters in between:
            return parts[:place], [
                part for part in parts[place + 1 :] if part.letters not in between
            ]
    return parts, []
