"""Questions that are asked when a service is opened, because a step or a paper hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from satuatap.catalogue.conditions import Condition, condition
from satuatap.catalogue.entries import entries, one_of
from satuatap.catalogue.schemes import schemes
from satuatap.catalogue.tables import destinations, occupations
from satuatap.common.reference import ReferenceError, reference_folder


@dataclass(frozen=True)
class Question:
    """One question; `why` tells the officer what hangs on the answer.

    `asked_if`: only with this answer to another question of the service, and then it is required.
    `options`: value to label, in the order of the file or of the table `options_from`.
    """

    code: str
    label: str
    why: str
    help: str = ""
    required: bool = True
    asked_if: str = ""
    options: dict[str, str] = field(default_factory=dict, hash=False)
    options_from: str = ""


def _tables() -> dict[str, dict[str, str]]:
    return {
        "schemes": {scheme.code: scheme.name for scheme in schemes().values()},
        "destinations": {place.code: place.name for place in destinations() if place.code},
        "occupations": {work.code: work.name for work in occupations()},
    }


@cache
def questions() -> dict[str, Question]:
    """All questions by code, each with its options."""
    path = reference_folder() / "questions.toml"
    found = entries(path, "questions", Question)
    for code, question in found.items():
        place = f"questions.{code}"
        if question.options_from:
            one_of(path, place, "options_from", question.options_from, _tables())
            found[code] = replace(question, options=_tables()[question.options_from])
        elif not question.options:
            raise ReferenceError(path, place, "has no options")
    return found


def checked_condition(path: Path, place: str, text: str, asked=None) -> Condition:
    """The condition of a file; ReferenceError for an unknown question or answer.

    `asked`: the questions that the service asks; another one would never be answered.
    """
    stated = condition(text)
    if stated is None:
        raise ReferenceError(path, place, f"“{text}” is not of the form question = answer | answer")
    one_of(path, place, "question", stated.question, questions())
    if asked is not None and stated.question not in asked:
        reason = f"question “{stated.question}” is not among the service's questions"
        raise ReferenceError(path, place, reason)
    for value in stated.values:
        one_of(path, place, "answer", value, questions()[stated.question].options)
    return stated
