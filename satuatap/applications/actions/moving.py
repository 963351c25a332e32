"""Moves of a step at its desk: finish, return, hold, resume, hand to a colleague, bring back."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.deciding import standing_papers
from satuatap.applications.actions.waking import hold_her_files, wake_mended
from satuatap.applications.actions.walk import (
    FIELDS,
    locked,
    move,
    note,
    take_off_desk,
    wake_waiting_steps,
)
from satuatap.applications.models import Step, StepEvent
from satuatap.applications.papers import PapersOfStep, results_missing
from satuatap.applications.telling import tell_her
from satuatap.applications.workflow import StepStatus, Turn
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.acting import with_help_of
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.workers.models.access import HOUSE

STEP_FINISHED = audit.verb("step_finished", gettext_lazy("Langkah diselesaikan"))
STEP_RETURNED = audit.verb("step_returned", gettext_lazy("Langkah dikembalikan ke pemohon"))
STEP_HELD = audit.verb("step_held", gettext_lazy("Langkah ditunda"))
STEP_RESUMED = audit.verb("step_resumed", gettext_lazy("Langkah dilanjutkan"))
STEP_HANDED = audit.verb("step_handed", gettext_lazy("Berkas diserahkan ke rekan"))
KIND = StepEvent.Kind
ASKED_BY_HER = "asked_by_her"  # the pause that she knows of


@transaction.atomic
def finish_step(*, by, step, now):
    """Close one desk's part and wake the steps that waited for it."""
    step = locked(step)
    permissions.work_on_step.check(by, step)
    check_complete(step, local_date(now, step.desk.office.zone))
    return close(step, by=by, now=now)


def check_complete(step, day) -> None:
    """Raise MoveRefused with what is missing before this step can be done."""
    papers = PapersOfStep(step)
    if not all(papers.standing(day).values()):
        raise MoveRefused(
            _("Belum semua surat diterima. Terima atau kembalikan setiap surat dahulu.")
        )
    if missing := results_missing(step, day, papers.findings):
        names = ", ".join(kind.name for kind in missing)
        raise MoveRefused(_("Catat dahulu: %(papers)s.") % {"papers": names})
    if step.waits_for_interview:
        raise MoveRefused(_("Catat dahulu apakah wawancara dilakukan berdua saja."))


def close(step, *, by, now):
    """The step is done: nobody's desk any more, and what waited for it comes up."""
    step.done_by, step.done_at, step.hold_reason = by, now, ""
    move(step, StepStatus.DONE, KIND.DONE, by=by, now=now, runs=False)
    audit.record(STEP_FINISHED, by=by, about=step, office=step.office_id)
    wake_waiting_steps(step.application, now, closed=[step])
    return step


@transaction.atomic
def return_step(*, by, step, now):
    """Tell her which papers to mend; the desk has nothing to do until a fresh image comes."""
    step = locked(step)
    permissions.work_on_step.check(by, step)
    answers = standing_papers(step, local_date(now, step.desk.office.zone))
    if False not in answers.values():
        raise MoveRefused(_("Belum ada surat yang dikembalikan. Pilih surat dan alasannya dahulu."))
    move(step, StepStatus.RETURNED, KIND.RETURNED, by=by, now=now, runs=False)
    audit.record(STEP_RETURNED, by=by, about=step, office=step.office_id)
    with with_help_of(HOUSE):
        take_off_desk(step, now)
    tell_her(step.application_id, now=now, by=by)
    return step


@transaction.atomic
def hold_step(*, by, step, reason, now):
    """Put a file aside with a coded reason; whether the clock pauses is said by the reason."""
    step = locked(step)
    permissions.work_on_step.check(by, step)
    why = hold_reasons().get(reason)
    if why is None:
        raise MoveRefused(_("Pilih alasan penundaan dari daftar."))
    step.hold_reason = reason
    move(step, StepStatus.HELD, KIND.HELD, by=by, now=now, runs=not why.pauses_clock, reason=reason)
    audit.record(STEP_HELD, by=by, about=step, office=step.office_id, reason=reason)
    if step.turn == Turn.HER and reason != ASKED_BY_HER:
        tell_her(step.application_id, now=now, by=by)
    return step


@transaction.atomic
def resume_step(*, by, step, now):
    """Take a file up again that was put aside."""
    step = locked(step)
    permissions.resume_step.check(by, step)
    step.hold_reason = ""
    with with_help_of(HOUSE):  # also for who works in the place of an absent institution
        move(step, StepStatus.READY, KIND.RESUMED, by=by, now=now, runs=True)
    audit.record(STEP_RESUMED, by=by, about=step, office=step.office_id)
    return step


@transaction.atomic
def hand_to_colleague(*, by, step, colleague, now):
    """Give a file to another officer of the same desk, or back to all of them (None)."""
    step = locked(step)
    permissions.hand_step.check(by, step)
    if colleague is not None:
        permissions.be_handed.check(colleague, step)
    step.assigned_to = colleague
    event = note(step, KIND.HANDED, by=by, now=now, runs=step.running_since is not None)
    step.save(update_fields=FIELDS)
    event.save(force_insert=True)
    audit.record(STEP_HANDED, by=by, about=step, office=step.office_id)
    return step


def bring_back_to_desk(*, by, scan):
    """A fresh image of a paper puts her files back on the desks that waited for it.

    Where several papers were returned, the last of them to be mended brings it back.
    """
    hold_her_files(scan.worker_id)
    hers = Step.objects.filter(
        application__worker_id=scan.worker_id, documents__contains=[scan.kind]
    )
    wake_mended(hers, by=by, now=scan.added_at)
