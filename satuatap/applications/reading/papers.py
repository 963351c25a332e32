"""Her papers over all her applications: asked for once, judged once, and whether they still hold."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.applications.models import Review, Verdict
from satuatap.catalogue.documents import DocumentKind, document_kinds
from satuatap.common.acting import with_help_of
from satuatap.workers.models import Document, Finding
from satuatap.workers.models.access import HOUSE


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
    """One kind of paper of one person. `valid_until` only where it is known."""

    kind: DocumentKind
    state: PaperState
    has_scan: bool = False
    valid_until: date | None = None
    sentence: str = ""

    @property
    def badge(self) -> str:
        """The class word of `sa-badge`."""
        return BADGES[self.state]

    @property
    def is_there(self) -> bool:
        """Accepted by a desk or recorded with a good result, and still valid."""
        return self.state == PaperState.THERE


@contextmanager
def as_the_house(user, office_id):
    """Results are read by the house for whoever reads files of the whole office, never for a desk.

    The page then tells that a paper is there or not, and nothing of what it says.
    """
    whole = user.may(Permission.READ_APPLICATION, office=office_id)
    with with_help_of(HOUSE) if whole else nullcontext():
        yield


def papers_of(worker_id, kinds: Iterable[str], day: date) -> dict[str, Paper]:
    """Each of these kinds as it stands on this day, by code, in four queries.

    A recorded result or number counts by itself, and a newer one that is not good takes its
    place. An image counts when some desk accepted it, or a second person said that it is good.
    """
    kinds = list(kinds)
    documents = Document.objects.filter(worker_id=worker_id, kind__in=kinds).with_newest_scan()
    newest = {row.kind: row.newest_scan for row in documents}
    given: dict[str, Verdict] = {}
    for verdict in Verdict.objects.filter(scan__in=filter(None, newest.values())).order_by(
        "at", "id"
    ):
        given[verdict.kind] = verdict
    findings = Finding.objects.newest(worker_id, kinds)
    waived, overruled = _second_looks(worker_id, kinds)
    return {
        code: _paper(
            document_kinds()[code], newest.get(code), given.get(code), findings.get(code), day,
            is_waived=code in waived, overruled=overruled,
        )
        for code in kinds
    }  # fmt: skip


def _second_looks(worker_id, kinds):
    """Papers that nobody asks of her any more, and verdicts that a second person set aside."""
    granted = Review.objects.filter(
        step__application__worker_id=worker_id, paper__in=kinds, is_granted=True
    ).values_list("kind", "paper", "verdict_id")
    waived = {paper for kind, paper, _verdict in granted if kind == Review.Kind.WAIVER}
    return waived, {verdict for kind, _paper, verdict in granted if kind == Review.Kind.APPEAL}


def _paper(kind, scan, verdict, finding, day, *, is_waived, overruled) -> Paper:
    there, has_scan = PaperState.THERE, scan is not None
    if finding:
        until = last_day_of(finding)
        if until and until < day:
            return Paper(kind, PaperState.EXPIRED, has_scan, until)
        if finding.counts_on(day):
            return Paper(kind, there, has_scan, until)
    if is_waived:
        return Paper(kind, there, has_scan)
    if kind.outcome_only or not has_scan:
        return Paper(kind, PaperState.MISSING, has_scan)
    if verdict is None:
        return Paper(kind, PaperState.UNREAD, has_scan)
    if verdict.is_accepted or verdict.pk in overruled:
        return Paper(kind, there, has_scan)
    return Paper(kind, PaperState.RETURNED, has_scan, sentence=verdict.sentence)


def last_day_of(finding: Finding) -> date | None:
    """The last day on which a result holds, as it was recorded or as its kind says; or None."""
    days = finding.definition.valid_days
    if finding.valid_until or not (finding.issued_on and days):
        return finding.valid_until
    return finding.issued_on + timedelta(days=days)
