"""Where an application stands, for its page and for her."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from satuatap.applications.models import Step, Verdict
from satuatap.applications.models.steps import OPEN_STEPS
from satuatap.applications.papers import PapersOfStep, not_brought, with_what_is_there
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import DocumentKind, document_kinds, return_reasons
from satuatap.common.acting import with_help_of
from satuatap.places.calendars import local_date
from satuatap.workers.models.access import HOUSE


def for_page(applications):
    """Applications with all that their page shows."""
    return applications.select_related(
        "office",
        "worker__village__parent__parent__parent",
        "letter",
        "opened_by",
        "job_order__agency",
        "stopped_by",
    )


@dataclass(frozen=True)
class Progress:
    """One step as a person reads it."""

    step: Step
    returned: tuple[Verdict, ...]
    awaited: tuple[DocumentKind, ...] = ()

    @property
    def state(self) -> str:
        """The class word of `sa-path`: done, now, returned or next."""
        words = {StepStatus.DONE: "done", StepStatus.READY: "now", StepStatus.RETURNED: "returned"}
        return words.get(StepStatus(self.step.status), "next")


def progress_of(application, now, *, papers: bool) -> list[Progress]:
    """All steps in order; with returned ones the papers that she has not yet mended.

    What counts is what the desk counts (`applications.papers`): the newest image, a second
    person's answer, a result on record. A paper that is no longer asked for is not among them.
    `papers`: also what open steps ask for and nobody has brought yet.
    """
    steps = application.steps.select_related("desk__office").order_by("position")
    if papers:
        with with_help_of(HOUSE):  # whoever holds the code sees neither images nor results
            steps = list(with_what_is_there(steps))
    return [
        Progress(step, _not_mended(application, step, now), _awaited(step, now) if papers else ())
        for step in steps
    ]


def _awaited(step, now) -> tuple[DocumentKind, ...]:
    if step.status not in OPEN_STEPS or step.is_suspended:
        return ()
    return tuple(not_brought(step, local_date(now, step.desk.office.zone)))


def _not_mended(application, step, now) -> tuple[Verdict, ...]:
    if step.status != StepStatus.RETURNED:
        return ()
    step.application = application
    with with_help_of(HOUSE):  # whoever holds the code sees neither images nor second looks
        return tuple(PapersOfStep(step).returned(local_date(now, step.desk.office.zone)))


def sentences_of(returned, *, spoken=False) -> tuple[str, ...]:
    """What whoever holds her code reads of returned papers, or hears; each sentence once.

    A paper whose name would tell something about her (family permission, examinations, police)
    is named only at the counter.
    """
    sentences = []
    for verdict in returned:
        kind, reason = document_kinds()[verdict.kind], return_reasons()[verdict.reason]
        if kind.sensitive:
            sentences.append(_("Satu surat belum lengkap. Tanyakan di loket."))
        else:
            sentences.append(reason.spoken_for(kind) if spoken else reason.sentence_for(kind))
    return tuple(dict.fromkeys(sentences))


def sentences_to_bring(kinds, *, spoken=False) -> tuple[str, ...]:
    """The same of papers that nobody has brought yet."""
    sentences = []
    for kind in kinds:
        if kind.sensitive:
            sentences.append(_("Satu surat belum kami terima. Tanyakan di meja depan."))
        else:
            name = (kind.spoken or kind.name) if spoken else kind.name
            sentences.append(_("%(paper)s: bawa ke meja depan untuk difoto.") % {"paper": name})
    return tuple(dict.fromkeys(sentences))
