"""Rows of reference files as frozen things: every key known, every value of its kind."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from satuatap.common.reference import ReferenceError, origin_of, read_csv, read_toml

Made = TypeVar("Made")
WORDS = {str: "text", int: "a whole number", bool: "true or false", tuple: "a list of texts"}


def made(path: Path, place: str, kind: type[Made], values: dict[str, Any]) -> Made:
    """One frozen thing from one table of a file; ReferenceError names the key that is wrong."""
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    hints = get_type_hints(kind)
    for key, value in values.items():
        if key in hints and not _fits(value, hints[key]):
            wanted = WORDS.get(get_origin(hints[key]) or hints[key], "of another kind")
            raise ReferenceError(path, place, f"{key} must be {wanted}")
    try:
        return kind(**values)
    except TypeError as error:
        raise ReferenceError(path, place, str(error)) from None


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is UnionType:
        return any(_fits(value, part) for part in get_args(hint))
    if origin is tuple:
        texts = get_args(hint)[0] is str
        return isinstance(value, tuple) and (not texts or all(type(v) is str for v in value))
    if origin is dict:
        return isinstance(value, dict) and all(type(v) is str for v in value.values())
    return type(value) is hint


def entries(path: Path, table: str, kind: type[Made]) -> dict[str, Made]:
    """All `[table.CODE]` of one file by code, in its order; none at all is an error."""
    origin_of(path)
    found = read_toml(path).get(table, {})
    if not isinstance(found, dict) or not found:
        raise ReferenceError(path, table, "is empty")
    return {
        code: made(path, f"{table}.{code}", kind, {"code": code, **values})
        for code, values in found.items()
    }


def rows(path: Path, kind: type[Made]) -> tuple[Made, ...]:
    """All rows of a CSV with its sidecar; the columns are the fields of `kind`, all texts."""
    wanted = list(get_type_hints(kind))
    found = []
    for number, row in enumerate(read_csv(path), start=2):
        if list(row) != wanted:
            raise ReferenceError(path, 1, f"must have the columns {', '.join(wanted)}")
        if not row.get("source") or not row.get("as_of"):
            raise ReferenceError(path, number, "says no source and date")
        found.append(kind(**row))
    if not found:
        raise ReferenceError(path, "file", "is empty")
    return tuple(found)


def one_of(path: Path, place: str, key: str, value: str, known) -> None:
    """ReferenceError unless this value is among the known ones."""
    if value not in known:
        raise ReferenceError(path, place, f"{key} “{value}” is none of {', '.join(sorted(known))}")
