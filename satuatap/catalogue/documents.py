"""Kinds of papers, the reasons for which a desk may return one, and why one cannot be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from satuatap.catalogue.entries import entries, one_of
from satuatap.common.reference import ReferenceError, check_holes, reference_folder

READ = "read"
CONFIDENCE = (READ, "secondary", "inferred", "background")


@dataclass(frozen=True)
class DocumentKind:
    """One kind of paper, as the person knows it.

    `outcome_only`: no scan is ever taken, only one of `outcomes` is written down; the paper
    counts as there with one of `good_outcomes`. `sensitive`: her public page does not name it.
    `valid_days` counts from the day of issue; None: no limit known. `confidence`: how it was
    read; where that is not "read", `ask` names who knows.
    """

    code: str
    name: str
    issuer: str
    validity: str
    bring: str
    name_en: str = ""
    legal_basis: str = ""
    source: str = ""
    as_of: str = ""
    valid_days: int | None = None
    sensitive: bool = False
    outcome_only: bool = False
    outcomes: dict[str, str] = field(default_factory=dict, hash=False)
    good_outcomes: tuple[str, ...] = ()
    number: str = ""
    names_person: bool = False
    spoken: str = ""
    note: str = ""
    confidence: str = ""
    ask: str = ""


@dataclass(frozen=True)
class ReturnReason:
    """Why a paper comes back, in words that say what to do; `spoken` is the same for the ear."""

    code: str
    label: str
    sentence: str
    spoken: str

    def sentence_for(self, kind: DocumentKind) -> str:
        """The sentence with the paper's name in it."""
        return _filled(self.sentence, kind.name, kind.bring)

    def spoken_for(self, kind: DocumentKind) -> str:
        """The sentence to be read aloud: no abbreviation, no bracket."""
        name = kind.spoken or kind.name
        return _filled(self.spoken, name, name)


@dataclass(frozen=True)
class WaiverReason:
    """Why a paper cannot be asked of her; only officers read it."""

    code: str
    label: str


def _filled(sentence: str, document: str, bring: str) -> str:
    filled = sentence.format(document=_lower_first(document), bring=_lower_first(bring))
    return filled[:1].upper() + filled[1:]


def _lower_first(text: str) -> str:
    """“Kartu keluarga asli” within a sentence; an abbreviation (KTP) keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _folder() -> Path:
    return reference_folder() / "documents"


@cache
def document_kinds() -> dict[str, DocumentKind]:
    """All kinds of papers by code."""
    path = _folder() / "kinds.toml"
    kinds = entries(path, "kinds", DocumentKind)
    for code, kind in kinds.items():
        _check_outcomes(path, f"kinds.{code}", kind)
        one_of(path, f"kinds.{code}", "confidence", kind.confidence, CONFIDENCE)
        if kind.confidence != READ and not kind.ask:
            raise ReferenceError(path, f"kinds.{code}", "is not certain: ask must name who knows")
    return kinds


def _check_outcomes(path: Path, place: str, kind: DocumentKind) -> None:
    if kind.outcome_only and not kind.outcomes:
        raise ReferenceError(path, place, "outcome_only needs outcomes")
    if kind.outcomes and not kind.outcome_only:
        raise ReferenceError(path, place, "has outcomes but is not outcome_only")
    if unknown := set(kind.good_outcomes) - set(kind.outcomes):
        raise ReferenceError(path, place, f"good_outcomes {sorted(unknown)} are no outcomes")
    if kind.outcome_only and not kind.good_outcomes:
        raise ReferenceError(path, place, "outcome_only needs good_outcomes")
    if kind.valid_days is not None and kind.valid_days < 1:
        raise ReferenceError(path, place, "valid_days must be at least 1")


@cache
def return_reasons() -> dict[str, ReturnReason]:
    """All reasons for returning a paper by code."""
    path = _folder() / "return_reasons.toml"
    reasons = entries(path, "reasons", ReturnReason)
    for code, reason in reasons.items():
        for key in ("sentence", "spoken"):
            words = getattr(reason, key)
            check_holes(path, f"reasons.{code}", key, words, ("document", "bring"))
    return reasons


@cache
def waiver_reasons() -> dict[str, WaiverReason]:
    """All reasons for which a paper cannot be asked of somebody, by code."""
    return entries(_folder() / "waivers.toml", "waivers", WaiverReason)
