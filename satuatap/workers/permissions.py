"""Rules of the room."""

from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.rules import ALLOWED, Rule


@Rule
def register_worker(user, office):
    """A person is registered at an office where one may register."""
    if not user.may(Permission.REGISTER_WORKER, office=office):
        return _("Anda tidak mendaftarkan orang di kantor ini.")
    return ALLOWED


@Rule
def add_scan(user, worker):
    """Papers are scanned at the office that has the person on file."""
    if not user.may(Permission.ADD_DOCUMENT, office=worker.office_id):
        return _("Surat dipotret oleh meja depan kantor ini.")
    return ALLOWED


@Rule
def read_paper(user, scan):
    """What stands on a paper is written down by who photographs it, or the desk it lies on."""
    if user.may(Permission.ADD_DOCUMENT, office=scan.office_id):
        return ALLOWED
    if user.actor.desks.get(str(Permission.WORK_AT_DESK)):
        return ALLOWED  # an image that an officer of a desk can find lies on his desk
    return _("Nama di surat dicatat oleh loket yang memeriksanya.")


@Rule
def open_scan(user, scan):
    """An image is opened by who must read it: the placement officer, or the desk it lies on.

    The front desk adds images and does not open them. Which desk it lies on is the policy's
    matter: an image that an officer of a desk can find lies on his desk.
    """
    if user.may(Permission.READ_DOCUMENT, office=scan.office_id):
        return ALLOWED
    if user.actor.desks.get(str(Permission.READ_DOCUMENT)):
        return ALLOWED
    return _("Foto surat dibuka oleh loket yang memeriksanya.")
