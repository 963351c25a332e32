"""Rules of the room: who may write, approve, sign, issue and cancel a letter."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.rules import ALLOWED, Rule


@Rule
def draft_letter(user, office):
    """Whoever writes letters of this office."""
    if not user.may(Permission.DRAFT_LETTER, office=office):
        return _("Menyusun surat kantor ini adalah tugas pengantar kerja di kantor itu.")
    return ALLOWED


@Rule
def correct_draft(user, letter):
    """Whoever writes letters of its office."""
    return draft_letter.decide(user, letter.office_id)


@Rule
def approve_letter(user, letter):
    """Two people stand behind a letter: who wrote on it never approves it."""
    if not user.may(Permission.APPROVE_LETTER, office=letter.office_id):
        return _("Menyetujui surat adalah tugas kepala layanan di kantor ini.")
    if letter.was_written_by(user):
        return _("Anda ikut menyusun surat ini. Orang lain yang menyetujuinya.")
    return ALLOWED


@Rule
def sign_letter(user, letter):
    """Only she whose name stands under the letter."""
    if not user.may(Permission.SIGN_LETTER, office=letter.office_id):
        return _("Menandatangani surat adalah tugas kepala layanan di kantor ini.")
    if letter.signer_id is None:
        return _("Surat ini masih konsep. Setujui dahulu.")
    if letter.signer_id != user.pk:
        return _("Surat ini memuat nama %(name)s sebagai penanda tangan.") % {"name": letter.signer}
    return ALLOWED


@Rule
def issue_letter(user, letter):
    """Whoever writes or signs letters of its office hands it over."""
    office = letter.office_id
    if user.may(Permission.DRAFT_LETTER, office=office):
        return ALLOWED
    if user.may(Permission.SIGN_LETTER, office=office):
        return ALLOWED
    return _("Menerbitkan surat adalah tugas pengantar kerja atau kepala layanan di kantor ini.")


@Rule
def cancel_letter(user, letter):
    """Whoever may approve or sign may also take back."""
    office = letter.office_id
    if user.may(Permission.APPROVE_LETTER, office=office):
        return ALLOWED
    if user.may(Permission.SIGN_LETTER, office=office):
        return ALLOWED
    return _("Membatalkan surat adalah tugas kepala layanan di kantor ini.")


@Rule
def discard_draft(user, letter):
    """Whoever writes letters of its office."""
    return draft_letter.decide(user, letter.office_id)
