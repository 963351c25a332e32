"""Her code and how she wants to be told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.walk import locked_application
from satuatap.applications.codes import LENGTH
from satuatap.applications.models import Application
from satuatap.common.acting import with_help_of
from satuatap.common.codes import new_code
from satuatap.common.workflow import MoveRefused
from satuatap.notifications import channels
from satuatap.workers.models.access import HOUSE

CODE_REPLACED = audit.verb("code_replaced", gettext_lazy("Kode diganti"))
CHANNEL_CHOSEN = audit.verb("channel_chosen", gettext_lazy("Cara dikabari diubah"))


@transaction.atomic
def replace_code(*, by, application):
    """Give her a fresh code; the old one answers from now on like one that never was."""
    permissions.replace_code.check(by, application)
    if not Application.objects.filter(pk=application.pk).exists():  # as far as she herself sees
        raise PermissionDenied(_("Berkas ini ada di loket lain."))
    with with_help_of(HOUSE):
        application = locked_application(application)
        application.code = new_code(LENGTH)
        application.save(update_fields=["code", "code_hash"])
    audit.record(CODE_REPLACED, by=by, about=application, office=application.office_id)
    return application


@transaction.atomic
def choose_channel(*, by, application, channel="", contact=""):
    """How she wants to be told that something moved; nothing chosen means no message at all."""
    application = locked_application(application)
    permissions.choose_channel.check(by, application)
    if application.finished_at:
        raise MoveRefused(_("Permohonan ini sudah selesai."))
    if channel:
        channels.check_address(channel, contact)
    application.channel, application.contact = channel, contact if channel else None
    application.save(update_fields=["channel", "contact"])
    audit.record(CHANNEL_CHOSEN, by=by, about=application, office=application.office_id,
                 reason=channel or "none")  # fmt: skip
    return application
