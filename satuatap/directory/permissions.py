"""Rules of the room: who writes into the directory, and who compares."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.rules import ALLOWED, Rule


@Rule
def keep(user, office):
    """Agencies and job orders are kept at the own office."""
    if not user.may(Permission.KEEP_DIRECTORY, office=office):
        return _("Daftar P3MI kantor ini ditulis oleh pengantar kerja dan kepala layanan.")
    return ALLOWED


@Rule
def correct(user, entry):
    """Whoever keeps the directory of its office."""
    return keep.decide(user, entry.office_id)


@Rule
def check(user, entry):
    """Two people stand behind an entry: who wrote on it never compares it."""
    if (answer := keep.decide(user, entry.office_id)) is not ALLOWED:
        return answer
    if entry.was_written_by(user):
        return _("Anda ikut menulis isian ini. Orang lain yang mencocokkannya dengan sumber.")
    return ALLOWED
