"""Where an application stands, for its page and for her."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from satuatap.applications.models import Step, Verdict
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import document_kinds, return_reasons


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

    @property
    def state(self) -> str:
        """The class word of `sa-path`: done, now, returned or next."""
        words = {StepStatus.DONE: "done", StepStatus.READY: "now", StepStatus.RETURNED: "returned"}
        return words.get(StepStatus(self.step.status), "next")


def progress_of(application) -> list[Progress]:
    """All steps in order; with returned ones what was returned and not yet mended."""
    steps = list(application.steps.select_related("desk").order_by("position"))
    given = Verdict.objects.filter(
        step__in=[s for s in steps if s.status == StepStatus.RETURNED]
    ).order_by("at", "id")
    newest = {(verdict.step_id, verdict.kind): verdict for verdict in given}
    wrong = [verdict for verdict in newest.values() if not verdict.is_accepted]
    return [Progress(step, tuple(v for v in wrong if v.step_id == step.pk)) for step in steps]


def to_bring(application) -> list[str]:
    """What she is asked to bring, one sentence per returned paper that may be named."""
    return list(sentences_of([v for part in progress_of(application) for v in part.returned]))


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
