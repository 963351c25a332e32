"""The interview guide: what an officer asks alone with a candidate, and what she listens for.

It is shown on her screen only. Nothing of it is stored with a person: no answer, no sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from satuatap.catalogue.entries import made, one_of
from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder

# UU 21/2007 pasal 1: act, means, purpose
GROUPS = {"act": "Tindakan", "means": "Cara", "purpose": "Tujuan"}


@dataclass(frozen=True)
class GuideQuestion:
    """What to ask, in words that she knows, and what to listen for."""

    code: str
    ask: str
    listen: str


@dataclass(frozen=True)
class Sign:
    """One sign; `group` is act, means or purpose. A sign is no proof and no verdict."""

    code: str
    group: str
    sentence: str

    @property
    def group_name(self) -> str:
        """The group in words."""
        return GROUPS[self.group]


@dataclass(frozen=True)
class InterviewGuide:
    """The whole guide, in the order in which it is read."""

    before: tuple[str, ...]
    questions: tuple[GuideQuestion, ...]
    signs: tuple[Sign, ...]
    if_there_are_signs: tuple[str, ...]
    after: tuple[str, ...]
    source: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that the officer reads, for guards that look for it elsewhere."""
        asked = (words for one in self.questions for words in (one.ask, one.listen))
        signs = (sign.sentence for sign in self.signs)
        return (*self.before, *asked, *signs, *self.if_there_are_signs, *self.after)


Part = TypeVar("Part", GuideQuestion, Sign)


def _parts(path: Path, values: dict[str, Any], table: str, kind: type[Part]) -> tuple[Part, ...]:
    found = values.get(table)
    if not isinstance(found, list) or not found:
        raise ReferenceError(path, table, "is empty")
    return tuple(made(path, f"{table}.{row.get('code', '?')}", kind, row) for row in found)


@cache
def interview_guide() -> InterviewGuide:
    """The guide from `reference/guides/interview.toml`."""
    path = reference_folder() / "guides" / "interview.toml"
    origin = origin_of(path)
    values = read_toml(path)
    texts = {}
    for key in ("before", "if_there_are_signs", "after"):
        if not values.get(key):
            raise ReferenceError(path, key, "is missing")
        texts[key] = values[key]
    signs = _parts(path, values, "signs", Sign)
    for sign in signs:
        one_of(path, f"signs.{sign.code}", "group", sign.group, GROUPS)
    questions = _parts(path, values, "questions", GuideQuestion)
    parts = {**texts, "questions": questions, "signs": signs, "source": origin.source}
    return made(path, "guide", InterviewGuide, parts)
