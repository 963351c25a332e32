"""Asking a second person, and her answer."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.waking import hold_her_files, wake_mended
from satuatap.applications.actions.walk import (
    FIELDS,
    locked,
    show_at_desk,
    take_off_desk,
)
from satuatap.applications.models import Review, Step
from satuatap.applications.models.steps import OPEN_STEPS
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import waiver_reasons
from satuatap.common import files
from satuatap.common.acting import with_help_of
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models import Scan
from satuatap.workers.models.access import HOUSE

APPEALED = audit.verb("paper_appealed", gettext_lazy("Keberatan atas surat yang dikembalikan"))
WAIVER_ASKED = audit.verb("waiver_asked", gettext_lazy("Surat diusulkan tidak diminta"))
PAPER_OPENED = audit.verb(
    "scan_opened_for_review", gettext_lazy("Foto surat dibuka untuk pemeriksaan kedua")
)
REVIEW_GRANTED = audit.verb("review_granted", gettext_lazy("Pemeriksaan kedua: diterima"))
REVIEW_REFUSED = audit.verb("review_refused", gettext_lazy("Pemeriksaan kedua: tetap"))


@transaction.atomic
def appeal(*, by, verdict):
    """She does not accept that a paper was returned: another person looks again."""
    permissions.appeal.check(by, verdict)
    with with_help_of(HOUSE):
        step = locked(verdict.step)
        if step.reviews.filter(verdict=verdict).exists():
            raise MoveRefused(_("Keberatan atas surat ini sudah dicatat."))
        if step.reviews.filter(paper=verdict.kind, decided_at__isnull=True).exists():
            raise MoveRefused(_("Surat ini sudah ada pada petugas kedua."))
    review = Review.objects.create(
        office_id=step.office_id, step=step, kind=Review.Kind.APPEAL, paper=verdict.kind,
        verdict=verdict, first_person_id=verdict.by_id, asked_by=by,
    )  # fmt: skip
    audit.record(APPEALED, by=by, about=review, office=step.office_id, reason=verdict.kind)
    if step.status == StepStatus.RETURNED:  # else it lies there still
        with with_help_of(HOUSE):
            _show_what_waits(step)
    return review


def _show_what_waits(step) -> None:
    """Of a returned file, the desk sees just the papers on which a second person has to decide."""
    take_off_desk(step, Now())
    waiting = Review.objects.filter(step=step, kind=Review.Kind.APPEAL, decided_at__isnull=True)
    if kinds := list(waiting.values_list("paper", flat=True)):
        show_at_desk(step.application, step, kinds)


@transaction.atomic
def ask_waiver(*, by, step, kind, reason):
    """A desk asks to go on without a paper that she cannot be asked for; never by itself alone."""
    step = locked(step)
    permissions.work_on_step.check(by, step)
    if kind not in step.documents or reason not in waiver_reasons():
        raise MoveRefused(_("Pilih surat dan alasannya dari daftar."))
    if step.reviews.filter(paper=kind, decided_at__isnull=True).exists():
        raise MoveRefused(_("Surat ini sudah diajukan ke petugas kedua."))
    review = Review.objects.create(
        office_id=step.office_id, step=step, kind=Review.Kind.WAIVER, paper=kind, reason=reason,
        first_person=by, asked_by=by,
    )  # fmt: skip
    audit.record(WAIVER_ASKED, by=by, about=review, office=step.office_id, reason=kind)
    return review


@transaction.atomic
def decide_review(*, by, review, is_granted: bool, now):
    """The second person decides; she is never the one who asked or decided first."""
    with with_help_of(HOUSE):
        hold_her_files(review.step.application.worker_id)
        step = locked(review.step)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    permissions.decide_review.check(by, review)
    review.decided_by, review.decided_at, review.is_granted = by, now, is_granted
    review.save(update_fields=["decided_by", "decided_at", "is_granted"])
    audit.record(REVIEW_GRANTED if is_granted else REVIEW_REFUSED, by=by, about=review,
                 office=review.office_id, reason=review.kind)  # fmt: skip
    with with_help_of(HOUSE):
        if step.status == StepStatus.RETURNED and review.kind == Review.Kind.APPEAL:
            _show_what_waits(step)
        if is_granted:
            _carry_out(review, step, by=by, now=now)
    return review


@transaction.atomic
def open_appealed_paper(*, by, review):
    """The image on which a second person decides, and its bytes; opening is on record.

    Who decides as head of the centre sees no other image of hers, and this one only as long as
    the decision is open. The house brings it: the policies show images to desks alone.
    """
    permissions.decide_review.check(by, review)
    with with_help_of(HOUSE):
        scan = Scan.objects.get(pk=review.verdict.scan_id)
    audit.record(PAPER_OPENED, by=by, about=scan, office=review.office_id, reason=scan.kind)
    return scan, files.read(scan.file_id)


def _carry_out(review, step, *, by, now):
    """What is granted holds at once; what waited for it goes on, also in her other files."""
    mended = Step.objects.filter(pk=step.pk)
    if review.kind == Review.Kind.WAIVER:
        mended = Step.objects.filter(pk__in=_ask_no_longer(review.paper, step))
    wake_mended(mended, by=by, now=now)


def _ask_no_longer(paper, step) -> list:
    """No open step of hers asks for this paper any more: nobody asks her a second time; their ids."""
    steps = Step.objects.select_for_update(of=("self",)).select_related("application").filter(
        application__worker_id=step.application.worker_id, documents__contains=[paper],
        status__in=[StepStatus.WAITING, *OPEN_STEPS],
    ).order_by("id")  # fmt: skip
    for other in (changed := list(steps)):
        other.documents = [kind for kind in other.documents if kind != paper]
        other.save(update_fields=FIELDS)
        if other.status in (StepStatus.READY, StepStatus.HELD):  # it lies on its desk
            take_off_desk(other, Now())
            show_at_desk(other.application, other, other.documents, other.records)
    return [other.pk for other in changed]
