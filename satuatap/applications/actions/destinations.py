"""When the ministry closes a destination: files wait together and go on together."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.walk import FIELDS, note, share_offices
from satuatap.applications.models import (
    Application,
    DestinationStop,
    SettlementCheck,
    Step,
    StepEvent,
)
from satuatap.applications.models.steps import OPEN_STEPS
from satuatap.applications.workflow import StepStatus
from satuatap.common.acting import with_help_of
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models.access import HOUSE

DESTINATION_STOPPED = audit.verb("destination_stopped", gettext_lazy("Tujuan dihentikan"))
DESTINATION_LIFTED = audit.verb("destination_lifted", gettext_lazy("Tujuan dibuka lagi"))
SETTLEMENT_ASKED = audit.verb("settlement_asked", gettext_lazy("Uang dan utang ditanyakan"))
AT_ONCE = 500  # rows of one statement


@transaction.atomic
def stop_destination(*, by, office, once, destination, occupation, source, now):
    """Close a destination at this office: every running file to it waits, with its clocks paused.

    Returns the stop. `occupation` empty means every job there; `source` names the letter.
    """
    permissions.switch_service.check(by, office)
    if earlier := first_time(DestinationStop, once):
        return earlier
    running = DestinationStop.objects.filter(
        office=office, destination=destination, occupation=occupation, lifted_at__isnull=True
    )
    if running.exists():
        raise MoveRefused(_("Tujuan ini sudah dihentikan."))
    stop = DestinationStop.objects.create(
        id=once, office=office, destination=destination, occupation=occupation, source=source,
        stopped_by=by, stopped_at=now,
    )  # fmt: skip
    with with_help_of(HOUSE):
        affected = Application.objects.running().filter(
            office=office, destination=destination, stopped_by__isnull=True
        )
        if occupation:
            affected = affected.filter(answers__occupation=occupation)
        ids = list(affected.select_for_update().order_by("id").values_list("id", flat=True))
        Application.objects.filter(pk__in=ids).update(stopped_by=stop)
        _suspend(ids, StepEvent.Kind.SUSPENDED, is_suspended=True, by=by, now=now)
    audit.record(DESTINATION_STOPPED, by=by, about=stop, office=office, reason=destination)
    return stop


@transaction.atomic
def lift_destination(*, by, stop, now):
    """Open it again: what waited goes on where it stood, with its clocks whole."""
    stop = DestinationStop.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    permissions.switch_service.check(by, stop.office)
    if stop.lifted_at:
        raise MoveRefused(_("Tujuan ini sudah dibuka lagi."))
    stop.lifted_by, stop.lifted_at = by, now
    stop.save(update_fields=["lifted_by", "lifted_at"])
    with with_help_of(HOUSE):
        waiting = Application.objects.filter(stopped_by=stop).select_for_update().order_by("id")
        ids = list(waiting.values_list("id", flat=True))
        Application.objects.filter(pk__in=ids).update(stopped_by=None)
        _suspend(ids, StepEvent.Kind.REOPENED, is_suspended=False, by=by, now=now)
    audit.record(DESTINATION_LIFTED, by=by, about=stop, office=stop.office_id,
                 reason=stop.destination)  # fmt: skip
    return stop


def _suspend(application_ids, kind, *, is_suspended, by, now):
    """Pause or go on with all open steps of these applications, in a few statements."""
    steps = list(
        Step.objects.select_for_update(of=("self",))
        .filter(application__in=application_ids, status__in=[StepStatus.WAITING, *OPEN_STEPS])
        .select_related("desk__office", "desk__refer_to_office")
        .order_by("id")
    )
    share_offices(steps)
    events = []
    for step in steps:
        if step.status == StepStatus.WAITING:
            step.is_suspended = is_suspended
            continue
        step.is_suspended = False
        if is_suspended:
            events.append(note(step, kind, by=by, now=now, runs=False))
            step.is_suspended = True
        else:
            events.append(note(step, kind, by=by, now=now, runs=_would_run(step)))
    Step.objects.bulk_update(steps, FIELDS, batch_size=AT_ONCE)
    StepEvent.objects.bulk_create(events, batch_size=AT_ONCE)


def _would_run(step) -> bool:
    """Does the clock of a step run in this state, if nothing suspends it?"""
    if step.status == StepStatus.READY:
        return True
    return step.status == StepStatus.HELD and not step.hold.pauses_clock


@transaction.atomic
def check_settlement(*, by, once, application, stop, **answers):
    """Ask what she paid, owes and has handed over, before anything is lost."""
    permissions.check_settlement.check(by, application)
    if earlier := first_time(SettlementCheck, once):
        return earlier
    check = SettlementCheck(
        id=once, office_id=application.office_id, application=application, stop=stop,
        asked_by=by, **answers,
    )  # fmt: skip
    check.save(force_insert=True)
    audit.record(SETTLEMENT_ASKED, by=by, about=check, office=application.office_id)
    return check
