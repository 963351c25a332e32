"""What the pages of the catalogue show, put together from the definitions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from satuatap.catalogue import tables
from satuatap.catalogue.definitions import Service, StepDefinition
from satuatap.catalogue.documents import DocumentKind, document_kinds
from satuatap.catalogue.holds import SYSTEM_NAMES
from satuatap.catalogue.questions import Question, questions
from satuatap.catalogue.schemes import Scheme, schemes
from satuatap.catalogue.words import (
    Source,
    amount_words,
    condition_words,
    cost_words,
    doubt_words,
    sources,
    step_cost_words,
)
from satuatap.places.models.desks import Institution


@dataclass(frozen=True)
class Paper:
    """A paper that is asked for, and when."""

    kind: DocumentKind
    when: str

    @property
    def doubt(self) -> str:
        """Whom to ask, where it is not certain that the paper is as it stands here."""
        return doubt_words(self.kind)


@dataclass(frozen=True)
class StepShown:
    """One step as an officer reads it."""

    step: StepDefinition
    desk: str
    when: str
    papers: tuple[Paper, ...]
    records: tuple[DocumentKind, ...]
    after: tuple[str, ...]
    system: str
    cost: str


@dataclass(frozen=True)
class ServiceShown:
    """One service as an officer reads it."""

    service: Service
    steps: tuple[StepShown, ...]
    cost: str
    desks: tuple[str, ...]
    questions: tuple[Question, ...]
    schemes: tuple[Scheme, ...]
    sources: tuple[Source, ...]


def shown(service: Service) -> ServiceShown:
    """A service with everything that hangs on its codes."""
    desks = dict.fromkeys(str(Institution(step.desk).label) for step in service.steps)
    return ServiceShown(
        service,
        tuple(_step(service, step) for step in service.steps),
        cost_words(service.steps),
        tuple(desks),
        tuple(questions()[code] for code in service.questions),
        tuple(schemes()[code] for code in service.schemes),
        sources(service.source),
    )


def _step(service: Service, step: StepDefinition) -> StepShown:
    kinds, titles = document_kinds(), {one.code: one.title for one in service.steps}
    papers = (
        Paper(kinds[code], condition_words(step.papers_only_if.get(code, "")))
        for code in step.documents
    )
    return StepShown(
        step,
        str(Institution(step.desk).label),
        condition_words(step.only_if),
        tuple(papers),
        tuple(kinds[code] for code in step.records),
        tuple(titles[code] for code in step.after),
        SYSTEM_NAMES.get(step.system, ""),
        step_cost_words(step.cost_rupiah),
    )


@dataclass(frozen=True)
class CostShown:
    """One item of cost with its amount in words."""

    cost: tables.Cost
    place: str
    amount: str
    sources: tuple[Source, ...]


def costs_by_standing() -> dict[str, list[CostShown]]:
    """All items of cost, those that hold first, then what is to be checked, warnings, the past."""
    groups: dict[str, list[CostShown]] = {"rule": [], "check": [], "warning": [], "past": []}
    for cost in tables.costs():
        place = tables.destination(cost.country_code)
        groups[cost.standing].append(
            CostShown(
                cost,
                place.name if place else "",
                amount_words(cost.amount, cost.currency, cost.per),
                sources(cost.source),
            )
        )
    return groups


@dataclass(frozen=True)
class WageShown:
    """One wage with its amount in words."""

    wage: tables.Wage
    amount: str
    sources: tuple[Source, ...]


def wages_shown() -> list[WageShown]:
    """All wages; those that may be shown as current first."""
    order = ("yes", "check", "no", "old")
    found = []
    for wage in sorted(tables.wages(), key=lambda w: (w.country, order.index(w.usable_now))):
        amount = amount_words(wage.amount, wage.currency, wage.period)
        if wage.amount_max:
            highest = amount_words(wage.amount_max, wage.currency)
            amount = _("%(lowest)s sampai %(highest)s") % {"lowest": amount, "highest": highest}
        found.append(WageShown(wage, amount, sources(wage.source)))
    return found


@dataclass(frozen=True)
class SchemeShown:
    """A scheme with the papers that it needs before departure."""

    scheme: Scheme
    papers: tuple[Paper, ...]


def schemes_shown() -> list[SchemeShown]:
    """All schemes with their papers in words."""
    kinds, found = document_kinds(), []
    for scheme in schemes().values():
        papers = [Paper(kinds[code], "") for code in scheme.departure]
        papers += [
            Paper(kinds[code], condition_words(when))
            for code, when in scheme.departure_only_if.items()
        ]
        found.append(SchemeShown(scheme, tuple(papers)))
    return found
