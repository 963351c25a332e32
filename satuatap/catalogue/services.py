"""Services: their steps, the desks that do them, the papers that each desk needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from satuatap.catalogue.definitions import Service, StepDefinition
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.entries import made
from satuatap.catalogue.service_checks import check_all, check_service
from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder

__all__ = ["Service", "StepDefinition", "read_service", "services", "services_on", "total_cost"]

UNKNOWN_COST = "unknown"


def total_cost(steps: Iterable[StepDefinition]) -> int | None:
    """What she may be asked for in all, in rupiah; None as soon as one part is not known."""
    parts = [step.cost_rupiah for step in steps]
    return None if None in parts else sum(part for part in parts if part is not None)


def _step(path: Path, values: dict) -> StepDefinition:
    place = f"steps.{values.get('code', '?')}"
    if "cost_rupiah" not in values:
        reason = f"cost_rupiah is missing: a number, or “{UNKNOWN_COST}”"
        raise ReferenceError(path, place, reason)
    if values["cost_rupiah"] == UNKNOWN_COST:
        values = {**values, "cost_rupiah": None}
    return made(path, place, StepDefinition, values)


def read_service(path: Path) -> Service:
    """One service from its file; ReferenceError names the key that is wrong."""
    origin_of(path)
    values = read_toml(path)
    found = values.pop("steps", [])
    if not isinstance(found, list) or not found:
        raise ReferenceError(path, "steps", "has no step")
    steps = tuple(_step(path, step) for step in found)
    asked = tuple(dict.fromkeys(code for step in steps for code in step.documents))
    service = made(path, "service", Service, {**values, "steps": steps, "documents": asked})
    if service.code != path.stem:
        raise ReferenceError(path, "code", f"must be the file's name, {path.stem}")
    check_service(path, service)
    return service


@cache
def services() -> dict[str, Service]:
    """All services by code, in the order of their files."""
    folder = reference_folder() / "services"
    found = {path.stem: read_service(path) for path in sorted(folder.glob("*.toml"))}
    check_all(folder, found, document_kinds())
    return found


def services_on(day: date) -> dict[str, Service]:
    """The services that may be opened on this day."""
    return {code: found for code, found in services().items() if found.valid_from <= day}
