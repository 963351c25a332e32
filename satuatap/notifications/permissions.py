"""Rules of the room."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.rules import ALLOWED, Rule


@Rule
def settle_message(user, message):
    """The head of the office settles by other means what could not be sent."""
    if not user.may(Permission.OVERSEE, office=message.office_id):
        return _("Pesan yang tidak terkirim diurus oleh kepala layanan kantor itu.")
    return ALLOWED
