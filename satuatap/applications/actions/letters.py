"""From the last desk to her hand: the letter; and the end that she chooses herself."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.walk import (
    forget_contact,
    locked_application,
    move,
    take_off_desk,
)
from satuatap.applications.models import Application, StepEvent
from satuatap.applications.telling import tell_her
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.common.acting import with_help_of
from satuatap.letters import actions as letter_actions
from satuatap.letters.workflow import LetterStatus
from satuatap.workers.models.access import HOUSE

LETTER_HANDED_OVER = audit.verb("letter_handed_over", gettext_lazy("Surat diserahkan"))
APPLICATION_WITHDRAWN = audit.verb("application_withdrawn", gettext_lazy("Permohonan ditarik"))


@transaction.atomic
def draft_letter(*, by, application, data, now):
    """Draft the letter that the service ends with; `data` are the words of its template."""
    application = locked_application(application)
    permissions.draft_letter.check(by, application)
    letter = letter_actions.draft_letter(
        by=by, office=application.office, template=application.definition["letter"], data=data,
        purpose_words=application.service_name, reference=application, now=now,
    )  # fmt: skip
    application.letter = letter
    application.save(update_fields=["letter"])
    return letter


def letter_moved(*, letter, by, now):
    """Her letter was issued, and she is told that there is news; or it was taken back."""
    with with_help_of(HOUSE):
        waiting = Application.objects.select_for_update().filter(letter_id=letter.pk)
        application = waiting.first()
        if application is None:
            return
        is_ready = letter.status == LetterStatus.ISSUED
        application.letter_ready_at = now if is_ready else None
        application.save(update_fields=["letter_ready_at"])
    if is_ready:
        tell_her(application, now=now, by=by)


@transaction.atomic
def hand_over(*, by, application, now):
    """The issued letter is in her hand: the file ends."""
    application = locked_application(application)
    permissions.hand_over.check(by, application)
    application.move_to(ApplicationStatus.FINISHED)
    application.finished_at = now
    application.save(update_fields=["status", "finished_at", *forget_contact(application)])
    audit.record(LETTER_HANDED_OVER, by=by, about=application, office=application.office_id)
    return application


@transaction.atomic
def withdraw(*, by, application, now):
    """End an application at her wish, without a reason; what lies on desks is taken off."""
    application = locked_application(application)
    permissions.withdraw.check(by, application)
    application.move_to(ApplicationStatus.WITHDRAWN)
    application.finished_at = now
    with with_help_of(HOUSE):  # past a letter too, which the front desk does not see
        application.save(update_fields=["status", "finished_at", *forget_contact(application)])
        steps = application.steps.select_for_update(of=("self",)).select_related(
            "desk__office", "desk__refer_to_office"
        )
        for step in steps.exclude(status__in=[StepStatus.DONE, StepStatus.STOPPED]):
            step.hold_reason = ""
            move(step, StepStatus.STOPPED, StepEvent.Kind.STOPPED, by=by, now=now, runs=False)
            take_off_desk(step, now)
    audit.record(APPLICATION_WITHDRAWN, by=by, about=application, office=application.office_id)
    return application
