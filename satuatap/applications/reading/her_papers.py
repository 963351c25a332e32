"""Her papers over all her applications: asked for once, judged once, and whether they still hold."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.applications.models import Verdict
from satuatap.catalogue.documents import DocumentKind, document_kinds, return_reasons
from satuatap.common.acting import with_help_of
from satuatap.workers.models.access import HOUSE

# Per kind: the newest image, the verdict that counts on it, the newest result, whether it was waived.
# An image that some desk returned is not in order, although another accepted it.
EVERYTHING = """
SELECT asked.kind, scan.id, verdict.id, verdict.outcome, verdict.reason, verdict.note,
       verdict.is_overruled, finding.id IS NOT NULL, finding.outcome, finding.issued_on,
       finding.valid_until,
       EXISTS (SELECT 1 FROM applications_review AS review
               JOIN applications_step AS step ON step.id = review.step_id
               JOIN applications_application AS file ON file.id = step.application_id
               WHERE file.worker_id = %(worker)s AND review.paper = asked.kind
               AND review.kind = 'waiver' AND review.is_granted)
FROM unnest(%(kinds)s::text[]) WITH ORDINALITY AS asked (kind, position)
LEFT JOIN workers_document AS paper ON paper.worker_id = %(worker)s AND paper.kind = asked.kind
LEFT JOIN LATERAL (
    SELECT image.id FROM workers_scan AS image WHERE image.document_id = paper.id
    ORDER BY image.added_at DESC, image.id DESC LIMIT 1
) AS scan ON true
LEFT JOIN LATERAL (
    SELECT said.*, EXISTS (SELECT 1 FROM applications_review AS review
                           WHERE review.verdict_id = said.id AND review.is_granted) AS is_overruled
    FROM applications_verdict AS said WHERE said.document_id = paper.id AND said.scan_id = scan.id
    ORDER BY said.outcome = 'accepted', is_overruled, said.at DESC LIMIT 1
) AS verdict ON true
LEFT JOIN LATERAL (
    SELECT result.* FROM workers_finding AS result
    WHERE result.worker_id = %(worker)s AND result.kind = asked.kind
    ORDER BY result.recorded_at DESC, result.id DESC LIMIT 1
) AS finding ON true
ORDER BY asked.position
"""


class PaperState(models.TextChoices):
    """How a paper stands. No result is told here: a result that is not good is not there yet."""

    THERE = "there", _("ada")
    UNREAD = "unread", _("foto ada, belum diperiksa loket")
    RETURNED = "returned", _("dikembalikan, perlu foto baru")
    EXPIRED = "expired", _("habis berlaku")
    MISSING = "missing", _("belum ada")


BADGES = {
    PaperState.THERE: "done",
    PaperState.UNREAD: "info",
    PaperState.RETURNED: "returned",
    PaperState.EXPIRED: "overdue",
    PaperState.MISSING: "waiting",
}


@dataclass(frozen=True)
class Paper:
    """One kind of paper of one person. `valid_until` only where it is known.

    `sentence` and `note`: why a desk returned it, for her and for officers; `verdict_id`: which
    verdict said so.
    """

    kind: DocumentKind
    state: PaperState
    has_scan: bool = False
    valid_until: date | None = None
    sentence: str = ""
    note: str = ""
    verdict_id: UUID | None = None

    @property
    def badge(self) -> str:
        """The class word of `sa-badge`."""
        return BADGES[self.state]

    @property
    def is_there(self) -> bool:
        """Accepted by a desk or recorded with a good result, and still valid."""
        return self.state == PaperState.THERE

    @property
    def is_returned(self) -> bool:
        """Does it wait for a fresh image?"""
        return self.state == PaperState.RETURNED


@dataclass(frozen=True)
class _Known:
    """What the database knows of one kind of paper."""

    kind: str
    scan: UUID | None
    verdict: UUID | None
    verdict_outcome: str
    reason: str
    note: str
    is_overruled: bool
    has_result: bool
    outcome: str
    issued_on: date | None
    valid_until: date | None
    is_waived: bool


@contextmanager
def as_the_house(user, office_id):
    """Results are read by the house for whoever reads files of the whole office, never for a desk.

    The page then tells that a paper is there or not, and nothing of what it says.
    """
    whole = user.may(Permission.READ_APPLICATION, office=office_id)
    with with_help_of(HOUSE) if whole else nullcontext():
        yield


def papers_of(worker_id, kinds: Iterable[str], day: date) -> dict[str, Paper]:
    """Each of these kinds as it stands on this day, by code, in one query.

    A recorded result or number counts by itself, and a newer one that is not good takes its
    place. An image counts when a desk accepted it, or a second person said that it is good.
    """
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING, {"worker": worker_id, "kinds": list(kinds)})
        rows = [_Known(*row) for row in cursor.fetchall()]
    return {row.kind: _paper(document_kinds()[row.kind], row, day) for row in rows}


def _paper(kind, known, day) -> Paper:
    has_scan = known.scan is not None
    if known.has_result:
        until = last_day(kind, known.issued_on, known.valid_until)
        if until and until < day:
            return Paper(kind, PaperState.EXPIRED, has_scan, until)
        if not known.outcome or known.outcome in kind.good_outcomes:
            return Paper(kind, PaperState.THERE, has_scan, until)
    if known.is_waived:
        return Paper(kind, PaperState.THERE, has_scan)
    if kind.outcome_only or not has_scan:
        return Paper(kind, PaperState.MISSING, has_scan)
    if known.verdict is None:
        return Paper(kind, PaperState.UNREAD, has_scan)
    if known.verdict_outcome == Verdict.Outcome.ACCEPTED or known.is_overruled:
        return Paper(kind, PaperState.THERE, has_scan)
    sentence = return_reasons()[known.reason].sentence_for(kind)
    return Paper(kind, PaperState.RETURNED, has_scan, sentence=sentence, note=known.note,
                 verdict_id=known.verdict)  # fmt: skip


def last_day(kind: DocumentKind, issued_on: date | None, valid_until: date | None) -> date | None:
    """The last day on which a result holds, as it was recorded or as its kind says; or None."""
    if valid_until or not (issued_on and kind.valid_days):
        return valid_until
    return issued_on + timedelta(days=kind.valid_days)
