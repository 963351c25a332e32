"""Services as the lives need them: every step with its texts ready for the lines."""

from __future__ import annotations

from dataclasses import dataclass

from demo.generating import figures
from demo.generating.figures import Spread
from demo.generating.tables import array_text, json_text
from satuatap.catalogue.conditions import holds
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.questions import questions
from satuatap.catalogue.schemes import schemes
from satuatap.catalogue.services import services


@dataclass(frozen=True)
class StepPlan:
    """One step of an application that is opened; `after` are places in the walk."""

    code: str
    title: str
    desk: str
    papers: tuple[str, ...]
    after: tuple[int, ...]
    records: tuple[str, ...]
    standard_days: int
    system: str
    papers_text: str
    after_text: str
    records_text: str


@dataclass(frozen=True)
class Plan:
    """An application that is opened with these answers."""

    service: str
    steps: tuple[StepPlan, ...]
    definition: str
    answers: str
    destination: str
    has_letter: bool
    for_heir: bool
    papers: tuple[str, ...]


ASKED_ALIKE = {  # questions that only one service asks
    "loan": Spread({"no": 80, "yes": 20}),
    "correction": Spread({"name": 45, "birth_date": 30, "family_card": 20, "passport": 5}),
    "claim_cause": Spread({"accident": 40, "illness": 40, "other": 20}),
    "children_for_scholarship": Spread({"none": 35, "one": 35, "two": 30}),
    "papers_lost": Spread({"no": 80, "yes": 20}),
    "employer": Spread({"company": 100}),  # alone to a household nobody may go
    "insurance_open": Spread({"no": 60, "yes": 40}),
}
_plans: dict[tuple, Plan] = {}
_definitions: dict[str, str] = {}


def plan_of(chance, code: str, about: dict[str, str]) -> Plan:
    """What is opened for a person of whom `about` tells the lasting answers."""
    answers: dict[str, str] = {}
    for one in services()[code].questions:
        if holds(questions()[one].asked_if, {**about, **answers}):
            answers[one] = about[one] if one in about else ASKED_ALIKE[one].draw(chance)
    key = (code, *answers.items())
    if key not in _plans:
        _plans[key] = _made(services()[code], answers)
    return _plans[key]


def _made(service, answers) -> Plan:
    known = questions()
    assert all(answer in known[one].options for one, answer in answers.items()), answers
    if service.code not in _definitions:
        _definitions[service.code] = json_text(service.as_copy())
    steps = service.steps_for(answers)
    places = {step.code: place for place, step in enumerate(steps)}
    plans = tuple(
        StepPlan(
            step.code, step.title, step.desk, step.documents,
            tuple(places[code] for code in step.after), step.records, step.standard_days,
            step.system,
            array_text(step.documents), array_text(step.after), array_text(step.records),
        )
        for step in steps
    )  # fmt: skip
    return Plan(
        service.code, plans, _definitions[service.code], json_text(answers),
        answers.get("destination", "") if service.places_abroad else "", bool(service.letter),
        service.for_heir, tuple(dict.fromkeys(paper for step in plans for paper in step.papers)),
    )  # fmt: skip


def offered_on(scheme: str) -> dict[str, float]:
    """The services that somebody on this way may come for, with their shares.

    One that was taken out of the catalogue is not drawn any more.
    """
    known = services()
    return {
        code: share
        for code, share in figures.SERVICES.items()
        if code in known and (not known[code].schemes or scheme in known[code].schemes)
    }


DRAWN = {scheme: offered_on(scheme) for scheme in schemes()}
KINDS = document_kinds()
