"""Outside systems as data: their screens in order, what stands in each field, what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder
from satuatap.exchange.facts import FACTS

TYPED = "typed"


@dataclass(frozen=True)
class SheetField:
    """One field of a screen: its label there, and the fact that stands in it (empty: ask her)."""

    label: str
    fact: str = ""
    paper: str = ""
    note: str = ""


@dataclass(frozen=True)
class Screen:
    """One screen of an outside system with its fields in order."""

    title: str
    fields: tuple[SheetField, ...]


@dataclass(frozen=True)
class Answer:
    """What the outside system says of a file. `is_final`: nothing is waited for any more."""

    code: str
    label: str
    is_final: bool = False


@dataclass(frozen=True)
class System:
    """One outside system. `down_reason`: the hold reason of steps that wait while it is down."""

    code: str
    name: str
    source: str
    as_of: str
    down_reason: str
    screens: tuple[Screen, ...]
    answers: dict[str, Answer]


def sheet_files() -> list[Path]:
    """The files of all outside systems."""
    return sorted((reference_folder() / "exchange").glob("*.toml"))


@cache
def systems() -> dict[str, System]:
    """All outside systems by code; ReferenceError names file, key and reason."""
    return {path.stem: _system(path) for path in sheet_files()}


def _system(path: Path) -> System:
    origin = origin_of(path)
    said = read_toml(path)
    screens = tuple(
        _screen(path, number, one) for number, one in enumerate(said.get("screens", []))
    )
    answers = {
        code: _made(path, f"answers.{code}", Answer, {"code": code, **values})
        for code, values in said.get("answers", {}).items()
    }
    if not screens or TYPED not in answers:
        raise ReferenceError(path, "screens", f"a sheet needs screens and the answer “{TYPED}”")
    reason = said.get("down_reason", "")
    if reason not in hold_reasons():
        raise ReferenceError(path, "down_reason", f"“{reason}” is no hold reason")
    return System(path.stem, said.get("name", path.stem), origin.source,
                  str(said.get("as_of", "")), reason, screens, answers)  # fmt: skip


def _screen(path: Path, number: int, said: dict) -> Screen:
    place = f"screens.{number + 1}"
    fields = tuple(_made(path, place, SheetField, one) for one in said.get("fields", []))
    for field in fields:
        if field.fact and field.fact not in FACTS:
            raise ReferenceError(path, place, f"fact “{field.fact}” is none of {', '.join(FACTS)}")
        if field.paper and field.paper not in document_kinds():
            raise ReferenceError(path, place, f"unknown document kind “{field.paper}”")
    if not fields or not said.get("title"):
        raise ReferenceError(path, place, "needs a title and fields")
    return Screen(said["title"], fields)


def _made(path, place, kind, values):
    try:
        return kind(**values)
    except TypeError as wrong:
        raise ReferenceError(path, place, str(wrong)) from None
