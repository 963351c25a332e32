"""Kinds of papers and the reasons for which a desk may return one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder


@dataclass(frozen=True)
class DocumentKind:
    """One kind of paper, as the person knows it."""

    code: str
    name: str
    issuer: str
    validity: str
    bring: str


@dataclass(frozen=True)
class ReturnReason:
    """Why a paper comes back, in words that say what to do."""

    code: str
    label: str
    sentence: str

    def sentence_for(self, kind: DocumentKind) -> str:
        """The sentence with the paper's name in it."""
        filled = self.sentence.format(document=kind.name, bring=_lower_first(kind.bring))
        return filled[:1].upper() + filled[1:]


def _lower_first(text: str) -> str:
    """“Kartu keluarga asli” within a sentence; an abbreviation (KTP) keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _entries(file_name: str, table: str, kind: type) -> dict:
    path = reference_folder() / "documents" / file_name
    origin_of(path)
    entries = read_toml(path).get(table, {})
    if not entries:
        raise ReferenceError(path, table, "is empty")
    made = {}
    for code, values in entries.items():
        try:
            made[code] = kind(code=code, **values)
        except TypeError as error:
            raise ReferenceError(path, f"{table}.{code}", str(error)) from None
    return made


@cache
def document_kinds() -> dict[str, DocumentKind]:
    """All kinds of papers by code."""
    return _entries("kinds.toml", "kinds", DocumentKind)


@cache
def return_reasons() -> dict[str, ReturnReason]:
    """All reasons for returning a paper by code."""
    return _entries("return_reasons.toml", "reasons", ReturnReason)
