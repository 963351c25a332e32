"""Holding and resuming many steps at once, when an outside system is down."""

from django.db import transaction

from satuatap.applications.actions.walk import FIELDS, hold_files_of, note, share_offices
from satuatap.applications.models import Step, StepEvent
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.acting import with_help_of
from satuatap.workers.models.access import HOUSE

AT_ONCE = 500
KIND = StepEvent.Kind


@transaction.atomic
def hold_steps(*, by, step_ids, reason, now) -> int:
    """Hold all of these that lie at their desks; how many. What is held already keeps its reason."""
    runs = not hold_reasons()[reason].pauses_clock
    with with_help_of(HOUSE):
        steps = _locked(Step.objects.filter(pk__in=step_ids, status=StepStatus.READY))
        for step in steps:
            step.hold_reason = reason
        return _move_all(
            steps, StepStatus.HELD, KIND.HELD, by=by, now=now, runs=runs, reason=reason
        )


@transaction.atomic
def resume_held(*, by, office, reason, now) -> int:
    """Put every step of an office that is held for this reason back to its desk; how many."""
    with with_help_of(HOUSE):
        steps = _locked(waiting_for_system(office.pk, reason))
        for step in steps:
            step.hold_reason = ""
        return _move_all(
            steps, StepStatus.READY, KIND.RESUMED, by=by, now=now, runs=True, reason=""
        )


def waiting_for_system(office_id, reason):
    """Steps of an office that are held for this reason."""
    return Step.objects.filter(office_id=office_id, status=StepStatus.HELD, hold_reason=reason)


def _locked(steps):
    hold_files_of(steps)
    found = list(
        steps.select_for_update(of=("self",))
        .select_related("desk__office", "desk__refer_to_office")
        .order_by("id")
    )
    share_offices(found)
    return found


def _move_all(steps, status, kind, *, by, now, runs, reason) -> int:
    events = []
    for step in steps:
        step.move_to(status)
        events.append(note(step, kind, by=by, now=now, runs=runs, reason=reason))
    Step.objects.bulk_update(steps, FIELDS, batch_size=AT_ONCE)
    StepEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    return len(steps)
