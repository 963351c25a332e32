"""What a desk sees: its queue, and its part of one file."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from satuatap.applications.models import Step, Verdict
from satuatap.catalogue.documents import DocumentKind, document_kinds
from satuatap.common.paging import uuid_or_none
from satuatap.workers.models import Scan

QUEUE_PAGE = 30


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
