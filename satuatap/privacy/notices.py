"""Notices: what must be told before data is stored (UU 27/2022 article 21)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder


@dataclass(frozen=True)
class Part:
    """One short paragraph under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Notice:
    """One notice in one version; a change of words is a new version."""

    code: str
    version: int
    title: str
    parts: tuple[Part, ...]


@cache
def notice(code: str) -> Notice:
    """The notice in force; ReferenceError names the file and key when it is broken."""
    path = reference_folder() / "notices" / f"{code}.toml"
    origin_of(path)
    values = read_toml(path)
    for key in ("code", "version", "title", "parts"):
        if not values.get(key):
            raise ReferenceError(path, key, "is missing")
    if values["code"] != code:
        raise ReferenceError(path, "code", f"must be the file's name, {code}")
    try:
        parts = tuple(Part(**part) for part in values["parts"])
    except TypeError as error:
        raise ReferenceError(path, "parts", str(error)) from None
    return Notice(code, values["version"], values["title"], parts)
