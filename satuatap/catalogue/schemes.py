"""Schemes: the ways on which somebody goes to work abroad, and what each needs before departure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from satuatap.catalogue.conditions import holds
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.entries import entries
from satuatap.common.reference import ReferenceError, reference_folder


@dataclass(frozen=True)
class Scheme:
    """One way. `departure`: kinds of papers that everybody on it needs before she leaves;
    `departure_only_if`: kinds that only some need, by their answer.
    """

    code: str
    name: str
    name_en: str
    needs_agency: bool
    note: str
    source: str
    departure: tuple[str, ...]
    departure_only_if: dict[str, str] = field(default_factory=dict, hash=False)

    def departure_for(self, answers: dict[str, str]) -> tuple[str, ...]:
        """The papers that a person with these answers needs before she leaves."""
        some = (kind for kind, when in self.departure_only_if.items() if holds(when, answers))
        return (*self.departure, *some)


@cache
def schemes() -> dict[str, Scheme]:
    """All schemes by code."""
    path = reference_folder() / "schemes.toml"
    found = entries(path, "schemes", Scheme)
    for code, scheme in found.items():
        named = {*scheme.departure, *scheme.departure_only_if}
        if unknown := named - set(document_kinds()):
            reason = f"unknown document kind {sorted(unknown)}"
            raise ReferenceError(path, f"schemes.{code}", reason)
    return found
