"""The walk of one step: what happens at its desk, and the clock that comes of it.

First `happenings` draws what would happen without end; then `Walked` takes what lies before a
moment, adds that its day passed, and reckons the clock as `applications.clocks` does.
"""

from __future__ import annotations

from bisect import bisect
from typing import NamedTuple

from demo.generating import figures
from demo.generating.centres import DeskAtWork
from demo.generating.figures import Spread
from satuatap.applications.models import StepEvent
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import return_reasons
from satuatap.catalogue.holds import hold_reasons

KIND = StepEvent.Kind
ARRIVED, HELD, RESUMED, RETURNED, BROUGHT_BACK, OVERDUE, DONE, STOPPED = (
    str(kind.value)
    for kind in (KIND.ARRIVED, KIND.HELD, KIND.RESUMED, KIND.RETURNED, KIND.BROUGHT_BACK,
                 KIND.OVERDUE, KIND.DONE, KIND.STOPPED)
)  # fmt: skip
STATUS_AFTER = {
    ARRIVED: StepStatus.READY.value, RESUMED: StepStatus.READY.value,
    BROUGHT_BACK: StepStatus.READY.value, HELD: StepStatus.HELD.value,
    RETURNED: StepStatus.RETURNED.value, DONE: StepStatus.DONE.value,
    STOPPED: StepStatus.STOPPED.value,
}  # fmt: skip
OPENS, CLOSES, HOUR = 8 * 3600, 15 * 3600 + 1800, 3600
NIGHTLY = 20 * 60  # when the house looks for days that have passed
DELAYS = Spread(figures.DAYS_UNTIL_A_DESK_ACTS)
DAY = 86_400


class Happening(NamedTuple):
    """One event; `papers` are (kind, reason for returning it or "") decided or brought then."""

    at: int
    kind: str
    runs: bool
    by: str = ""
    reason: str = ""
    papers: tuple = ()


def acts_at(chance, days, since: int, wait: int | None = None) -> int:
    """When an office acts on something that came at `since`, `wait` working days later."""
    wait = DELAYS.draw(chance) if wait is None else wait
    today = days.local_day(since)
    if not wait and days.on_or_after(today) == today:
        at = since + chance.randrange(300, 2 * HOUR)
        if days.local_day(at) == today and at < days.at(today, CLOSES + HOUR):
            return at
    day = days.add(today, wait or 1)
    return days.at(day, chance.randrange(OPENS, CLOSES))


def happenings(chance, desk: DeskAtWork, front, papers, begun: int):
    """All that happens to a step from its arrival on, and when she gives up, or None."""
    found, at, waiting = [Happening(begun, ARRIVED, True)], begun, list(papers)
    may_return, may_hold = bool(papers), True
    while True:
        at = acts_at(chance, desk.days, at)
        by, dice = chance.choice(desk.officers), chance.random()
        if may_return and dice < figures.PAPER_RETURNED:
            wrong, may_return = chance.choice(waiting), False
            found.append(_returned(chance, at, by, waiting, wrong))
            if chance.random() < figures.NEVER_CAME_BACK:
                return found, at + chance.randrange(120, 400) * DAY
            at = acts_at(chance, desk.days, at, _days(chance, figures.DAYS_UNTIL_SHE_COMES))
            found.append(
                Happening(at, BROUGHT_BACK, True, chance.choice(front), "", ((wrong, ""),))
            )
            waiting = [wrong]
        elif may_hold and dice > 1 - figures.HELD:
            may_hold = False
            why = chance.choice(_HOLDS)
            found.append(Happening(at, HELD, not hold_reasons()[why].pauses_clock, by, why))
            at = acts_at(chance, desk.days, at, _days(chance, figures.DAYS_HELD))
            found.append(Happening(at, RESUMED, True, by))
        else:
            found.append(Happening(at, DONE, False, by, "", tuple((p, "") for p in waiting)))
            return found, None


def _days(chance, average) -> int:
    return 1 + min(int(chance.expovariate(1 / average)), 200)


def _returned(chance, at, by, papers, wrong) -> Happening:
    why = chance.choice(_REASONS)
    decided = tuple((paper, why if paper == wrong else "") for paper in papers)
    return Happening(at, RETURNED, False, by, "", decided)


_HOLDS = sorted(set(hold_reasons()) - {"destination_closed"})
_REASONS = sorted(return_reasons())


class Walked:
    """A step as it stands at a moment: its events until then, its status, its clock."""

    def __init__(self, found, days, standard: int, until: int):
        self.days, self.standard = days, standard
        self.status, self.hold_reason = StepStatus.WAITING.value, ""
        self.events: list[Happening] = []
        self.since: int | None = None
        self.ready_at: int | None = None
        self.status_since: int | None = None
        self.escalated_at: int | None = None
        self.due_on: int | None = None
        self.used = self.acts = 0
        for event in found[: bisect(found, until, key=_moment)]:
            self._note_overdue(event.at)
            self.take(event)
        self._note_overdue(until)

    def take(self, event: Happening) -> None:
        """The next event: `note` and `move` of applications.actions.walk."""
        self.events.append(event)
        at, kind, days = event.at, event.kind, self.days
        if not (event.runs and self.since is not None):
            self._end_stretch(at)
            self.since = at if event.runs else None
        if event.runs or kind in (HELD, RETURNED):
            self.due_on = self._due_on(days)
        self.status, self.status_since = STATUS_AFTER[kind], at
        self.ready_at = self.ready_at or at
        self.hold_reason = event.reason if kind == HELD else ""
        decided = len(event.papers) if kind in (RETURNED, DONE) else 0
        self.acts += bool(event.by) + decided

    def stop(self, at: int, by: str) -> None:
        """She withdraws."""
        ready_at = self.ready_at
        self.take(Happening(at, STOPPED, False, by))
        self.ready_at = ready_at

    def _end_stretch(self, at):
        if self.since is not None:
            days = self.days
            self.used += days.between(days.local_day(self.since), days.local_day(at))

    def _due_on(self, days):
        if self.since is None:
            return None
        begun, left = days.local_day(self.since), self.standard - self.used
        return begun - 1 if left < 0 else days.add(begun, left)

    def _note_overdue(self, until):
        """Its day passed before the next event: the house noted it in the night."""
        if self.since is None or self.escalated_at is not None or self.due_on is None:
            return
        at = max(self.days.at(self.due_on + 1, NIGHTLY), self.events[-1].at + NIGHTLY)
        if at < until:
            self.escalated_at = at
            self.events.append(Happening(at, OVERDUE, True))


def _moment(event: Happening) -> int:
    return event.at
