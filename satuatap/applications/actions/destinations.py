"""When the ministry closes a destination: files wait together and go on together."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.walk import note, share_offices
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
from satuatap.common.locks import lock_until_the_end
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models.access import HOUSE

DESTINATION_STOPPED = audit.verb("destination_stopped", gettext_lazy("Tujuan dihentikan"))
DESTINATION_LIFTED = audit.verb("destination_lifted", gettext_lazy("Tujuan dibuka lagi"))
SETTLEMENT_ASKED = audit.verb("settlement_asked", gettext_lazy("Uang dan utang ditanyakan"))
AT_ONCE = 500  # rows of one statement
MOVED = ["is_suspended", "used_days", "running_since", "due_on", "status_since"]


@transaction.atomic
def stop_destination(*, by, office, once, destination, occupation, source, now):
    """Close a destination at this office: every running file to it waits, with its clocks paused.

    Returns the stop. `occupation` empty means every job there; `source` names the letter.
    """
    permissions.switch_service.check(by, office)
    if earlier := first_time(DestinationStop, once):
        return earlier
    wait_for_openings(office.pk, destination, exclusive=True)
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
        affected = files_to(office.pk, destination, occupation).filter(stopped_by__isnull=True)
        _hold_for(stop, affected)
        _suspend(stop, StepEvent.Kind.SUSPENDED, is_suspended=True, by=by, now=now)
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
        _leave_to_other_stops(stop)
        _suspend(stop, StepEvent.Kind.REOPENED, is_suspended=False, by=by, now=now)
        Application.objects.filter(stopped_by=stop).update(stopped_by=None)
    audit.record(DESTINATION_LIFTED, by=by, about=stop, office=stop.office_id,
                 reason=stop.destination)  # fmt: skip
    return stop


def files_to(office_id, destination, occupation):
    """The running files of an office to this destination, for one kind of work or (empty) all."""
    files = Application.objects.running().filter(office_id=office_id, destination=destination)
    return files.filter(answers__occupation=occupation) if occupation else files


def wait_for_openings(office_id, destination, *, exclusive=False) -> None:
    """Whoever opens a file to this destination and whoever stops it wait for each other."""
    lock_until_the_end(f"destination {office_id} {destination}", shared=not exclusive)


def _hold_for(stop, files) -> None:
    """These files wait for this stop from now on; locked in one order."""
    ids = list(files.select_for_update().order_by("id").values_list("id", flat=True))
    Application.objects.filter(pk__in=ids).update(stopped_by=stop)


def _leave_to_other_stops(stop) -> None:
    """What another closure of the same destination still holds goes on waiting, for that one."""
    others = DestinationStop.objects.filter(
        office=stop.office_id, destination=stop.destination, lifted_at__isnull=True
    )
    for other in others.exclude(pk=stop.pk).order_by("stopped_at", "id"):
        theirs = files_to(stop.office_id, other.destination, other.occupation)
        _hold_for(other, theirs.filter(stopped_by=stop))


def _suspend(stop, kind, *, is_suspended, by, now):
    """Pause or go on with all open steps of what this stop holds, in a few statements."""
    files = Application.objects.filter(stopped_by=stop).select_for_update().order_by("id")
    steps = list(
        Step.objects.select_for_update(of=("self",))
        .filter(
            application__in=list(files.values_list("id", flat=True)),
            status__in=[StepStatus.WAITING, *OPEN_STEPS],
        )
        .select_related("desk__office", "desk__refer_to_office")
        .order_by("id")
    )
    share_offices(steps)
    events = []
    for step in steps:
        step.is_suspended = is_suspended
        if step.status == StepStatus.WAITING:
            continue
        events.append(note(step, kind, by=by, now=now, runs=_would_run(step)))
        if is_suspended:
            step.due_on = None  # nothing is promised while it is closed
    Step.objects.bulk_update(steps, MOVED, batch_size=AT_ONCE)
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
    if application.stopped_by_id != stop.pk:
        raise MoveRefused(_("Permohonan ini tidak lagi menunggu tujuan itu."))
    check = SettlementCheck(
        id=once, office_id=application.office_id, application=application, stop=stop,
        asked_by=by, **answers,
    )  # fmt: skip
    check.save(force_insert=True)
    audit.record(SETTLEMENT_ASKED, by=by, about=check, office=application.office_id)
    return check
