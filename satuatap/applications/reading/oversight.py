"""What the head of the centre oversees: load, time and effort, set by set and never row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.db import connection
from django.db.models import Count, Max, Min, Q

from satuatap.applications.models import DeskTime, Review, Step, Verdict
from satuatap.applications.models.steps import OPEN_STEPS
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import return_reasons
from satuatap.catalogue.holds import hold_reasons
from satuatap.catalogue.services import services
from satuatap.common.paging import as_address, moment_and_id
from satuatap.places.models import Desk

STUCK_PAGE = 30
LONG_HELD = timedelta(days=14)
FEWEST = 5  # below, a time would tell of one person


def desks_of(office) -> list[Desk]:
    """The desks of an office, in the law's order of their institutions."""
    return list(office.desks.select_related("office").in_order_of_the_law())


def load_of_desks(desks, today) -> list[dict]:
    """Per desk: how much lies there, whose turn it is, how much is late, since when the oldest."""
    by_turn: dict[str, list[str]] = {turn: [] for turn in ("her", "us", "outside")}
    for reason in hold_reasons().values():
        by_turn[reason.turn].append(reason.code)
    waits = Q(is_suspended=False, status=StepStatus.HELD)
    rows = (
        Step.objects.open()
        .filter(desk__in=desks)
        .values("desk_id")
        .annotate(
            lying=Count("id"),
            overdue=Count("id", filter=Q(due_on__lt=today)),
            today=Count("id", filter=Q(due_on=today)),
            her=Count("id", filter=Q(status=StepStatus.RETURNED, is_suspended=False)
                      | waits & Q(hold_reason__in=by_turn["her"])),
            outside=Count("id", filter=Q(is_suspended=True)
                          | waits & Q(hold_reason__in=by_turn["outside"])),
            oldest=Min("ready_at"),
        )
    )  # fmt: skip
    found = {row["desk_id"]: row for row in rows}
    nothing = {"lying": 0, "overdue": 0, "today": 0, "her": 0, "outside": 0, "oldest": None}
    return [{"desk": desk, **found.get(desk.pk, nothing)} for desk in desks]


def work_of_officers(desks, since) -> list[dict]:
    """Per officer: steps finished since then, their median time, and when the last one was."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT person.full_name, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY used_days),
                   sum(acts), max(done_at)
            FROM applications_step AS step JOIN accounts_user AS person ON person.id = step.done_by_id
            WHERE desk_id = ANY (%s) AND status = 'done' AND done_at >= %s
            GROUP BY person.id, person.full_name ORDER BY 2 DESC, 1
            """,
            [[desk.pk for desk in desks], since],
        )
        names = ("name", "finished", "median_days", "acts", "last_at")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def returns_by_reason(office, since) -> list[dict]:
    """How often papers were returned since then, by reason and paper, most frequent first."""
    rows = (
        Verdict.objects.filter(office=office, outcome=Verdict.Outcome.RETURNED, at__gte=since)
        .values("reason")
        .annotate(number=Count("id"), last_at=Max("at"))
        .order_by("-number", "reason")
    )
    reasons = return_reasons()
    return [
        {**row, "label": reasons[row["reason"]].label} for row in rows if row["reason"] in reasons
    ]


EFFORT = """
WITH finished AS (
    SELECT step.id, application.service, step.acts
    FROM applications_step AS step
    JOIN applications_application AS application ON application.id = step.application_id
    WHERE step.desk_id = ANY (%(desks)s) AND step.status = 'done' AND step.done_at >= %(since)s
), acted AS (
    SELECT finished.id, given.by_id, given.at
    FROM finished JOIN applications_verdict AS given ON given.step_id = finished.id
    UNION ALL
    SELECT finished.id, event.by_id, event.at
    FROM finished JOIN applications_stepevent AS event ON event.step_id = finished.id
    WHERE event.by_id IS NOT NULL
), sittings AS (
    SELECT id, sum(spent) AS spent
    FROM (SELECT id, max(at) - min(at) AS spent FROM acted GROUP BY id, by_id,
                 (at AT TIME ZONE %(zone)s)::date) AS day
    GROUP BY id
)
SELECT service, count(*), avg(acts), avg(extract(epoch FROM coalesce(spent, '0'))) / 60
FROM finished LEFT JOIN sittings USING (id)
GROUP BY service ORDER BY 2 DESC, 1
"""


def effort_of_services(office, desks, since) -> list[dict]:
    """Per service: steps finished, acts of officers per step, minutes between first and last act.

    The minutes are those in which an officer moved the file, counted within one day of the
    office; reading a paper before the first act is not in them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            EFFORT, {"desks": [desk.pk for desk in desks], "since": since, "zone": office.time_zone}
        )
        rows = cursor.fetchall()
    known = services()
    return [
        {"name": known[code].name if code in known else code, "steps": steps, "acts": acts, "minutes": minutes}
        for code, steps, acts, minutes in rows
    ]  # fmt: skip


def talks(desks, since) -> dict:
    """Interviews since then: how many were held, how many of them without companion."""
    return Step.objects.filter(
        desk__in=desks, status=StepStatus.DONE, done_at__gte=since, held_alone__isnull=False
    ).aggregate(held=Count("id"), alone=Count("id", filter=Q(held_alone=True)))


def stuck(office, now: datetime, today: date, after: str = ""):
    """One page of what is late, suspended, or held for two weeks, longest first; and where the next begins."""
    rows = (
        Step.objects.filter(office=office, status__in=OPEN_STEPS)
        .filter(
            Q(due_on__lt=today)
            | Q(is_suspended=True)
            | Q(status__in=[StepStatus.HELD, StepStatus.RETURNED], status_since__lt=now - LONG_HELD)
        )
        .select_related("application__worker", "desk", "assigned_to")
        .order_by("status_since", "id")
    )
    if start := moment_and_id(after):
        moment, key = start
        rows = rows.filter(Q(status_since__gt=moment) | Q(status_since=moment, id__gt=key))
    page = list(rows[: STUCK_PAGE + 1])
    if len(page) <= STUCK_PAGE:
        return page, ""
    last = page[STUCK_PAGE - 1]
    since = cast(datetime, last.status_since)  # an open step stands in its state since a moment
    return page[:STUCK_PAGE], as_address(since, last.pk)


def waiting_reviews(office) -> int:
    """How many second looks nobody has taken yet."""
    return Review.objects.waiting().filter(office=office).count()


@dataclass(frozen=True)
class Measured:
    """One desk's time in one month; None where too few files were finished to tell."""

    desk: Desk
    month: date | None
    finished: int
    median_days: object = None
    ninetieth_days: object = None


def measured_times(office, months: int = 2) -> list[Measured]:
    """The newest months first, each desk by desk, without what would tell of one person."""
    desks = {desk.pk: desk for desk in desks_of(office)}
    rows = DeskTime.objects.filter(desk__in=desks)
    newest = sorted({row.month for row in rows}, reverse=True)[:months]
    places = {key: place for place, key in enumerate(desks)}
    return [
        Measured(desks[row.desk_id], row.month, row.finished, row.median_days, row.ninetieth_days)
        if row.finished >= FEWEST
        else Measured(desks[row.desk_id], row.month, 0)
        for month in newest
        for row in sorted(rows, key=lambda row: places[row.desk_id])
        if row.month == month
    ]
