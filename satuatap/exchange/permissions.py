"""Rules of the room."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.rules import ALLOWED, Rule


@Rule
def copy_out(user, office_id):
    """Outside systems are worked by the front desk and the placement officer of the office."""
    if not user.may(Permission.COPY_OUT, office=office_id):
        return _("Sistem luar dikerjakan meja depan atau pengantar kerja kantor ini.")
    return ALLOWED
