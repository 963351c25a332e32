"""That something moved, told to her only if she chose how; the message says nothing else."""

from uuid import UUID

from satuatap.applications.models import Application
from satuatap.common.acting import with_help_of
from satuatap.notifications import actions as messages
from satuatap.notifications.models import Message
from satuatap.workers.models.access import HOUSE

MOVED = "application_moved"
NEWS = "ada_kabar"  # no name, no service, no hour: whoever reads along learns nothing


def tell_her(application: Application | UUID, *, now, by=None) -> Message | None:
    """Put “there is news” into the queue; None, and no trace, where she chose no channel.

    `application` is one or its id: channel and contact are read as they are at this moment.
    """
    application_id = application.pk if isinstance(application, Application) else application
    with with_help_of(HOUSE):
        hers = Application.objects.only("office_id", "channel", "contact").get(pk=application_id)
    if not hers.channel or not hers.contact:
        return None
    return messages.tell(
        office=hers.office_id, purpose=MOVED, template=NEWS, channel=hers.channel,
        address=hers.contact, about_id=application_id, now=now, by=by,
    )  # fmt: skip
