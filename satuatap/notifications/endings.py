"""A message that was handed over is not handed over again from an older backup."""

from datetime import UTC, datetime

from satuatap.common import endings
from satuatap.notifications.models import Message, Recipient
from satuatap.notifications.workflow import OPEN, MessageStatus

MESSAGE_TAKEN = "message_taken"


def note_taken(message: Message) -> None:
    """Note in the journal that this message, by its random id, was taken for sending."""
    endings.note(MESSAGE_TAKEN, message.pk)


@endings.register(MESSAGE_TAKEN)
def do_not_send_again(message_id: str) -> None:
    """What the backup still holds as waiting may have been sent since: a person decides."""
    Message.objects.filter(pk=message_id, status__in=OPEN).update(
        status=MessageStatus.UNKNOWN, reason="restored", ended_at=datetime.now(UTC)
    )
    Recipient.objects.filter(pk=message_id).delete()
