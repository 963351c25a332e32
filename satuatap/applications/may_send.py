"""Does she still want to be told? Asked when a message is about to go out."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.applications.models import Application
from satuatap.applications.telling import MOVED
from satuatap.applications.workflow import ApplicationStatus
from satuatap.common.acting import with_help_of
from satuatap.common.rules import ALLOWED
from satuatap.notifications.models import Message, Recipient
from satuatap.notifications.sending import Asked, may_send
from satuatap.workers.models.access import HOUSE


def _page_of(application_id) -> str:
    return reverse("applications:application", args=[application_id])


RUNNING = (ApplicationStatus.OPEN, ApplicationStatus.LETTER)


@may_send(MOVED, words=_("ada kabar tentang permohonan"), link=_page_of)
def still_wanted(asked: Asked):
    """ALLOWED while her application runs and she is told where she said; else a code why not.

    The message that it is finished goes out too, although her address is erased at that moment.
    """
    with with_help_of(HOUSE):
        fields = ("status", "channel", "contact", "finished_at", "letter")
        hers = Application.objects.only(*fields).filter(pk=asked.about_id).first()
    if hers and _tells_the_end(hers, asked):
        return ALLOWED
    if hers is None or hers.status not in RUNNING:
        return "application_ended"
    if hers.channel != asked.channel:
        return "not_wanted"
    return ALLOWED if _addresses(asked) <= {hers.contact} else "address_changed"


def _tells_the_end(hers: Application, asked: Asked) -> bool:
    """Is this the message that a service without a letter is finished?"""
    ended = hers.status == ApplicationStatus.FINISHED and hers.letter_id is None
    return ended and asked.made_at == hers.finished_at


def _addresses(asked: Asked) -> set[str | None]:
    """Where the messages of this moment about her application would go."""
    same = Message.objects.filter(purpose=asked.purpose, made_at=asked.made_at)
    to = Recipient.objects.filter(about_id=asked.about_id, pk__in=same.values("pk"))
    return {recipient.address for recipient in to}
