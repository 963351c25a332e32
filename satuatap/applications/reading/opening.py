"""What opening a service with these answers means, told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from satuatap.applications.reading.her_papers import Paper, as_the_house, papers_of
from satuatap.applications.reading.rules import Advice, advice_on
from satuatap.catalogue.definitions import Service, StepDefinition
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import total_cost
from satuatap.directory.models import JobOrder
from satuatap.directory.reading import why_not_usable
from satuatap.places.models.desks import Institution


@dataclass(frozen=True)
class ShownStep:
    """One step as the page tells it: whose desk, how long, what it may cost."""

    definition: StepDefinition
    desk: str


@dataclass(frozen=True)
class Ahead:
    """Steps, costs and papers that these answers ask for, and what the rules say of them."""

    steps: tuple[ShownStep, ...]
    total: int | None
    papers: tuple[Paper, ...]
    advice: Advice


def shown_steps(definitions) -> tuple[ShownStep, ...]:
    """Steps with their desk in words."""
    return tuple(ShownStep(step, str(Institution(step.desk).label)) for step in definitions)


def ahead_of(service: Service, worker, answers, *, by, birth_date: date | None, day: date) -> Ahead:
    """Everything that the officer reads before she opens it."""
    steps = service.steps_for(answers)
    kinds = dict.fromkeys(kind for step in steps for kind in step.documents)
    with as_the_house(by, worker.office_id):
        papers = papers_of(worker.pk, kinds, day)
    return Ahead(
        steps=shown_steps(steps),
        total=total_cost(steps),
        papers=tuple(papers.values()),
        advice=advice_on(
            answers, places_abroad=service.places_abroad, birth_date=birth_date, day=day
        ),
    )


def asked_always(service: Service) -> list[str]:
    """Names of the papers that are asked whatever she answers."""
    steps = service.steps_for({})
    kinds = dict.fromkeys(kind for step in steps for kind in step.documents)
    return [document_kinds()[kind].name for kind in kinds]


def asks_something(service: Service) -> bool:
    """Is there anything to answer, so that the page shows what follows before it is opened?"""
    return bool(
        service.questions or service.for_heir or service.needs_job_order or service.places_abroad
    )


@dataclass(frozen=True)
class JobOrders:
    """Those of an office that may be used on a day, and the others with the sentence why not."""

    usable: tuple[JobOrder, ...] = ()
    others: tuple[tuple[JobOrder, str], ...] = ()


def job_orders_of(office_id, day: date) -> JobOrders:
    """The job orders of an office as they stand on this day, in one query."""
    rows = [
        (row, why_not_usable(row, day)) for row in JobOrder.objects.perhaps_usable(office_id, day)
    ]
    return JobOrders(
        usable=tuple(row for row, why in rows if not why),
        others=tuple((row, why) for row, why in rows if why),
    )


def answers_before(applications) -> dict[str, str]:
    """What she answered when her earlier applications were opened; the newest answer counts."""
    known: dict[str, str] = {}
    for answers in applications.order_by("id").values_list("answers", flat=True):
        known |= answers
    return known
