"""What goes on by itself: a file that waited for a paper, once the paper is mended."""

from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications.actions.walk import hold_files, put_on_desk
from satuatap.applications.models import Application, Step, StepEvent
from satuatap.applications.papers import PapersOfStep
from satuatap.applications.telling import tell_her
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.acting import with_help_of
from satuatap.places.calendars import local_date
from satuatap.workers.models.access import HOUSE

STEP_BROUGHT_BACK = audit.verb("step_brought_back", gettext_lazy("Berkas kembali ke loket"))
KINDS = {
    StepStatus.RETURNED: StepEvent.Kind.BROUGHT_BACK,
    StepStatus.HELD: StepEvent.Kind.RESUMED,
}


def hold_her_files(worker_id) -> None:
    """Hold all her applications to the end of the write: what follows may move any of them.

    A desk that returns or puts aside a file at the same moment is through before, or sees what
    this write brings.
    """
    hold_files(Application.objects.filter(worker_id=worker_id))


def wake_mended(steps, *, by, now) -> None:
    """Put those of these steps back to their desks that waited for a paper and wait for none now.

    A returned step waits until nothing of it is returned any more, whether a fresh image, a
    result, a waiver or a second person mended it. One that was put aside for a reason that ends
    with a paper waits until nothing of it is missing or returned. Whoever calls this holds her
    files (`hold_her_files`).
    """
    ending = [code for code, reason in hold_reasons().items() if reason.ends_with_paper]
    with with_help_of(HOUSE):
        waiting = steps.filter(status=StepStatus.RETURNED) | steps.filter(
            status=StepStatus.HELD, hold_reason__in=ending
        )
        woken = [step for step in _locked(waiting) if _is_mended(step, now)]
        for step in woken:
            put_on_desk(step.application, step, by=by, now=now, kind=KINDS[StepStatus(step.status)])
            audit.record(STEP_BROUGHT_BACK, by=by, about=step, office=step.office_id)
    for application_id in dict.fromkeys(step.application_id for step in woken):
        tell_her(application_id, now=now, by=by)


def _locked(steps):
    return (
        steps.select_for_update(of=("self",))
        .select_related("application", "desk__office", "desk__refer_to_office")
        .order_by("id")
    )


def _is_mended(step: Step, now) -> bool:
    papers = PapersOfStep(step)
    day = local_date(now, step.desk.office.zone)
    if False in papers.standing(day).values():
        return False
    return step.status == StepStatus.RETURNED or not papers.missing(day)
