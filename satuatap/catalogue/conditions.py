"""The one condition that data may state: "question = answer" or "question = answer | answer"."""

from __future__ import annotations

import re
from dataclasses import dataclass

FORM = re.compile(r"([a-z_]+) = ([A-Za-z0-9_]+(?: \| [A-Za-z0-9_]+)*)")


@dataclass(frozen=True)
class Condition:
    """Holds when the answer to the question is one of the values."""

    question: str
    values: tuple[str, ...]

    def holds(self, answers: dict[str, str]) -> bool:
        """A question that was not answered fulfils nothing."""
        return answers.get(self.question, "") in self.values


def condition(text: str) -> Condition | None:
    """The condition that a text states, or None when it states none."""
    stated = FORM.fullmatch(text)
    return Condition(stated[1], tuple(stated[2].split(" | "))) if stated else None


def holds(text: str, answers: dict[str, str]) -> bool:
    """Does it hold? An empty text always does."""
    stated = condition(text)
    return not text or (stated is not None and stated.holds(answers))
