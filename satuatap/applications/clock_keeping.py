"""What keeps the clocks true: days off that change, days that pass, times that are measured."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q

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

    Called when days off, opening days or a desk's rota change. A finished step keeps the time
    that was measured when it was finished.
    """
    with with_help_of(CLOCKS):
        steps = _open_steps(office)
        changed = [step for step in steps if _recounted(step)]
        Step.objects.bulk_update(changed, ["used_days", "due_on"], batch_size=AT_ONCE)
    return len(changed)


def _open_steps(office):
    events = StepEvent.objects.order_by("at", "id")
    steps = list(
        Step.objects.open()
        .filter(office=office)
        .select_for_update(of=("self",))
        .select_related("desk__refer_to_office")
        .prefetch_related(Prefetch("events", queryset=events))
        .order_by("id")
    )
    known: dict = {office.pk: office}
    for step in steps:  # one object per office: its calendar is read once
        step.desk.office = office
        if there := step.desk.refer_to_office:
            step.desk.refer_to_office = known.setdefault(there.pk, there)
    return steps


def _recounted(step) -> bool:
    """Bring one step to what its events say on today's calendar; did anything change?"""
    calendar = calendar_of_desk(step.desk)
    clock = fold(step.events.all(), calendar)
    due_on = clock.due_on(step.standard_days, calendar)
    before = step.used_days, step.due_on
    step.used_days, step.due_on = clock.used_days, due_on
    return before != (step.used_days, step.due_on)


def calendar_changed(office: Office | None) -> None:
    """Days off, hours, zone or desks of an office changed (None: of every office).

    Desks of other offices that refer to this one work on its calendar too.
    """
    open_here = Step.objects.open().filter(office=OuterRef("pk"))
    offices = Office.objects.filter(Exists(open_here))
    if office:
        refers = Desk.objects.filter(office=OuterRef("pk"), refer_to_office=office)
        offices = offices.filter(Q(pk=office.pk) | Exists(refers))
    with with_help_of(CLOCKS):
        found = list(offices)
    for there in found:
        recount(there)


@transaction.atomic
def escalate(office: Office, now: datetime) -> int:
    """Note once on each step whose day has passed; the head of the centre sees them from then on."""
    today = local_date(now, office.zone)
    with with_help_of(CLOCKS):
        late = list(
            Step.objects.overdue(today)
            .filter(office=office, escalated_at__isnull=True)
            .select_for_update(of=("self",))
        )
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
