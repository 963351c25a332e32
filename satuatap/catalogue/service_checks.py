"""What must hold for a service's file: refused with file, key and reason when it does not."""

from __future__ import annotations

from pathlib import Path

from satuatap.catalogue.amounts import check_most
from satuatap.catalogue.definitions import Service, StepDefinition
from satuatap.catalogue.documents import DocumentKind, document_kinds
from satuatap.catalogue.entries import one_of
from satuatap.catalogue.questions import checked_condition, questions
from satuatap.catalogue.schemes import schemes
from satuatap.common.reference import ReferenceError, reference_folder
from satuatap.places.models.desks import Institution

COPIED_OUT_TO = ("", "siapkerja", "siskop2mi")
LONGEST_STANDARD = 250  # working days: a year
PAGES = ("surat", "tujuan", "biaya", "upah", "aturan", "perubahan")


def check_service(path: Path, service: Service) -> None:
    """One service by itself."""
    if service.code in PAGES:
        raise ReferenceError(path, "code", "is the address of a page of the catalogue")
    for code in service.questions:
        one_of(path, "questions", "question", code, questions())
        if asked_if := questions()[code].asked_if:
            checked_condition(path, f"questions.{code}", asked_if, service.questions)
    for code in service.schemes:
        one_of(path, "schemes", "scheme", code, schemes())
    if service.fee_rupiah < 0:
        raise ReferenceError(path, "fee_rupiah", "must not be negative")
    check_most(path, "fee_rupiah", service.fee_rupiah)
    letter = reference_folder() / "letters" / f"{service.letter}.toml"
    if service.letter and not letter.exists():
        raise ReferenceError(path, "letter", f"reference/letters/{letter.name} is missing")
    written = [kind for kind in service.records if kind in document_kinds()]
    if not service.name_tells and any(document_kinds()[kind].sensitive for kind in written):
        raise ReferenceError(path, "name_tells", "records a sensitive paper, so it must be true")
    earlier: set[str] = set()
    for step in service.steps:
        _check_step(path, service, step, earlier)
        earlier.add(step.code)


def _check_step(path: Path, service: Service, step: StepDefinition, earlier: set[str]) -> None:
    place = f"steps.{step.code}"
    if step.code in earlier:
        raise ReferenceError(path, place, "stands there twice")
    _check_desk(path, place, step)
    _check_papers(path, place, service, step)
    if missing := set(step.after) - earlier:
        reason = f"comes after {sorted(missing)}, which is no earlier step"
        raise ReferenceError(path, place, reason)
    if step.only_if:
        checked_condition(path, f"{place}.only_if", step.only_if, service.questions)
    if service.remote and step.in_person:
        raise ReferenceError(path, place, "in_person in a service that is remote")
    if not 1 <= step.standard_days <= LONGEST_STANDARD:
        reason = f"standard_days must be at least 1 and at most {LONGEST_STANDARD}"
        raise ReferenceError(path, place, reason)
    one_of(path, place, "system", step.system, COPIED_OUT_TO)
    _check_cost(path, place, step)


def _check_desk(path: Path, place: str, step: StepDefinition) -> None:
    if step.desk not in Institution.values:
        raise ReferenceError(path, place, f"desk “{step.desk}” is none of the eight desks")
    if step.desk == Institution.COMPLAINTS:
        # what is said there is stored with nobody's file
        raise ReferenceError(path, place, f"desk “{step.desk}” never has a step")


def _check_papers(path: Path, place: str, service: Service, step: StepDefinition) -> None:
    for key in ("documents", "records"):
        if unknown := set(getattr(step, key)) - set(document_kinds()):
            raise ReferenceError(path, place, f"unknown document kind {sorted(unknown)}")
        if len(set(getattr(step, key))) < len(getattr(step, key)):
            raise ReferenceError(path, place, f"{key} names a kind twice")
    if unwritten := set(step.makes) - set(step.records):
        reason = f"makes {sorted(unwritten)}, which the step does not record"
        raise ReferenceError(path, place, reason)
    for kind, when in step.papers_only_if.items():
        if kind not in step.documents:
            reason = f"papers_only_if names {kind}, which the step does not ask for"
            raise ReferenceError(path, place, reason)
        checked_condition(path, f"{place}.papers_only_if.{kind}", when, service.questions)


def _check_cost(path: Path, place: str, step: StepDefinition) -> None:
    if step.cost_rupiah is None:
        if not step.cost_note:
            raise ReferenceError(path, place, "an unknown cost needs a cost_note that says so")
    elif step.cost_rupiah < 0:
        raise ReferenceError(path, place, "cost_rupiah must not be negative")
    elif not step.cost_source:
        raise ReferenceError(path, place, "cost_source is missing: who says so")
    else:
        check_most(path, place, step.cost_rupiah)


def check_all(folder: Path, found: dict[str, Service], kinds: dict[str, DocumentKind]) -> None:
    """All services together: equal ones say why, and every result asked for is written by some."""
    recorded = {kind for service in found.values() for kind in service.records}
    shapes: dict[tuple, list[Service]] = {}
    for code, service in found.items():
        path = folder / f"{code}.toml"
        for step in service.steps:
            for kind in step.documents:
                if kinds[kind].outcome_only and kind not in recorded:
                    reason = f"asks for the result {kind}, which no step of any service records"
                    raise ReferenceError(path, f"steps.{step.code}", reason)
        same = shapes.setdefault(_shape(service), [])
        if same and not service.distinct_because and not all(s.distinct_because for s in same):
            reason = f"has the desks, steps and papers of {same[0].code}; say why both are needed"
            raise ReferenceError(path, "distinct_because", reason)
        same.append(service)


def _shape(service: Service) -> tuple:
    return tuple((step.desk, tuple(sorted(step.documents))) for step in service.steps)
