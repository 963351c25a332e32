"""Verbs of the room: open, decide, finish, return, bring back, hand over, withdraw."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.codes import LENGTH
from satuatap.applications.models import Application, Step, Verdict
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.catalogue.documents import return_reasons
from satuatap.common.acting import with_help_of
from satuatap.common.codes import new_code
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions as letter_actions
from satuatap.workers.models import DeskAccess, Scan, Worker
from satuatap.workers.models.access import HOUSE

APPLICATION_OPENED = audit.verb("application_opened", gettext_lazy("Permohonan dibuka"))
PAPER_ACCEPTED = audit.verb("paper_accepted", gettext_lazy("Surat diterima"))
PAPER_RETURNED = audit.verb("paper_returned", gettext_lazy("Surat dikembalikan"))
STEP_FINISHED = audit.verb("step_finished", gettext_lazy("Langkah diselesaikan"))
STEP_RETURNED = audit.verb("step_returned", gettext_lazy("Langkah dikembalikan ke pemohon"))
STEP_BROUGHT_BACK = audit.verb("step_brought_back", gettext_lazy("Berkas kembali ke loket"))
LETTER_HANDED_OVER = audit.verb("letter_handed_over", gettext_lazy("Surat diserahkan"))
APPLICATION_WITHDRAWN = audit.verb("application_withdrawn", gettext_lazy("Permohonan ditarik"))


@transaction.atomic
def open_application(*, by, once, worker, service, now):
    """Start a service for a person: steps copied from the catalogue, the first ones at their desks.

    `service` is a `catalogue.services.Service`. Raises MoveRefused when the same service is
    already running for her, or when the office lacks a desk that it needs.
    """
    permissions.open_application.check(by, worker)
    if earlier := first_time(Application, once):
        return earlier
    # two desks that open the same service in the same second wait for each other
    Worker.objects.select_for_update(no_key=True).get(pk=worker.pk)
    if worker.applications.running().filter(service=service.code).exists():
        raise MoveRefused(_("Permohonan yang sama masih berjalan. Lanjutkan yang itu."))
    desks = {desk.institution: desk for desk in worker.office.desks.all()}
    if missing := [step.desk for step in service.steps if step.desk not in desks]:
        raise MoveRefused(
            _("Kantor ini belum memiliki loket %(desk)s.") % {"desk": ", ".join(missing)}
        )
    application = Application(
        id=once, office_id=worker.office_id, worker=worker, service=service.code,
        definition=service.as_copy(), code=new_code(LENGTH), opened_by=by,
    )  # fmt: skip
    application.save(force_insert=True)
    Step.objects.bulk_create(_steps(application, service, desks))
    audit.record(APPLICATION_OPENED, by=by, about=application, office=worker.office_id,
                 reason=service.code)  # fmt: skip
    wake_waiting_steps(application, now)
    return application


def _steps(application, service, desks):
    for position, step in enumerate(service.steps):
        yield Step(
            office_id=application.office_id, application=application, desk=desks[step.desk],
            position=position, code=step.code, title=step.title,
            documents=list(step.documents), after=list(step.after),
        )  # fmt: skip


def wake_waiting_steps(application, now):
    """Put each step at its desk whose earlier steps are done; after the last, ask for the letter."""
    with with_help_of(HOUSE):
        steps = list(application.steps.select_for_update().order_by("position"))
        done = {step.code for step in steps if step.status == StepStatus.DONE}
        for step in steps:
            if step.status == StepStatus.WAITING and done.issuperset(step.after):
                _put_on_desk(application, step, now)
        if len(done) == len(steps):
            has_letter = bool(application.definition["letter"])
            application.move_to(
                ApplicationStatus.LETTER if has_letter else ApplicationStatus.FINISHED
            )
            application.finished_at = None if has_letter else now
            application.save(update_fields=["status", "finished_at"])


def _put_on_desk(application, step, now):
    step.move_to(StepStatus.READY)
    step.ready_at = now
    step.save(update_fields=["status", "ready_at"])
    DeskAccess.objects.create(
        office_id=application.office_id, desk_id=step.desk_id, worker_id=application.worker_id,
        file_id=application.pk, step_id=step.pk, kinds=step.documents,
    )  # fmt: skip


def _take_off_desk(step, now):
    DeskAccess.objects.filter(step_id=step.pk, ended_at__isnull=True).update(ended_at=now)


def _locked(step):
    """The step as it is now, held until the end of the write: the second officer waits here.

    Locked first and read again then: a join read while waiting would be from before. Every
    verb holds the application before its steps, so that no two wait for each other.
    """
    with with_help_of(HOUSE):
        Application.objects.select_for_update().get(pk=step.application_id)
    Step.objects.select_for_update().get(pk=step.pk)
    return Step.objects.select_related("desk", "done_by").get(pk=step.pk)


@transaction.atomic
def decide(*, by, step, scan, reason="", note=""):
    """Accept an image of a paper (no reason), or return it with a coded reason.

    Raises MoveRefused with the name of the officer who was faster.
    """
    step = _locked(step)
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
    audit.record(PAPER_RETURNED if reason else PAPER_ACCEPTED, by=by, about=scan,
                 office=step.office_id, reason=reason or scan.kind)  # fmt: skip
    return verdict


def standing_verdicts(step) -> dict[str, Verdict | None]:
    """Per kind of paper of this step, the verdict on its newest image (None: not decided)."""
    newest = {}
    for scan in Scan.objects.filter(
        worker_id=step.application.worker_id, kind__in=step.documents
    ).order_by("added_at", "id"):
        newest[scan.kind] = scan
    given = {verdict.scan_id: verdict for verdict in step.verdicts.select_related("by")}
    return {kind: given.get(newest[kind].pk) if kind in newest else None for kind in step.documents}


@transaction.atomic
def finish_step(*, by, step, now):
    """Close one desk's part and wake the steps that waited for it."""
    step = _locked(step)
    permissions.work_on_step.check(by, step)
    if not all(verdict and verdict.is_accepted for verdict in standing_verdicts(step).values()):
        raise MoveRefused(
            _("Belum semua surat diterima. Terima atau kembalikan setiap surat dahulu.")
        )
    step.move_to(StepStatus.DONE)
    step.done_by, step.done_at = by, now
    step.save(update_fields=["status", "done_by", "done_at"])
    audit.record(STEP_FINISHED, by=by, about=step, office=step.office_id)
    with with_help_of(HOUSE):
        _take_off_desk(step, now)
        application = Application.objects.get(pk=step.application_id)
    wake_waiting_steps(application, now)
    return step


