"""One person after another: who she is, what she comes for, and all the rows that it leaves."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from demo.generating import figures, plans, tables, walks
from demo.generating.centres import Centre
from demo.generating.figures import Spread
from demo.generating.ids import draw_code, new_id, nik_of, number_of
from demo.generating.names import draw_name
from demo.generating.sealing import SealedColumn
from demo.generating.sizes import PEOPLE_AT_ONCE, Block
from demo.generating.tables import NULL, Lines
from demo.generating.working_days import DAY_TEXT, EPOCH, day_of, moment_text
from satuatap.applications.codes import LENGTH
from satuatap.applications.models import Application
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.workers.models import Finding, Worker
from satuatap.workers.models.people import name_key

DAY = 86_400
WITHOUT_NIK = 0.04
YOUNGEST, OLDEST, USUAL = 18, 50, 26
AT_A_DESK = (StepStatus.READY.value, StepStatus.HELD.value)
DONE = StepStatus.DONE.value
key_of = cache(name_key)  # names come again and again


@dataclass
class Person:
    """What the walks must know of her. `papers`: kind to document and newest image."""

    id: str
    centre: Centre
    about: dict[str, str]
    papers: dict[str, tuple[str, str]] = field(default_factory=dict)
    findings: dict[str, int | None] = field(default_factory=dict)  # until which day it counts

    def knows(self, kind: str, day: int) -> bool:
        """Is there a result that counts on this day and the month after it?"""
        if kind not in self.findings:
            return False
        ends = self.findings[kind]
        return ends is None or ends >= day + 30


class Lives:
    """Makes the rows of one block of people, all before `until`."""

    def __init__(self, block: Block, centres: list[Centre], until: int):
        self.chance = random.Random(f"{block.seed}/{block.number}")  # noqa: S311  a seed is the point
        self.block, self.centres, self.until = block, centres, until
        self.where = Spread({place: centre.weight for place, centre in enumerate(centres)})
        self.years = Spread(_years(until))
        self.destinations = Spread(figures.BY_DESTINATION)
        self.marital = Spread(figures.BY_MARITAL_STATUS)
        self.jobs = {place: Spread(jobs) for place, jobs in figures.JOBS.items()}
        self.schemes = {
            place: Spread(figures.SCHEMES.get(place, figures.USUAL_SCHEMES))
            for place in figures.BY_DESTINATION
        }
        self.nik = SealedColumn(Worker, "nik", "nik_hash")
        self.applicant = SealedColumn(Application, "applicant")
        self.heirs = Spread(figures.HEIRS)
        self.code = SealedColumn(Application, "code", "code_hash")
        self.number = SealedColumn(Finding, "number")
        self.lines = Lines()
        add = self.lines.adder
        self.add_worker, self.add_document = add(tables.WORKERS), add(tables.DOCUMENTS)
        self.add_scan, self.add_finding = add(tables.SCANS), add(tables.FINDINGS)
        self.add_application, self.add_step = add(tables.APPLICATIONS), add(tables.STEPS)
        self.add_event, self.add_verdict = add(tables.EVENTS), add(tables.VERDICTS)
        self.add_access = add(tables.ACCESS)

    def lived(self) -> Lines:
        """The whole block."""
        first = self.block.number * PEOPLE_AT_ONCE
        for number in range(self.block.people):
            self._person(first + number)
        return self.lines

    def _person(self, serial):
        chance = self.chance
        centre = self.centres[self.where.draw(chance)]
        at = self._day_of_registration(centre)
        destination = self.destinations.draw(chance)
        women = figures.WOMEN_TO.get(destination, figures.WOMEN_ELSEWHERE)
        sex = "female" if chance.random() < women else "male"
        about = {
            "destination": destination, "occupation": self.jobs[destination].draw(chance),
            "scheme": self.schemes[destination].draw(chance),
            "marital_status": self.marital.draw(chance),
        }  # fmt: skip
        person = Person(new_id(chance, at), centre, about)
        self._register(person, sex, at, serial)
        self._applications(person, at)

    def _day_of_registration(self, centre) -> int:
        chance, days = self.chance, centre.days
        year = self.years.draw(chance)
        first, last = day_of(date(year, 1, 1)), day_of(date(year, 12, 31))
        last = min(last, self.until // DAY - 1)
        day = days.on_or_after(chance.randint(first, last))
        at = days.at(day, chance.randrange(walks.OPENS, walks.CLOSES))
        return at if at < self.until else at - 7 * DAY * (1 + (at - self.until) // (7 * DAY))

    def _register(self, person, sex, at, serial):
        chance, centre = self.chance, person.centre
        village = chance.choice(centre.villages)
        age = chance.triangular(YOUNGEST, OLDEST, USUAL)
        born = date.fromordinal(EPOCH + at // DAY - int(age * 365.25))
        nik = digest = NULL
        if chance.random() >= WITHOUT_NIK:
            text = nik_of(village[:8], born, sex, serial)
            nik, digest = self.nik.sealed(person.id, text), self.nik.digest(text)
        name = draw_name(chance, sex)
        self.add_worker(
            person.id, centre.id, name, key_of(name), sex, born.isoformat(), village, nik, digest,
            chance.choice(centre.front), moment_text(at),
        )  # fmt: skip

    def _applications(self, person, at):
        chance, wait = self.chance, 0  # the first service is opened when she is registered
        offered = plans.DRAWN[person.about["scheme"]]
        drawn = [code for code, share in offered.items() if chance.random() < share]
        for code in drawn or [max(offered, key=offered.get)]:
            if code in figures.AFTER_WORK:
                at += chance.randrange(365, 3 * 365) * DAY
            opened = walks.acts_at(chance, person.centre.days, at, wait)
            if opened >= self.until:
                return
            ended = self._application(person, code, opened)
            if ended is None:
                return
            at, wait = ended + chance.randrange(0, 10) * DAY, 1

    def _application(self, person, code, opened):
        """Lay one application with its walk; when it ended, or None while it runs."""
        plan = plans.plan_of(self.chance, code, person.about)
        application = new_id(self.chance, opened)
        self._bring_papers(person, plan, opened)
        found, gave_up = self._walk(person, plan, opened)
        stops = gave_up is not None and gave_up < self.until
        until = gave_up if stops else self.until
        walked = [
            walks.Walked(events, person.centre.desks[step.desk].days, step.standard_days, until)
            for step, events in zip(plan.steps, found, strict=True)
        ]
        if stops:
            by = self.chance.choice(person.centre.front)
            for one in walked:
                if one.status != DONE:
                    one.stop(until, by)
        status, ended = self._end(plan, walked, until if stops else None)
        self._lay_application(person, plan, application, opened, status, ended)
        for place, one in enumerate(walked):
            self._lay_step(person, plan, place, one, application, opened)
        return ended

    def _walk(self, person, plan, opened):
        chance, centre, day = self.chance, person.centre, opened // DAY
        found, ends, gave_up, recorded = [], [], None, set()
        for step in plan.steps:
            before = [ends[place] for place in step.after]
            if None in before:
                found.append([])
                ends.append(None)
                continue
            desk = centre.desks[step.desk]
            papers = () if desk.is_absent else [
                kind for kind in step.papers
                if kind in person.papers and kind not in recorded and not person.knows(kind, day)
            ]  # fmt: skip
            events, left = walks.happenings(
                chance, desk, centre.front, papers, max(before, default=opened)
            )
            found.append(events)
            ends.append(None if left else events[-1].at)
            gave_up = left if gave_up is None else min(gave_up, left or gave_up)
            recorded.update(step.records)
        return found, gave_up

    def _bring_papers(self, person, plan, opened):
        """Papers are photographed once, at the first service that asks for them."""
        day, by = opened // DAY, self.chance.choice(person.centre.front)
        recorded = {kind for step in plan.steps for kind in step.records}
        for kind in plan.papers:
            if kind in recorded or person.knows(kind, day) or kind in person.papers:
                continue
            if plans.KINDS[kind].outcome_only:
                self._find(person, kind, opened, self.chance.choice(person.centre.placement))
                continue
            document = new_id(self.chance, opened)
            self.add_document(document, person.centre.id, person.id, kind)
            self._photograph(person, document, kind, opened, by)

    def _photograph(self, person, document, kind, at, by):
        scan = new_id(self.chance, at)
        self.add_scan(
            scan, person.centre.id, document, person.id, kind, new_id(self.chance, at),
            "image/jpeg", by, moment_text(at),
        )  # fmt: skip
        person.papers[kind] = document, scan

    def _find(self, person, kind, at, by):
        chance, definition = self.chance, plans.KINDS[kind]
        finding, day, number = new_id(chance, at), at // DAY, NULL
        if definition.number:
            number = self.number.sealed(finding, number_of(chance, kind, int(DAY_TEXT[day][:4])))
        ends = day + definition.valid_days if definition.valid_days else None
        person.findings[kind] = ends
        self.add_finding(
            finding, person.centre.id, person.id, kind, (*definition.good_outcomes, "")[0], number,
            DAY_TEXT[day], DAY_TEXT[ends] if ends else NULL, by, moment_text(at),
        )  # fmt: skip

    def _end(self, plan, walked, stopped_at):
        if stopped_at is not None:
            return ApplicationStatus.WITHDRAWN.value, stopped_at
        if any(one.status != DONE for one in walked):
            return ApplicationStatus.OPEN.value, None
        ended = max(one.status_since for one in walked)
        if not plan.has_letter:
            return ApplicationStatus.FINISHED.value, ended
        ended += self.chance.randrange(1, 4) * DAY
        if ended < self.until:
            return ApplicationStatus.FINISHED.value, ended
        return ApplicationStatus.LETTER.value, None

    def _lay_application(self, person, plan, application, opened, status, ended):
        chance, code = self.chance, draw_code(self.chance, LENGTH)
        applicant, relation = NULL, ""
        if plan.for_heir:
            relation = self.heirs.draw(chance)
            heir = draw_name(chance, chance.choice(("female", "male")))
            applicant = self.applicant.sealed(application, heir)
        self.add_application(
            application, person.centre.id, person.id, plan.service, plan.definition, status,
            plan.answers, plan.destination, applicant, relation,
            self.code.sealed(application, code),
            self.code.digest(code), chance.choice(person.centre.front), moment_text(opened),
            moment_text(ended) if ended else NULL,
        )  # fmt: skip

    def _lay_step(self, person, plan, place, walked, application, opened):
        chance, step, centre = self.chance, plan.steps[place], person.centre
        desk, row = centre.desks[step.desk], new_id(chance, opened)
        last, is_done = walked.events[-1] if walked.events else None, walked.status == DONE
        number = number_of(chance, "SURAT", int(DAY_TEXT[last.at // DAY][:4])) if (
            is_done and desk.is_absent) else ""  # fmt: skip
        self.add_step(
            row, centre.id, application, desk.id, str(place), step.code, step.title,
            step.papers_text, step.after_text, step.records_text, str(step.standard_days), step.system,
            walked.status, _moment(walked.ready_at), _moment(walked.status_since),
            last.by if is_done else NULL, _moment(last.at) if is_done else NULL,
            walked.hold_reason, number, str(walked.used), _moment(walked.since),
            NULL if walked.due_on is None else DAY_TEXT[walked.due_on],
            _moment(walked.escalated_at), str(walked.acts),
        )  # fmt: skip
        for event in walked.events:
            self._lay_event(person, row, event)
        if is_done:
            for kind in step.records:
                self._find(person, kind, last.at, last.by)
        elif walked.status in AT_A_DESK:
            self.add_access(
                new_id(chance, last.at), centre.id, desk.id, person.id, application, row,
                step.papers_text, step.records_text, moment_text(walked.ready_at),
            )  # fmt: skip

    def _lay_event(self, person, row, event):
        chance, centre, at = self.chance, person.centre, moment_text(event.at)
        if event.kind == walks.BROUGHT_BACK:
            for kind, _reason in event.papers:
                self._photograph(person, person.papers[kind][0], kind, event.at, event.by)
        else:
            for kind, reason in event.papers:
                document, scan = person.papers[kind]
                self.add_verdict(
                    new_id(chance, event.at), centre.id, row, document, scan, kind,
                    "returned" if reason else "accepted", reason, event.by, at,
                )  # fmt: skip
        self.add_event(
            new_id(chance, event.at), centre.id, row, event.kind, event.reason,
            "t" if event.runs else "f", event.by or NULL, at,
        )  # fmt: skip


def _moment(moment: int | None) -> str:
    return NULL if moment is None else moment_text(moment)


def _years(until: int) -> dict[int, float]:
    """How many of all people came in each year, up to the day on which history ends."""
    end = date.fromordinal(EPOCH + until // DAY)
    latest = list(figures.BY_YEAR.values())[-1]
    full = {year: float(figures.BY_YEAR.get(year, latest)) for year in range(2020, end.year)}
    days = (end - date(end.year, 1, 1)).days
    return full | ({end.year: latest * days / 365} if days else {})
