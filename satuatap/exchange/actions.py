"""Verbs of the room: open a sheet, note a status back, say that a system is down and up again."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications.actions.systems import hold_steps, resume_held, waiting_for_system
from satuatap.applications.actions.walk import hold_files_of
from satuatap.applications.models import Step
from satuatap.common.locks import lock_until_the_end
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.exchange import permissions
from satuatap.exchange.models import Outage, StatusNote
from satuatap.exchange.reading import not_typed
from satuatap.exchange.sheets import systems

SHEET_OPENED = audit.verb("sheet_opened", gettext_lazy("Lembar salin dibuka"))
STATUS_NOTED = audit.verb("status_noted", gettext_lazy("Status sistem luar dicatat"))
SYSTEM_DOWN = audit.verb("system_down", gettext_lazy("Sistem luar dicatat terganggu"))
SYSTEM_UP = audit.verb("system_up", gettext_lazy("Sistem luar dicatat pulih"))


@transaction.atomic
def open_sheet(*, by, step):
    """The sheet shows her NIK whole: that it was opened is on record."""
    permissions.copy_out.check(by, step.office_id)
    audit.record(SHEET_OPENED, by=by, about=step, office=step.office_id)


@transaction.atomic
def note_status(*, by, once, step, system, answer, seen_on):
    """Write down what the outside system shows of this file, with the day on which it was seen."""
    permissions.copy_out.check(by, step.office_id)
    if earlier := first_time(StatusNote, once):
        return earlier
    if answer not in systems()[system].answers:
        raise MoveRefused(_("Pilih salah satu status dari daftar."))
    note = StatusNote(
        id=once, office_id=step.office_id, step=step, system=system, answer=answer,
        seen_on=seen_on, by=by,
    )  # fmt: skip
    note.save(force_insert=True)
    audit.record(STATUS_NOTED, by=by, about=step, office=step.office_id, reason=answer)
    return note


@transaction.atomic
def say_down(*, by, office, system, now):
    """A system is down: what is not typed yet waits for it, held with its reason and told to her."""
    permissions.copy_out.check(by, office.pk)
    hold_files_of(not_typed(office, system))
    _wait_for_arrivals(office.pk, system, exclusive=True)
    if Outage.objects.filter(office=office, system=system, ended_at__isnull=True).exists():
        raise MoveRefused(_("Gangguan ini sudah dicatat."))
    outage = Outage.objects.create(office=office, system=system, began_at=now, said_by=by)
    steps = not_typed(office, system).values_list("pk", flat=True)
    hold_steps(by=by, step_ids=list(steps), reason=systems()[system].down_reason, now=now)
    audit.record(SYSTEM_DOWN, by=by, about=outage, office=office, reason=system)
    return outage


@transaction.atomic
def say_up(*, by, outage, now):
    """It works again: what waited for it goes on together, and is typed oldest first."""
    reason = systems()[outage.system].down_reason
    hold_files_of(waiting_for_system(outage.office_id, reason))
    _wait_for_arrivals(outage.office_id, outage.system, exclusive=True)
    outage = Outage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    permissions.copy_out.check(by, outage.office_id)
    if outage.ended_at:
        raise MoveRefused(_("Sistem ini sudah dicatat pulih."))
    outage.ended_at, outage.ended_by = now, by
    outage.save(update_fields=["ended_at", "ended_by"])
    resume_held(by=by, office=outage.office, reason=reason, now=now)
    audit.record(SYSTEM_UP, by=by, about=outage, office=outage.office_id, reason=outage.system)
    return outage


def hold_while_down(step: Step, now) -> str:
    """The reason with which an arriving step is held because its system is down; empty: it is not."""
    if step.system not in systems():
        return ""
    _wait_for_arrivals(step.office_id, step.system)
    down = Outage.objects.filter(office=step.office_id, system=step.system, ended_at__isnull=True)
    return systems()[step.system].down_reason if down.exists() else ""


def _wait_for_arrivals(office_id, system, *, exclusive=False) -> None:
    """Whoever brings a step to its desk and whoever says down or up wait for each other.

    Everybody holds the files before this: a desk holds the one that it moves.
    """
    lock_until_the_end(f"outage {office_id} {system}", shared=not exclusive)
