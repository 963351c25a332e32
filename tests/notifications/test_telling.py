"""Rooms ask for messages; who chose nothing gets nothing and leaves no trace."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from satuatap.accounts.models import AuditEntry
from satuatap.common import acting
from satuatap.common.acting import service_actor
from satuatap.notifications.models import Message, Recipient
from tests.notifications.conftest import ADDRESS, as_sender, state, told

pytestmark = pytest.mark.both_worlds


@pytest.mark.parametrize(("channel", "address"), [
    ("", ADDRESS), ("none", ADDRESS), ("email", ""), ("none", ""),
])  # fmt: skip
def test_without_a_chosen_channel_nothing_is_written(db, as_owner, channel, address):
    with as_owner():
        before = AuditEntry.objects.count()

    assert told(address, channel=channel) is None

    with as_owner():
        assert not Message.objects.exists() and not Recipient.objects.exists()
        assert AuditEntry.objects.count() == before


def test_the_address_lies_sealed_and_apart_from_the_message(db, as_owner):
    message = told()

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notifications_recipient")
        assert ADDRESS.encode() not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT * FROM notifications_message")
        assert ADDRESS not in str(cursor.fetchall())
    with as_sender():
        assert Recipient.objects.get(pk=message.pk).address == ADDRESS


def test_a_message_ends_with_the_transaction_that_asked_for_it(db, as_owner):
    with pytest.raises(RuntimeError), acting.acting_as(service_actor("tracking")):
        told()
        raise RuntimeError("what happened did not happen")

    with as_owner():
        assert not Message.objects.exists()


def test_asking_leaves_a_trace_that_names_the_purpose_and_nobody(db, as_owner):
    message = told(about=uuid.uuid4())

    with as_owner():
        entry = AuditEntry.objects.get(verb="message_asked")
    assert (entry.service, entry.reason, entry.about_id) == (
        "tracking",
        "next_step",
        str(message.pk),
    )


@pytest.mark.parametrize("address", [
    "siti", "siti@", "siti@contoh.id\nBcc: lain@contoh.id", "a@b.id, c@d.id", f"{'a' * 250}@b.id",
])  # fmt: skip
def test_what_is_no_address_is_refused(db, address):
    with pytest.raises(ValidationError):
        told(address)


@pytest.mark.parametrize("changes", [
    {"template": "siti_terlambat"}, {"channel": "merpati"}, {"purpose": "Siti Aminah hamil"},
])  # fmt: skip
def test_unknown_texts_channels_and_purposes_are_refused(db, changes):
    with pytest.raises(LookupError):
        told(**changes)


def test_a_message_waits_with_its_address(db):
    assert state(told()) == ("waiting", "", True)
