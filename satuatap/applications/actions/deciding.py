"""What a desk decides on papers, records of results, and notes of a talk."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.waking import hold_her_files, wake_mended
from satuatap.applications.actions.walk import FIELDS, locked
from satuatap.applications.models import Step, Verdict
from satuatap.applications.papers import PapersOfStep
from satuatap.catalogue.documents import document_kinds, return_reasons
from satuatap.common.acting import with_help_of
from satuatap.common.ids import new_id
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models import Finding
from satuatap.workers.models.access import HOUSE

PAPER_ACCEPTED = audit.verb("paper_accepted", gettext_lazy("Surat diterima"))
PAPER_RETURNED = audit.verb("paper_returned", gettext_lazy("Surat dikembalikan"))
FINDING_RECORDED = audit.verb("finding_recorded", gettext_lazy("Hasil dicatat"))


@transaction.atomic
def decide(*, by, step, scan, reason="", note=""):
    """Accept an image of a paper (no reason), or return it with a coded reason.

    Raises MoveRefused with the name of the officer who was faster.
    """
    step = locked(step)
    permissions.work_on_step.check(by, step)
    hers = scan.kind in step.documents and scan.worker_id == step.application.worker_id
    if not hers or (reason and reason not in return_reasons()):
        raise MoveRefused(_("Loket ini tidak memutuskan surat itu."))
    faster = step.verdicts.filter(scan=scan).select_related("by").first()
    if faster:
        raise MoveRefused(
            _("%(name)s sudah memutuskan surat ini. Keputusan itu yang berlaku.")
            % {"name": faster.by.full_name}
        )
    outcome = Verdict.Outcome.RETURNED if reason else Verdict.Outcome.ACCEPTED
    verdict = Verdict.objects.create(
        office_id=step.office_id, step=step, document_id=scan.document_id, scan=scan,
        kind=scan.kind, outcome=outcome, reason=reason, note=note if reason else "", by=by,
    )  # fmt: skip
    step.acts += 1
    step.save(update_fields=["acts"])
    audit.record(PAPER_RETURNED if reason else PAPER_ACCEPTED, by=by, about=scan,
                 office=step.office_id, reason=reason or scan.kind)  # fmt: skip
    return verdict


def standing_papers(step, day) -> dict[str, bool | None]:
    """Per kind of paper of this step: in order (True), returned (False), not decided (None).

    See `applications.papers` for what counts.
    """
    return PapersOfStep(step).standing(day)


@transaction.atomic
def record_finding(*, by, step, kind, outcome="", number="", issued_on=None, valid_until=None,
                   once=None):  # fmt: skip
    """Write the result of an examination or the number that the institution gave.

    Only kinds that this step records; nothing but outcome, number and dates is kept. What of
    hers waited for this paper at another desk goes on.
    """
    with with_help_of(HOUSE):
        hold_her_files(step.application.worker_id)
        step = locked(step)
    permissions.record_finding.check(by, step)
    once = once or new_id()
    if earlier := first_time(Finding, once):
        return earlier
    definition = document_kinds().get(kind)
    if definition is None or kind not in step.records:
        raise MoveRefused(_("Loket ini tidak mencatat hasil surat itu."))
    if outcome and outcome not in definition.outcomes:
        raise MoveRefused(_("Pilih salah satu hasil dari daftar."))
    finding = Finding.objects.create(
        id=once, office_id=step.office_id, worker_id=step.application.worker_id, kind=kind,
        outcome=outcome, number=number or None, issued_on=issued_on, valid_until=valid_until,
        recorded_by=by,
    )  # fmt: skip
    step.acts += 1
    with with_help_of(HOUSE):
        step.save(update_fields=["acts"])
    audit.record(FINDING_RECORDED, by=by, about=finding, office=step.office_id, reason=kind)
    hers = Step.objects.filter(application__worker_id=finding.worker_id, documents__contains=[kind])
    wake_mended(hers, by=by, now=finding.recorded_at)
    return finding


@transaction.atomic
def note_interview(*, by, step, held_alone: bool):
    """The talk took place: kept is only whether she was alone, nothing of what was said."""
    step = locked(step)
    permissions.work_on_step.check(by, step)
    step.held_alone = held_alone
    step.acts += 1
    step.save(update_fields=FIELDS)
    return step
