"""What is to be typed, what waits for an answer, what is stuck because a system is down."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery
from django.utils.dateparse import parse_datetime

from satuatap.applications.models import Step
from satuatap.common.paging import uuid_or_none
from satuatap.exchange.models import Outage, StatusNote
from satuatap.exchange.sheets import steps_of_systems, systems

PAGE = 30
TO_TYPE, WAITING, DOWN = "ketik", "jawaban", "gangguan"


def of_system(office, system):
    """Open steps of an office that are typed in this system too, with the newest answer noted."""
    pairs = [pair for pair, code in steps_of_systems().items() if code == system]
    if not pairs:
        return Step.objects.none()
    these = reduce(or_, (Q(application__service=service, code=code) for service, code in pairs))
    newest = StatusNote.objects.filter(step=OuterRef("pk"), system=system).order_by("-at", "-id")
    return (
        Step.objects.open()
        .filter(these, office=office)
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
    moment, _sep, key = after.partition("~")
    start, last_id = (parse_datetime(moment) if moment else None), uuid_or_none(key)
    if start and last_id:
        rows = rows.filter(Q(ready_at__gt=start) | Q(ready_at=start, id__gt=last_id))
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], f"{last.ready_at.isoformat()}~{last.pk}".replace("+", "%2B")


def running_outages(office) -> dict[str, Outage]:
    """The systems that are down now at this office, by code."""
    rows = Outage.objects.filter(office=office, ended_at__isnull=True)
    return {row.system: row for row in rows}
