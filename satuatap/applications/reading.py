"""Questions that a whole page asks, in few queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from satuatap.applications.models import Step, Verdict
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import DocumentKind, document_kinds
from satuatap.common.paging import uuid_or_none
from satuatap.workers.models import Document, Scan

QUEUE_PAGE = 30


def for_page(applications):
    """Applications with all that their page shows."""
    return applications.select_related(
        "office", "worker__village__parent__parent__parent", "letter", "opened_by"
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


def papers_of(application) -> list[dict]:
    """The papers that the service asks for, with her own where there is one."""
    documents = Document.objects.filter(
        worker_id=application.worker_id, kind__in=application.asked_kinds
    ).with_newest_scan()
    have = {document.kind: document for document in documents}
    kinds = document_kinds()
    return [{"kind": kinds[code], "document": have.get(code)} for code in application.asked_kinds]


@dataclass(frozen=True)
class DeskPaper:
    """One paper as a desk sees it: its newest image and this desk's verdict on it."""

    kind: DocumentKind
    scan: Scan | None
    verdict: Verdict | None
    is_new: bool


def desk_papers(step) -> list[DeskPaper]:
    """The papers that this step needs, in its order."""
    newest: dict[str, Scan] = {}
    scans = Scan.objects.filter(worker_id=step.application.worker_id, kind__in=step.documents)
    for scan in scans.order_by("added_at", "id"):
        newest[scan.kind] = scan
    given = {verdict.scan_id: verdict for verdict in step.verdicts.select_related("by")}
    returned = {v.kind for v in given.values() if not v.is_accepted}
    papers = []
    for kind in step.documents:
        latest = newest.get(kind)
        verdict = given.get(latest.pk) if latest else None
        papers.append(
            DeskPaper(document_kinds()[kind], latest, verdict, kind in returned and not verdict)
        )
    return papers


def queue_page(user, after: str):
    """One page of this officer's queue and the address of the next."""
    moment, _sep, key = after.partition("~")
    start = (parse_datetime(moment), uuid_or_none(key)) if _sep else None
    if start and (not isinstance(start[0], datetime) or start[1] is None):
        start = None
    rows = (
        Step.objects.on_the_desks_of(user)
        .select_related("application__worker", "desk")
        .oldest_first(start, QUEUE_PAGE)
    )
    last = rows[QUEUE_PAGE - 1] if len(rows) > QUEUE_PAGE else None
    next_url = f"?sesudah={last.ready_at.isoformat()}~{last.pk}".replace("+", "%2B") if last else ""
    return rows[:QUEUE_PAGE], next_url
