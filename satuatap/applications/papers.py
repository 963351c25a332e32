"""How the papers of a step stand: image, verdict, result on record, second look."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date

from satuatap.applications.models import Review, Verdict
from satuatap.catalogue.documents import DocumentKind, document_kinds, return_reasons
from satuatap.workers.models import Finding, Scan, ScanReading


@dataclass(frozen=True)
class DeskPaper:
    """One paper as a desk sees it. `standing`: in order, returned (False), not decided (None)."""

    kind: DocumentKind
    scan: Scan | None
    verdict: Verdict | None
    finding: Finding | None
    review: Review | None
    standing: bool | None
    is_new: bool
    is_granted: bool
    counts: bool
    reading: ScanReading | None = None

    @property
    def waits(self) -> bool:
        """Does an image wait for this desk's verdict?"""
        return self.standing is None and self.scan is not None

    @property
    def is_missing(self) -> bool:
        """Is there neither an image nor a result that counts?"""
        return self.scan is None and not self.counts

    @property
    def sentence(self) -> str:
        """What she reads of a returned paper."""
        return self.verdict.sentence if self.standing is False and self.verdict else ""

    @property
    def spoken(self) -> str:
        """The same for the ear."""
        if not self.sentence or self.verdict is None:
            return ""
        return return_reasons()[self.verdict.reason].spoken_for(self.kind)


def results_of(step, day, known=None) -> dict[str, Finding]:
    """The results with which this step has written what it records, by kind.

    What was recorded since the step came to its desk is its own writing and is enough whatever
    it says (“not fit” ends an examination too). An earlier result is enough while it still
    counts on this day: good, and not run out. It never is for a kind that the step `makes` anew
    (`reference/services`): a passport that is issued or corrected, a claim, an agreement, where
    the old paper is just what is replaced. A file keeps the definition that it was opened with;
    one from before there was `makes` takes earlier results for every kind.
    `known`: the newest results by kind, where they are read already.
    """
    if known is None:
        known = Finding.objects.newest(step.application.worker_id, step.records)
    anew = step.application.step_definition(step.code).get("makes", ())
    return {
        kind: known[kind] for kind in step.records
        if kind in known and (
            known[kind].recorded_at >= step.ready_at
            or (kind not in anew and known[kind].counts_on(day))
        )
    }  # fmt: skip


def results_missing(step, day, known=None) -> list[DocumentKind]:
    """The kinds of which this step has not written the result or the number yet."""
    written = results_of(step, day, known)
    return [document_kinds()[kind] for kind in step.records if kind not in written]


OF_HER = OuterRef("application__worker_id")
WHAT_IS_THERE = {
    "photographed": ArraySubquery(
        Scan.objects.filter(worker_id=OF_HER).order_by("kind").values("kind").distinct("kind")
    ),
    "results": ArraySubquery(
        Finding.objects.filter(worker_id=OF_HER)
        .order_by("kind", "-recorded_at", "-id")
        .distinct("kind")
        .values(said=JSONObject(kind="kind", outcome="outcome", valid_until="valid_until"))
    ),
}


def with_what_is_there(steps):
    """Steps with what is there of her papers, in their own query; for `not_brought`."""
    return steps.annotate(**WHAT_IS_THERE)


def not_brought(step, day) -> list[DocumentKind]:
    """Kinds that a step of `with_what_is_there` asks for and of which nothing has come yet.

    As `PapersOfStep.missing`, without results that an examination writes: nobody brings those.
    """
    there = set(step.photographed)
    for said in step.results:
        until = parse_date(said["valid_until"]) if said["valid_until"] else None
        if Finding(kind=said["kind"], outcome=said["outcome"], valid_until=until).counts_on(day):
            there.add(said["kind"])
    kinds = [document_kinds()[kind] for kind in step.documents if kind not in there]
    return [kind for kind in kinds if not kind.outcome_only]


class PapersOfStep:
    """Everything that stands on the papers of one step, in four queries."""

    def __init__(self, step):
        self.step, worker = step, step.application.worker_id
        self.newest: dict[str, Scan] = {}
        scans = Scan.objects.filter(worker_id=worker, kind__in=step.documents)
        for scan in scans.order_by("added_at", "id"):
            self.newest[scan.kind] = scan
        self.given = {v.scan_id: v for v in step.verdicts.select_related("by")}
        reviews = list(Review.objects.filter(step=step))
        self.granted = {r.verdict_id for r in reviews if r.is_granted}
        self.asked = {r.paper: r for r in reviews if r.decided_at is None}
        self.findings = Finding.objects.newest(worker, [*step.documents, *step.records])

    def standing(self, day) -> dict[str, bool | None]:
        """Per kind: in order (True), returned (False), not decided (None).

        A result or official number on record counts by itself; an image counts by this desk's
        verdict on the newest one, or by what the second person said of it.
        """
        return {kind: self._stands(kind, day) for kind in self.step.documents}

    def missing(self, day) -> list[str]:
        """Kinds of which there is neither an image nor a result that counts."""
        return [
            kind for kind in self.step.documents
            if kind not in self.newest and not self._counts(kind, day)
        ]  # fmt: skip

    def returned(self, day) -> list[Verdict]:
        """The verdicts that still stand between her and the desk, in the step's order."""
        wrong = [kind for kind, stands in self.standing(day).items() if stands is False]
        return [verdict for kind in wrong if (verdict := self._verdict(kind))]

    def _verdict(self, kind) -> Verdict | None:
        scan = self.newest.get(kind)
        return self.given.get(scan.pk) if scan else None

    def _counts(self, kind, day) -> bool:
        finding = self.findings.get(kind)
        return finding is not None and finding.counts_on(day)

    def _stands(self, kind, day) -> bool | None:
        if self._counts(kind, day):
            return True
        verdict = self._verdict(kind)
        return None if verdict is None else verdict.is_accepted or verdict.pk in self.granted

    def for_desk(self, day) -> list[DeskPaper]:
        """The papers in the step's order, as its desk sees them; one more query."""
        images = [scan.pk for scan in self.newest.values()]
        read = ScanReading.objects.filter(scan__in=images).order_by("read_at", "id")
        readings = {reading.scan_id: reading for reading in read}
        returned = {v.kind for v in self.given.values() if not v.is_accepted}
        return [self._paper(kind, day, returned, readings) for kind in self.step.documents]

    def _paper(self, kind, day, returned, readings) -> DeskPaper:
        scan, verdict = self.newest.get(kind), self._verdict(kind)
        return DeskPaper(
            kind=document_kinds()[kind],
            scan=scan,
            verdict=verdict,
            finding=self.findings.get(kind),
            review=self.asked.get(kind),
            standing=self._stands(kind, day),
            is_new=kind in returned and not verdict,
            is_granted=verdict is not None and verdict.pk in self.granted,
            counts=self._counts(kind, day),
            reading=readings.get(scan.pk) if scan else None,
        )
