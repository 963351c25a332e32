"""Rules of the room."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.applications.models.steps import OPEN_STEPS
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.common.rules import ALLOWED, Rule
from satuatap.letters.workflow import LetterStatus
from satuatap.places.models.desks import Presence


@Rule
def open_application(user, worker):
    """A service is opened at the office that has the person on file."""
    if not user.may(Permission.OPEN_APPLICATION, office=worker.office_id):
        return _("Permohonan dibuka oleh meja depan kantor ini.")
    return ALLOWED


@Rule
def see_readiness(user, worker):
    """All her papers at one glance are for who reads files of the whole office, not for a desk."""
    if not user.may(Permission.READ_APPLICATION, office=worker.office_id):
        return _("Kesiapan berangkat dibaca meja depan, pengantar kerja, dan kepala layanan.")
    return ALLOWED


@Rule
def work_on_step(user, step):
    """A desk decides only on what lies on its own table."""
    if not user.may(Permission.WORK_AT_DESK, desk=step.desk):
        return _("Berkas ini ada di loket lain.")
    return _why_not_at_the_desk(step, user)


def _why_not_at_the_desk(step, user, *, whoever_has_it=False):
    """What stands against working on this step now, whoever works on it."""
    if step.status == StepStatus.DONE:
        return _("%(name)s sudah menyelesaikan bagian loket ini.") % {
            "name": step.done_by.full_name
        }
    if step.status != StepStatus.READY:
        return _("Langkah ini tidak sedang di loket: %(status)s.") % {
            "status": step.get_status_display().lower()
        }
    if step.is_suspended:
        return _("Tujuan permohonan ini sedang ditutup. Berkas menunggu sampai dibuka lagi.")
    if step.assigned_to_id and step.assigned_to_id != user.pk and not whoever_has_it:
        return _("Berkas ini dikerjakan %(name)s. Ambil alih dahulu bila ia tidak di tempat.") % {
            "name": step.assigned_to.full_name
        }
    return ALLOWED


@Rule
def resume_step(user, step):
    """What a desk has put aside, the desk takes up again, or who works for it while it is away."""
    if not user.may(Permission.WORK_AT_DESK, desk=step.desk):
        why_not = _why_not_in_its_place(user, step)
        if why_not is not ALLOWED:
            return why_not
    if step.status != StepStatus.HELD:
        return _("Berkas ini tidak sedang ditunda.")
    if step.is_suspended:
        return _("Tujuan permohonan ini sedang ditutup. Berkas menunggu sampai dibuka lagi.")
    return ALLOWED


@Rule
def hand_step(user, step):
    """Any officer of the desk hands a file on, or takes over what a colleague who is away began."""
    if not user.may(Permission.WORK_AT_DESK, desk=step.desk):
        return _("Berkas ini ada di loket lain.")
    return _why_not_at_the_desk(step, user, whoever_has_it=True)


@Rule
def be_handed(user, step):
    """A file is handed to somebody who works at the same desk."""
    if not user.may(Permission.WORK_AT_DESK, desk=step.desk):
        return _("%(name)s tidak bertugas di loket ini.") % {"name": user.full_name}
    return ALLOWED


@Rule
def record_finding(user, step):
    """Results are written by the desk that they lie on, or for an institution that is not here."""
    if user.may(Permission.WORK_AT_DESK, desk=step.desk):
        return _why_not_at_the_desk(step, user)
    return _why_not_for_the_absent(user, step)


@Rule
def close_absent_step(user, step):
    """The placement officer closes a step for an institution that does not sit here today."""
    return _why_not_for_the_absent(user, step)


def _why_not_for_the_absent(user, step):
    """What an officer of the institution took for himself is closed too: he is not here."""
    why_not = _why_not_in_its_place(user, step)
    if why_not is not ALLOWED:
        return why_not
    return _why_not_at_the_desk(step, user, whoever_has_it=True)


def _why_not_in_its_place(user, step):
    if not user.may(Permission.CLOSE_ABSENT_STEP, office=step.office_id):
        return _("Berkas ini ada di loket lain.")
    if step.desk.presence == Presence.PRESENT:
        return _("Lembaga ini ada di kantor. Loketnya yang menyelesaikan langkah ini.")
    return ALLOWED


@Rule
def open_paper(user, step):
    """The paper of an absent institution is read by who may read papers of the office."""
    if step.paper_file is None:
        return _("Langkah ini tidak ditutup dengan surat.")
    if not user.may(Permission.READ_DOCUMENT, office=step.office_id):
        return _("Surat lembaga dibuka oleh pengantar kerja.")
    return ALLOWED


@Rule
def appeal(user, verdict):
    """She appeals at the front desk; while the paper is still the returned one."""
    if not user.may(Permission.OPEN_APPLICATION, office=verdict.office_id):
        return _("Keberatan dicatat di meja depan kantor ini.")
    if verdict.is_accepted:
        return _("Surat ini sudah diterima.")
    return ALLOWED


@Rule
def decide_review(user, review):
    """Another person than the first one decides, at the same desk or as head of the centre."""
    office, desk = review.office_id, review.step.desk
    may = user.may(Permission.DECIDE_REVIEW, office=office)
    if not may and not user.may(Permission.DECIDE_REVIEW, desk=desk):
        return _("Pemeriksaan kedua dilakukan loket yang sama atau kepala layanan.")
    if review.decided_at:
        return _("%(name)s sudah memutuskan.") % {"name": review.decided_by.full_name}
    if review.step.status not in OPEN_STEPS:
        return _("Langkah ini sudah berakhir. Tidak ada lagi yang perlu diputuskan.")
    if user.pk in (review.first_person_id, review.asked_by_id):
        return _("Pemeriksaan kedua dilakukan orang lain, bukan Anda.")
    return ALLOWED


@Rule
def replace_code(user, application):
    """A lost code is replaced at any counter of the office that works on the file."""
    if user.may(Permission.OPEN_APPLICATION, office=application.office_id):
        return ALLOWED
    if user.actor.desks.get(str(Permission.WORK_AT_DESK)):
        return ALLOWED  # a file that an officer of a desk can find lies on his desk
    return _("Kode diganti di kantor yang mengerjakan permohonan.")


@Rule
def choose_channel(user, application):
    """How she is told is noted where she says it."""
    if not user.may(Permission.OPEN_APPLICATION, office=application.office_id):
        return _("Cara dikabari dicatat di meja depan kantor ini.")
    return ALLOWED


@Rule
def switch_service(user, office):
    """The head of the centre says what the office offers."""
    if not user.may(Permission.SWITCH_SERVICE, office=office):
        return _("Layanan dibuka atau ditutup oleh kepala layanan kantor ini.")
    return ALLOWED


@Rule
def check_settlement(user, application):
    """Money and debt are asked by who talks with her."""
    if not user.may(Permission.OPEN_APPLICATION, office=application.office_id):
        return _("Ini ditanyakan oleh meja depan atau pengantar kerja kantor ini.")
    return ALLOWED


@Rule
def draft_letter(user, application):
    """The letter is drafted when every desk has finished, once."""
    if not user.may(Permission.DRAFT_LETTER, office=application.office_id):
        return _("Surat disusun oleh pengantar kerja.")
    if application.status != ApplicationStatus.LETTER:
        return _("Surat disusun setelah semua loket selesai.")
    if application.stopped_by_id:
        return _("Tujuan permohonan ini sedang ditutup. Berkas menunggu sampai dibuka lagi.")
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
