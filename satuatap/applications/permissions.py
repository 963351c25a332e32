"""Rules of the room."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.common.rules import ALLOWED, Rule
from satuatap.letters.workflow import LetterStatus


@Rule
def open_application(user, worker):
    """A service is opened at the office that has the person on file."""
    if not user.may(Permission.OPEN_APPLICATION, office=worker.office_id):
        return _("Permohonan dibuka oleh meja depan kantor ini.")
    return ALLOWED


@Rule
def work_on_step(user, step):
    """A desk decides only on what lies on its own table."""
    if not user.may(Permission.WORK_AT_DESK, desk=step.desk):
        return _("Berkas ini ada di loket lain.")
    if step.status == StepStatus.DONE:
        return _("%(name)s sudah menyelesaikan bagian loket ini.") % {
            "name": step.done_by.full_name
        }
    if step.status != StepStatus.READY:
        return _("Langkah ini tidak sedang di loket: %(status)s.") % {
            "status": step.get_status_display().lower()
        }
    return ALLOWED


@Rule
def draft_letter(user, application):
    """The letter is drafted when every desk has finished, once."""
    if not user.may(Permission.DRAFT_LETTER, office=application.office_id):
        return _("Surat disusun oleh pengantar kerja.")
    if application.status != ApplicationStatus.LETTER:
        return _("Surat disusun setelah semua loket selesai.")
    if application.letter_id and not application.letter.is_cancelled:
        return _("Surat sudah disusun.")
    return ALLOWED


@Rule
def hand_over(user, application):
    """The file ends when the issued letter is in her hand."""
    mine = application.office_id
    if not (user.may(Permission.OPEN_APPLICATION, office=mine)
            and user.may(Permission.READ_LETTER, office=mine)):  # fmt: skip
        return _("Surat diserahkan oleh pengantar kerja kantor ini.")
    if application.status != ApplicationStatus.LETTER:
        return _("Permohonan ini belum sampai ke surat.")
    if not application.letter_id or application.letter.status != LetterStatus.ISSUED:
        return _("Surat belum diterbitkan.")
    return ALLOWED


@Rule
def withdraw(user, application):
    """She may end her application at any time; nobody asks her why."""
    if not user.may(Permission.OPEN_APPLICATION, office=application.office_id):
        return _("Permohonan ditarik di meja depan kantor ini.")
    if application.status not in (ApplicationStatus.OPEN, ApplicationStatus.LETTER):
        return _("Permohonan ini sudah selesai.")
    return ALLOWED
