"""What keeps the clocks true: days off that change, days that pass, times that are measured."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Prefetch, Q

from satuatap.applications.actions.walk import hold_files_of, share_offices
from satuatap.applications.clocks import calendar_of_desk, fold
from satuatap.applications.models import Step, StepEvent
from satuatap.applications.models.applications import CLOCKS
from satuatap.common.acting import with_help_of
from satuatap.places.calendars import local_date
from satuatap.places.models import Desk, Office

AT_ONCE = 500


@transaction.atomic
def recount(office: Office) -> int:
    """Compute the clocks of an office's open steps again; how many due days or times changed.

    A finished step keeps the time that was measured when it was finished.
    """
    return _recount(Desk.objects.filter(office=office))


def calendar_changed(office: Office | None) -> None:
    """Days off, hours, zone or desks of an office changed (None: of every office).

    Desks of other offices that refer to it work on its calendar too.
    """
    if office is None:
        _recount(Desk.objects.all())
    else:
        _recount(Desk.objects.filter(Q(office=office) | Q(refer_to_office=office)))


@transaction.atomic
def _recount(desks) -> int:
    changed = 0
    with with_help_of(CLOCKS):
        here = Step.objects.open().filter(desk__in=desks)
        hold_files_of(here)
        steps = here.select_for_update(of=("self",)).order_by("id")
        ids = list(steps.values_list("pk", flat=True))
        offices: dict = {}
        for begin in range(0, len(ids), AT_ONCE):
            moved = [
                step for step in _read(ids[begin : begin + AT_ONCE], offices) if _recounted(step)
            ]
            Step.objects.bulk_update(moved, ["used_days", "due_on"], batch_size=AT_ONCE)
            changed += len(moved)
    return changed


def _read(ids, offices):
    events = StepEvent.objects.order_by("at", "id")
    steps = list(
        Step.objects.filter(pk__in=ids)
        .select_related("desk__office", "desk__refer_to_office")
        .prefetch_related(Prefetch("events", queryset=events))
    )
    share_offices(steps, offices)
    return steps


def _recounted(step) -> bool:
    """Bring one step to what its events say on today's calendar; did anything change?"""
    calendar = calendar_of_desk(step.desk)
    clock = fold(step.events.all(), calendar)
    due_on = clock.due_on(step.standard_days, calendar)
    before = step.used_days, step.due_on
    step.used_days, step.due_on = clock.used_days, due_on
    return before != (step.used_days, step.due_on)


@transaction.atomic
def escalate(office: Office, now: datetime) -> int:
    """Note once on each step whose day has passed; the head of the centre sees them from then on."""
    today = local_date(now, office.zone)
    with with_help_of(CLOCKS):
        overdue = Step.objects.overdue(today).filter(office=office, escalated_at__isnull=True)
        hold_files_of(overdue)
        late = list(overdue.select_for_update(of=("self",)).order_by("id"))
        events = [
            StepEvent(
                office_id=step.office_id, step=step, kind=StepEvent.Kind.OVERDUE, at=now, runs=True
            )
            for step in late
        ]  # fmt: skip
        for step in late:
            step.escalated_at = now
        Step.objects.bulk_update(late, ["escalated_at"], batch_size=AT_ONCE)
        StepEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    return len(late)


MEASURE = """
INSERT INTO applications_desktime (desk_id, month, finished, median_days, ninetieth_days, measured_at)
SELECT step.desk_id, date_trunc('month', step.done_at AT TIME ZONE office.time_zone)::date,
       count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY step.used_days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY step.used_days),
       %(now)s
FROM applications_step AS step JOIN places_office AS office ON office.id = step.office_id
WHERE step.status = 'done' AND step.office_id = %(office)s AND step.done_at >= %(since)s
GROUP BY 1, 2
ON CONFLICT ON CONSTRAINT one_time_per_desk_and_month DO UPDATE
SET finished = excluded.finished, median_days = excluded.median_days,
    ninetieth_days = excluded.ninetieth_days, measured_at = excluded.measured_at
"""


def measure(office: Office, now: datetime) -> None:
    """Measure this month and the one before for every desk of an office, from finished steps."""
    first = now.astimezone(office.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)
    with transaction.atomic(), with_help_of(CLOCKS), connection.cursor() as cursor:
        cursor.execute(MEASURE, {"office": office.pk, "since": before, "now": now})
