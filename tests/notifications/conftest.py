"""Messages about Siti, who chose e-mail, and the mail server of her office."""

import datetime
import uuid

import pytest

from satuatap.common import acting
from satuatap.common.acting import service_actor
from satuatap.common.rules import ALLOWED
from satuatap.notifications import actions, sending
from satuatap.notifications.models import SENDER, Message, Recipient
from satuatap.places.models import Office
from tests.conftest import owner_at_work
from tests.notifications.mail_server import a_mail_server

NOW = datetime.datetime(2026, 11, 24, 3, 5, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
PURPOSE, TEXT, ADDRESS = "next_step", "kabar_umum", "siti@contoh.id"


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def wait(self, **how):
        self.now += datetime.timedelta(**how)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def answers(monkeypatch):
    """Who answers for which purpose; at first Siti still wants to be told."""
    registered = {PURPOSE: sending.Purpose(lambda asked: ALLOWED, "langkah berikutnya")}
    monkeypatch.setattr(sending, "_purposes", registered)
    return registered


@pytest.fixture
def mail(settings):
    """The office's mail server."""
    with a_mail_server() as server:
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", server.port
        settings.SMTP_SECURITY, settings.SMTP_FROM = "none", "Kabar <kabar@ltsa.contoh.go.id>"
        yield server


def told(address=ADDRESS, now=NOW, office="ltsa-contoh", about=None, **changes):
    """A message to Siti, as a room asks for it."""
    words = {"purpose": PURPOSE, "template": TEXT, "channel": "email"} | changes
    with acting.acting_as(service_actor("tracking")):
        return actions.tell(
            office=Office.objects.get(code=office), address=address, now=now,
            about_id=about or uuid.uuid4(), service="tracking", **words,
        )  # fmt: skip


def now_of(message):
    """The message as it is now, and whether its address is still there."""
    with owner_at_work():
        row = Message.objects.get(pk=message.pk)
        return row, Recipient.objects.filter(pk=message.pk, address__isnull=False).exists()


def state(message):
    """Status, reason, and whether the address is still there."""
    row, has_address = now_of(message)
    return str(row.status), row.reason, has_address


def as_sender():
    """A block in which the sender reads."""
    return acting.acting_as(service_actor(SENDER))
