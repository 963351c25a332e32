"""Verbs of the room: put a message into the queue, settle what could not be sent."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit
from satuatap.common import acting
from satuatap.notifications import channels, permissions
from satuatap.notifications.models import SENDER, WRITER, Message, Recipient, forget
from satuatap.notifications.sending import CODE
from satuatap.notifications.texts import texts
from satuatap.notifications.workflow import MessageStatus

MESSAGE_ASKED = audit.verb("message_asked", _("meminta pesan dikirim"))
MESSAGE_SETTLED = audit.verb("message_settled", _("mengurus pesan yang tidak terkirim"))
NO_CHANNEL = ("", "none")


@transaction.atomic
def tell(
    *, office, purpose: str, template: str, channel: str, address: str, about_id: UUID, now,
    by=None, service: str = "",
) -> Message | None:  # fmt: skip
    """Put a message into the queue, in the running transaction; None where no channel is chosen.

    `office` is an office or its id, `purpose` a code for which a room answers (`sending.may_send`),
    `template` the code of a text in `reference/messages/`, `about_id` what the room is asked about
    when it goes out. `by` is a person, or `service` the name of who acts. An unknown text or
    channel raises LookupError, an address that cannot be one ValidationError.
    """
    if channel in NO_CHANNEL or not address:
        return None
    channels.check_address(channel, address)
    if template not in texts() or not CODE.fullmatch(purpose):
        raise LookupError(f"there is no text {template}, or {purpose} is no purpose")
    office_id = getattr(office, "pk", office)
    message = Message(
        office_id=office_id, purpose=purpose, template=template, channel=channel, made_at=now,
        due_at=now,
    )  # fmt: skip
    to = Recipient(id=message.pk, office_id=office_id, about_id=about_id, address=address)
    with acting.with_help_of(WRITER):
        message.save(force_insert=True)
        to.save(force_insert=True)
    audit.record(MESSAGE_ASKED, by=by or service or WRITER, about=message, office=office_id,
                 reason=purpose)  # fmt: skip
    return message


@transaction.atomic
def settle_message(*, by, message: Message, now) -> Message:
    """Somebody told her in another way, or decided that it is not needed."""
    permissions.settle_message.check(by, message)
    with acting.with_help_of(SENDER):
        message = Message.objects.select_for_update().get(pk=message.pk)
        message.move_to(MessageStatus.SETTLED, now, message.reason)
        message.settled_by = by
        message.save(update_fields=["status", "ended_at", "settled_by"])
        forget([message.pk], MessageStatus.SETTLED)
    audit.record(MESSAGE_SETTLED, by=by, about=message, office=message.office_id)
    return message
