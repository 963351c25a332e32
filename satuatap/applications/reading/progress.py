"""Where an application stands, for its page and for her."""

from dataclasses import dataclass

from satuatap.applications.models import Step, Verdict
from satuatap.applications.workflow import StepStatus


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
    """What she is asked to bring, one sentence per returned paper."""
    sentences = [v.sentence for p in progress_of(application) for v in p.returned]
    return list(dict.fromkeys(sentences))
