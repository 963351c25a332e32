"""What is to be typed, what waits for an answer, what is stuck because a system is down."""

from __future__ import annotations

from django.db.models import OuterRef, Q, Subquery

from satuatap.applications.models import Step
from satuatap.common.paging import as_address, moment_and_id
from satuatap.exchange.models import Outage, StatusNote
from satuatap.exchange.sheets import systems

PAGE = 30
TO_TYPE, WAITING, DOWN = "ketik", "jawaban", "gangguan"


def of_system(office, system):
    """Open steps of an office that are typed in this system too, with the newest answer noted."""
    newest = StatusNote.objects.filter(step=OuterRef("pk"), system=system).order_by("-at", "-id")
    return (
        Step.objects.open()
        .filter(office=office, system=system)
        .annotate(answer=Subquery(newest.values("answer")[:1]),
                  seen_on=Subquery(newest.values("seen_on")[:1]))
    )  # fmt: skip


def not_typed(office, system):
    """Those that nobody has typed yet."""
    return of_system(office, system).filter(answer__isnull=True)


def chosen(office, system, which):
    """The steps of one list: to type, waiting for an answer, or stuck while the system is down."""
    steps = of_system(office, system)
    if which == WAITING:
        final = [code for code, answer in systems()[system].answers.items() if answer.is_final]
        return steps.filter(answer__isnull=False).exclude(answer__in=final)
    if which == DOWN:
        return steps.filter(hold_reason=systems()[system].down_reason)
    return steps.filter(answer__isnull=True).exclude(hold_reason=systems()[system].down_reason)


def counts(office, system) -> dict[str, int]:
    """How many stand in each list."""
    return {which: chosen(office, system, which).count() for which in (TO_TYPE, WAITING, DOWN)}


def page_of(steps, after=""):
    """One page, oldest at its desk first, and the address of the next."""
    rows = steps.select_related("application__worker", "desk").order_by("ready_at", "id")
    if start := moment_and_id(after):
        moment, key = start
        rows = rows.filter(Q(ready_at__gt=moment) | Q(ready_at=moment, id__gt=key))
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], as_address(last.ready_at, last.pk)


def running_outages(office) -> dict[str, Outage]:
    """The systems that are down now at this office, by code."""
    rows = Outage.objects.filter(office=office, ended_at__isnull=True)
    return {row.system: row for row in rows}