@transaction.atomic
def return_step(*, by, step, now):
    """Tell her which papers to mend; the desk has nothing to do until a fresh image comes."""
    step = _locked(step)
    permissions.work_on_step.check(by, step)
    verdicts = standing_verdicts(step).values()
    if not any(verdict and not verdict.is_accepted for verdict in verdicts):
        raise MoveRefused(_("Belum ada surat yang dikembalikan. Pilih surat dan alasannya dahulu."))
    step.move_to(StepStatus.RETURNED)
    step.save(update_fields=["status"])
    audit.record(STEP_RETURNED, by=by, about=step, office=step.office_id)
    with with_help_of(HOUSE):
        _take_off_desk(step, now)
    return step


def bring_back_to_desk(*, by, scan):
    """A fresh image of a returned paper puts her file back on the desks that returned it."""
    with with_help_of(HOUSE):
        returned = Verdict.objects.filter(
            kind=scan.kind, outcome=Verdict.Outcome.RETURNED, step=OuterRef("pk")
        )
        waiting = Step.objects.select_for_update().filter(
            Exists(returned), application__worker_id=scan.worker_id, status=StepStatus.RETURNED
        )
        for step in waiting:
            _put_on_desk(step.application, step, scan.added_at)
            audit.record(STEP_BROUGHT_BACK, by=by, about=step, office=step.office_id)


@transaction.atomic
def draft_letter(*, by, application, data, now):
    """Draft the letter that the service ends with; `data` are the words of its template."""
    application = _locked_application(application)
    permissions.draft_letter.check(by, application)
    letter = letter_actions.draft_letter(
        by=by, office=application.office, template=application.definition["letter"], data=data,
        purpose_words=application.service_name, reference=application, now=now,
    )  # fmt: skip
    application.letter = letter
    application.save(update_fields=["letter"])
    return letter


def _locked_application(application):
    Application.objects.select_for_update().get(pk=application.pk)
    return Application.objects.select_related("letter", "office").get(pk=application.pk)


@transaction.atomic
def hand_over(*, by, application, now):
    """The issued letter is in her hand: the file ends."""
    application = _locked_application(application)
    permissions.hand_over.check(by, application)
    application.move_to(ApplicationStatus.FINISHED)
    application.finished_at = now
    application.save(update_fields=["status", "finished_at"])
    audit.record(LETTER_HANDED_OVER, by=by, about=application, office=application.office_id)
    return application


@transaction.atomic
def withdraw(*, by, application, now):
    """End an application at her wish, without a reason; what lies on desks is taken off."""
    application = _locked_application(application)
    permissions.withdraw.check(by, application)
    application.move_to(ApplicationStatus.WITHDRAWN)
    application.finished_at = now
    with with_help_of(HOUSE):  # past a letter too, which the front desk does not see
        application.save(update_fields=["status", "finished_at"])
        for step in application.steps.select_for_update().exclude(
            status__in=[StepStatus.DONE, StepStatus.STOPPED]
        ):
            step.move_to(StepStatus.STOPPED)
            step.save(update_fields=["status"])
            _take_off_desk(step, now)
    audit.record(APPLICATION_WITHDRAWN, by=by, about=application, office=application.office_id)
    return application
