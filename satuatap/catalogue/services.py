"""Services: their steps, the desks that do them, the papers that each desk needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from satuatap.catalogue.documents import document_kinds
from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder
from satuatap.places.models.desks import Institution


@dataclass(frozen=True)
class StepDefinition:
    """One desk's part. `after`: steps to be done before; `standard_days`: working days."""

    code: str
    title: str
    desk: str
    documents: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    standard_days: int = 1


@dataclass(frozen=True)
class Service:
    """One service as the centre offers it. Money in rupiah."""

    code: str
    name: str
    name_en: str
    summary: str
    owner: str
    source: str
    legal_basis: str
    fee_rupiah: int
    fee_note: str
    steps: tuple[StepDefinition, ...]
    letter: str = ""
    documents: tuple[str, ...] = field(default=(), compare=False)

    def as_copy(self) -> dict:
        """The definition as plain data, kept by a running application."""
        return asdict(self)


def _step(path: Path, values: dict) -> StepDefinition:
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return StepDefinition(**values)
    except TypeError as error:
        raise ReferenceError(path, f"steps.{values.get('code', '?')}", str(error)) from None


def read_service(path: Path) -> Service:
    """One service from its file; ReferenceError names the key that is wrong."""
    origin_of(path)
    values = read_toml(path)
    for key in ("valid_from", "review_by"):
        values.pop(key)
    steps = tuple(_step(path, step) for step in values.pop("steps", []))
    _check_steps(path, steps)
    asked = tuple(dict.fromkeys(code for step in steps for code in step.documents))
    try:
        service = Service(steps=steps, documents=asked, **values)
    except TypeError as error:
        raise ReferenceError(path, "service", str(error)) from None
    if service.code != path.stem:
        raise ReferenceError(path, "code", f"must be the file's name, {path.stem}")
    return service


def _check_steps(path: Path, steps: tuple[StepDefinition, ...]) -> None:
    earlier: set[str] = set()
    if not steps:
        raise ReferenceError(path, "steps", "has no step")
    for step in steps:
        place = f"steps.{step.code}"
        if step.code in earlier:
            raise ReferenceError(path, place, "stands there twice")
        if step.desk not in Institution.values:
            raise ReferenceError(path, place, f"desk “{step.desk}” is none of the eight desks")
        if unknown := set(step.documents) - set(document_kinds()):
            raise ReferenceError(path, place, f"unknown document kind {sorted(unknown)}")
        if missing := set(step.after) - earlier:
            raise ReferenceError(
                path, place, f"comes after {sorted(missing)}, which is no earlier step"
            )
        earlier.add(step.code)


@cache
def services() -> dict[str, Service]:
    """All services by code, in the order of their files."""
    folder = reference_folder() / "services"
    return {path.stem: read_service(path) for path in sorted(folder.glob("*.toml"))}
