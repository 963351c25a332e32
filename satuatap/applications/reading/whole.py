"""One application on one page: its steps as officers read them, its papers, what the rules say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from satuatap.accounts.roles import Permission
from satuatap.applications.models import Step
from satuatap.applications.reading.her_papers import Paper, as_the_house, papers_of
from satuatap.applications.reading.rules import Advice, advice_on, answers_in_words
from satuatap.applications.workflow import StepStatus, Turn
from satuatap.places.models.desks import Presence

PATH = {
    StepStatus.DONE: "done",
    StepStatus.READY: "now",
    StepStatus.HELD: "now",
    StepStatus.RETURNED: "returned",
}


@dataclass(frozen=True)
class StepOnPage:
    """One step with what an officer wants to know of it today."""

    step: Step
    is_overdue: bool

    @property
    def path(self) -> str:
        """The class word of `sa-path`."""
        return PATH.get(StepStatus(self.step.status), "next")

    @property
    def is_open(self) -> bool:
        """Does it lie somewhere now?"""
        return self.step.status in (StepStatus.READY, StepStatus.HELD, StepStatus.RETURNED)

    @property
    def is_absent(self) -> bool:
        """Does its institution not sit in this office every day?"""
        return self.step.desk.presence != Presence.PRESENT

    @property
    def turn(self) -> str:
        """Whose move it is, in words."""
        return str(Turn(self.step.turn).label)


@dataclass(frozen=True)
class Whole:
    """What the page of one application shows; answers and advice only to the whole office."""

    steps: tuple[StepOnPage, ...]
    papers: tuple[Paper, ...]
    advice: Advice
    answers: list[tuple[str, str]]

    @property
    def returned(self) -> tuple[Paper, ...]:
        """Papers of which a fresh image is asked."""
        return tuple(paper for paper in self.papers if paper.is_returned)

    @property
    def waits_for_her(self) -> bool:
        """Is some step hers to move?"""
        return any(part.is_open and part.step.turn == Turn.HER for part in self.steps)


def whole_of(application, *, by, today: date) -> Whole:
    """Everything on one page, in four statements whatever its length."""
    # for a desk only what it sees anyhow: the talk at the front desk is not its matter
    is_office = by.may(Permission.READ_APPLICATION, office=application.office_id)
    steps = list(application.steps.select_related("desk", "done_by", "assigned_to"))
    kinds = dict.fromkeys(kind for step in steps for kind in step.documents)
    with as_the_house(by, application.office_id):
        papers = papers_of(application.worker_id, kinds, today)
    answers = application.answers if is_office else {}
    return Whole(
        steps=tuple(StepOnPage(step, step.is_overdue(today)) for step in steps),
        papers=tuple(papers.values()),
        advice=_advice(application, answers, today) if is_office else Advice(),
        answers=answers_in_words(answers),
    )


def _advice(application, answers, today) -> Advice:
    return advice_on(
        answers, places_abroad=application.definition.get("places_abroad", False),
        birth_date=application.worker.birth_date, day=today,
    )  # fmt: skip
