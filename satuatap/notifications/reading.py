"""What the head's screen asks beside the messages themselves."""

from uuid import UUID

from satuatap.common.acting import with_help_of
from satuatap.notifications.models import SENDER, Message, Recipient


def what_they_are_about(tasks: list[Message]) -> dict[UUID, UUID]:
    """Message to what it is about, for messages of the own office that a person has to settle.

    The rows are the sender's; only messages that the acting person has read lead to theirs.
    """
    with with_help_of(SENDER):
        rows = Recipient.objects.filter(pk__in=[task.pk for task in tasks])
        return dict(rows.values_list("pk", "about_id"))
