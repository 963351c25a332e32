"""What letters an office writes, with which words, as `reference/letters/` says.

Each letter is a pair of files: `<code>.toml` says what it needs, `<code>.typ` how it is set.
An office may have its own text of a letter, a pair of the same name in a folder that is named by
the office's code: it may change words, number and position, never what is asked (`fields`).
`cancel_reasons.toml` lists why a letter may be cancelled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from satuatap.common.reference import (
    REQUIRED,
    Origin,
    ReferenceError,
    origin_of,
    read_toml,
    reference_folder,
)
from satuatap.letters import words

REASONS = "cancel_reasons"
WORLDS = ("administration", "protection")
NUMBER_PARTS = ("number", "month", "year")
OFFICE_MAY_CHANGE = ("name", "purpose_words", "signer_position")
PRINTS = re.compile(r"\b(?:field|facts)\(([^)]*)\)")
QUOTED = re.compile(r'"(\w+)"')
OFFICE_SAYS = {*OFFICE_MAY_CHANGE, "version", "number", "note", *REQUIRED}


@dataclass(frozen=True)
class NumberPattern:
    """How the number of a letter reads, such as `560/{number}/LTSA/{month}/{year}`."""

    pattern: str
    digits: int
    offices: dict[str, str]

    def text(self, office_code: str, number: int, day: date) -> str:
        """The number on the letter; the month in Roman figures, as registers write it."""
        pattern = self.offices.get(office_code, self.pattern)
        month = ROMAN[day.month - 1]
        return pattern.format(number=f"{number:0{self.digits}}", month=month, year=day.year)


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class LetterTemplate:
    """One kind of letter."""

    code: str
    name: str
    version: int
    purpose_words: str
    signer_position: str
    worlds: tuple[str, ...]
    fields: tuple[words.LetterField, ...]
    number: NumberPattern
    origin: Origin
    office: str = ""  # whose own text it is

    @property
    def page(self) -> str:
        """The file that sets it, within the folder of letters."""
        return f"{self.office}/{self.code}.typ" if self.office else f"{self.code}.typ"

    def clean(self, data: dict) -> dict[str, str]:
        """The words that fill the letter, in order; ValidationError by field otherwise."""
        problems: dict[str, list[str]] = {}
        cleaned = {}
        for field in self.fields:
            try:
                cleaned[field.code] = field.clean(data.get(field.code, ""))
            except ValidationError as wrong:
                problems[field.code] = wrong.messages
        if unknown := set(data) - {field.code for field in self.fields}:
            raise ValidationError(
                _("Surat ini tidak memuat isian: %(names)s.")
                % {"names": ", ".join(sorted(unknown))}
            )
        if problems:
            raise ValidationError(problems)
        return cleaned

    def examples(self) -> dict[str, str]:
        """A filled letter about nobody, for trying the page out."""
        return self.clean({field.code: field.example for field in self.fields})


@dataclass(frozen=True)
class CancelReason:
    """Why a letter was cancelled, in the words of the register."""

    code: str
    name: str


@dataclass(frozen=True)
class LetterStore:
    """Everything that `reference/letters/` says."""

    templates: dict[str, LetterTemplate]
    cancel_reasons: dict[str, CancelReason]
    own_texts: dict[tuple[str, str], LetterTemplate]  # by office's code and letter's code

    def of_this_world(self) -> list[LetterTemplate]:
        """The letters that this service writes."""
        return [one for one in self.templates.values() if settings.WORLD in one.worlds]

    def get(self, code: str, office_code: str = "") -> LetterTemplate:
        """The template of this code in this world, in the office's own text if it has one.

        LookupError where this world does not write it.
        """
        template = self.templates.get(code)
        if template is None or settings.WORLD not in template.worlds:
            raise LookupError(f"there is no letter “{code}” in {settings.WORLD}")
        return self.own_texts.get((office_code, code), template)

    def name_of(self, code: str) -> str:
        """The kind of letter in words, also of one that is no longer written."""
        return self.templates[code].name if code in self.templates else code


@lru_cache
def store() -> LetterStore:
    """The letters of this installation, read once."""
    return read_store(letters_folder())


def letters_folder() -> Path:
    """Where the letters stand."""
    return reference_folder() / "letters"


def files() -> list[Path]:
    """Every TOML file of the letters."""
    return sorted([*letters_folder().glob("*.toml"), *letters_folder().glob("*/*.toml")])


def read_store(folder: Path) -> LetterStore:
    """Read a folder of letters; ReferenceError names file and key where something is wrong."""
    paths = sorted(path for path in folder.glob("*.toml") if path.stem != REASONS)
    templates = {path.stem: _read_template(path) for path in paths}
    return LetterStore(
        templates=templates,
        cancel_reasons=_read_reasons(folder / f"{REASONS}.toml"),
        own_texts=_read_own_texts(folder, templates),
    )


def _read_own_texts(folder: Path, common: dict[str, LetterTemplate]):
    """The texts of single offices; a page without its TOML file is refused, it would never print."""
    found = folder.glob("*/*.t*")
    paths = {path.with_suffix(".toml") for path in found if not path.name.startswith("_")}
    texts = [_read_own_text(path, common) for path in sorted(paths)]
    return {(text.office, text.code): text for text in texts}


def _read_own_text(path: Path, common: dict[str, LetterTemplate]) -> LetterTemplate:
    said, origin = read_toml(path), origin_of(path)
    if not re.fullmatch(r"[-\w]+", path.parent.name, re.ASCII):
        raise ReferenceError(path, "folder", "must be named by the code of an office")
    if path.stem not in common:
        raise ReferenceError(path, "file", f"changes the letter {path.stem}, which does not exist")
    _check_page(path, common[path.stem].fields)
    if unknown := set(said) - OFFICE_SAYS:
        raise ReferenceError(path, min(unknown), "cannot be changed by an office")
    words_of_its_own = {
        key: _value(path, said, key, str) for key in OFFICE_MAY_CHANGE if key in said
    }
    if "number" in said:
        words_of_its_own["number"] = _read_number(path, _value(path, said, "number", dict))
    return replace(
        common[path.stem],
        version=_value(path, said, "version", int),
        origin=origin,
        office=path.parent.name,
        **words_of_its_own,
    )


def _check_page(path: Path, fields: tuple[words.LetterField, ...]) -> None:
    """It is there, and prints only fields that the letter has."""
    page, known = path.with_suffix(".typ"), {field.code for field in fields}
    if not page.is_file():
        raise ReferenceError(path, "file", f"has no page {page.name} beside it")
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        for printed in PRINTS.findall(line):
            if unknown := set(QUOTED.findall(printed)) - known:
                raise ReferenceError(page, number, f"prints {min(unknown)}, which is no field")


def _read_template(path: Path) -> LetterTemplate:
    said, origin = read_toml(path), origin_of(path)
    rows = _value(path, said, "fields", list)
    fields = tuple(_read_field(path, row, place) for place, row in enumerate(rows, 1))
    _check_page(path, fields)
    codes = [field.code for field in fields]
    if not codes or len(set(codes)) != len(codes):
        raise ReferenceError(path, "fields", "must list each field once, and at least one")
    worlds = tuple(_value(path, said, "worlds", list))
    if not worlds or not set(worlds) <= set(WORLDS):
        raise ReferenceError(path, "worlds", f"must be among {', '.join(WORLDS)}")
    return LetterTemplate(
        code=path.stem,
        name=_value(path, said, "name", str),
        version=_value(path, said, "version", int),
        purpose_words=_value(path, said, "purpose_words", str),
        signer_position=_value(path, said, "signer_position", str),
        worlds=worlds,
        fields=fields,
        number=_read_number(path, _value(path, said, "number", dict)),
        origin=origin,
    )


def _read_number(path: Path, said: dict) -> NumberPattern:
    offices = said.get("offices", {})
    pattern = _value(path, said, "pattern", str, under="number.")
    others = {f"number.offices.{code}": text for code, text in offices.items()}
    for key, text in {"number.pattern": pattern, **others}.items():
        if not _numbers(text):
            raise ReferenceError(path, key, "must hold {number} and {year} once, {month} if wanted")
    return NumberPattern(pattern, _value(path, said, "digits", int, under="number."), offices)


def _numbers(pattern) -> bool:
    """Is it a text with plain holes for number and year, perhaps the month, each once?"""
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except (TypeError, ValueError):
        return False
    names = [name for _text, name, _form, _conversion in parts]
    is_plain = not any(form or conversion for _text, _name, form, conversion in parts)
    fits = {"number", "year"} <= set(names) <= set(NUMBER_PARTS)
    return is_plain and fits and len(set(names)) == len(names)


def _read_field(path: Path, said: dict, place: int) -> words.LetterField:
    under = f"fields[{place}]."
    field = words.LetterField(
        code=_value(path, said, "code", str, under=under),
        label=_value(path, said, "label", str, under=under),
        kind=_value(path, said, "kind", str, under=under),
        longest=_value(path, said, "longest", int, under=under),
        example=_value(path, said, "example", str, under=under),
        hint=said.get("hint", ""),
        required=said.get("required", True),
    )
    if field.kind not in words.KINDS:
        raise ReferenceError(path, f"{under}kind", f"must be one of {', '.join(words.KINDS)}")
    if not field.code.isidentifier() or not 1 <= field.longest <= words.LONGEST:
        raise ReferenceError(
            path, under, f"needs a plain code and longest from 1 to {words.LONGEST}"
        )
    try:
        field.clean(field.example)
    except ValidationError as wrong:
        raise ReferenceError(path, f"{under}example", " ".join(wrong.messages)) from wrong
    return field


def _read_reasons(path: Path) -> dict[str, CancelReason]:
    origin_of(path)
    rows = _value(path, read_toml(path), "reasons", dict)
    for code, name in rows.items():
        if not isinstance(name, str) or not name:
            raise ReferenceError(path, f"reasons.{code}", "must be a sentence for the register")
    return {code: CancelReason(code, name) for code, name in rows.items()}


def _value(path: Path, said: dict, key: str, kind: type, under: str = ""):
    value = said.get(key)
    if type(value) is not kind or value in ("", {}):
        raise ReferenceError(path, f"{under}{key}", f"is missing or not a {kind.__name__}")
    return value
