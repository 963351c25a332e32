"""A long queue costs no more than a short one: what is due is reached by its index."""

import pytest
from django.db import connection

from satuatap.common.acting import service_actor
from satuatap.notifications.models import SENDER, Message
from tests.notifications.conftest import NOW, told
from tests.wall.test_explain import assert_by_index, plan_of

pytestmark = pytest.mark.both_worlds


def test_what_is_due_is_found_by_its_index(db, as_owner):
    told()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_message (id, office_id, purpose, template, channel, status,"
            " reason, attempts, made_at, due_at, ended_at) SELECT gen_random_uuid(), office_id,"
            " purpose, template, channel, 'sent', '', 1, made_at, due_at, made_at"
            " FROM notifications_message, generate_series(1, 5000)"
        )
        cursor.execute("ANALYZE notifications_message")
    sender = service_actor(SENDER)
    due = Message.objects.filter(status="waiting", due_at__lte=NOW, channel__in=["email"])
    lost = Message.objects.filter(status="sending", taken_at__lt=NOW)

    rows = due.order_by("due_at", "pk")[:1]
    assert_by_index(plan_of(rows, sender), "notifications_message", "messages_due")
    assert_by_index(plan_of(lost, sender), "notifications_message", "messages_on_the_way")
