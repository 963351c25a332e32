"""Is she ready to leave? Every paper of her way, whether it is there, and who brings it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from satuatap.applications.models import Application
from satuatap.applications.reading.her_papers import Paper, as_the_house, papers_of
from satuatap.applications.reading.opening import answers_before
from satuatap.catalogue.schemes import Scheme, schemes
from satuatap.catalogue.services import Service


@dataclass(frozen=True)
class Line:
    """One paper that her way asks for. `service` writes it; `running`: her application that works on it."""

    paper: Paper
    service: Service | None = None
    running: Application | None = None


@dataclass(frozen=True)
class Readiness:
    """Her papers on one way. `scheme` None: not yet known, so nothing can be said."""

    scheme: Scheme | None
    lines: tuple[Line, ...] = ()
    is_stopped: bool = False

    @property
    def missing(self) -> tuple[Line, ...]:
        """What is not there, or no longer."""
        return tuple(line for line in self.lines if not line.paper.is_there)

    @property
    def is_ready(self) -> bool:
        """Everything is there and valid, and her destination is not closed."""
        return self.scheme is not None and not self.missing and not self.is_stopped


def readiness_of(worker, *, by, scheme: str, offered: dict[str, Service], day: date) -> Readiness:
    """How she stands on this way on this day; an empty `scheme` is the one she answered last."""
    answers = answers_before(worker.applications)
    way = schemes().get(scheme or answers.get("scheme", ""))
    running = {one.service: one for one in worker.applications.running()}
    is_stopped = any(one.stopped_by_id for one in running.values())
    if way is None:
        return Readiness(None, is_stopped=is_stopped)
    kinds = tuple(dict.fromkeys(way.departure_for(answers)))
    with as_the_house(by, worker.office_id):
        papers = papers_of(worker.pk, kinds, day)
    return Readiness(
        way, tuple(_line(papers[kind], offered, running) for kind in kinds), is_stopped
    )


def _line(paper, offered, running) -> Line:
    if paper.is_there:
        return Line(paper)
    kind = paper.kind.code
    brings = _who_brings(kind, offered)
    if brings:
        return Line(paper, brings, running.get(brings.code))
    asking = (one for one in running.values() if kind in one.definition["documents"])
    return Line(paper, running=next(asking, None))


def _who_brings(kind: str, offered) -> Service | None:
    """The service that writes this result, first one that always does.

    Which service happens to ask for a paper says nothing of who brings it: nobody is sent to the
    withdrawal of her status for an identity card.
    """
    writes = list(_writers(kind, offered))
    always = [service for step, service in writes if not step.only_if]
    return next(iter([*always, *(service for _step, service in writes)]), None)


def _writers(kind, offered):
    """(step, service) of every step that writes this kind."""
    for service in offered.values():
        yield from ((step, service) for step in service.steps if kind in step.records)
