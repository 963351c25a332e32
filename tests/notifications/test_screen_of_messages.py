"""The head sees how many messages stand where, never to whom one goes."""

import uuid

import pytest
from django.db import connection

from satuatap.common import acting
from satuatap.common.rules import ALLOWED
from satuatap.notifications import sending
from satuatap.notifications.models import Recipient
from satuatap.notifications.sweep import sweep as send
from tests.centre import act, browser, somebody, text_of
from tests.conftest import owner_at_work
from tests.notifications.conftest import ADDRESS, PURPOSE, state, told
from tests.notifications.mail_server import HANG_UP

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def endang(db):
    return somebody("endang")


@pytest.fixture
def lost(answers, mail, clock):
    """A message of which nobody knows whether it was sent."""
    mail.behave(DOT=HANG_UP)
    message = told()
    send(clock)
    return message


def test_the_head_reads_counts_and_tasks_and_no_address(endang, lost):
    waiting = told()
    page = text_of(browser(endang).get("/pemberitahuan/"))

    assert "langkah berikutnya" in page
    assert "tidak diketahui sampai atau tidak" in page
    assert ADDRESS not in page
    act(endang)
    assert not Recipient.objects.exists()
    with acting.acting_as(endang.actor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_recipient")
        assert cursor.fetchone() == (0,)
    assert state(waiting)[2]


def test_a_task_leads_to_what_it_is_about_until_it_is_settled(endang, answers, mail, clock):
    answers[PURPOSE] = sending.Purpose(lambda asked: ALLOWED, "kabar", "/permohonan/{}/".format)
    mail.behave(DOT=HANG_UP)
    its_file = uuid.uuid4()
    lost, about = told(about=its_file), f'href="/permohonan/{its_file}/"'
    send(clock)
    client = browser(endang)

    assert about in text_of(client.get("/pemberitahuan/"))
    client.post(f"/pemberitahuan/{lost.pk}/urus/")

    assert about not in text_of(client.get("/pemberitahuan/"))
    with owner_at_work():
        assert not Recipient.objects.filter(pk=lost.pk).exists()


def test_the_head_settles_what_could_not_be_sent(endang, lost):
    answer = browser(endang).post(f"/pemberitahuan/{lost.pk}/urus/", follow=True)

    assert "Dicatat sebagai sudah diurus" in text_of(answer)
    assert "Tidak ada yang perlu diurus" in text_of(answer)
    assert state(lost)[0] == "settled"
    again = browser(endang).post(f"/pemberitahuan/{lost.pk}/urus/", follow=True)
    assert "sudah berubah" in text_of(again)


def test_what_waits_is_not_settled_by_hand(endang, answers):
    message = told()

    browser(endang).post(f"/pemberitahuan/{message.pk}/urus/")

    assert state(message)[0] == "waiting"


def test_another_offices_messages_are_unknown(lost):
    gatot = somebody("gatot")

    assert PURPOSE not in text_of(browser(gatot).get("/pemberitahuan/"))
    assert "langkah berikutnya" not in text_of(browser(gatot).get("/pemberitahuan/"))
    assert browser(gatot).post(f"/pemberitahuan/{lost.pk}/urus/").status_code == 404
    assert state(lost)[0] == "unknown"


@pytest.mark.parametrize("username", ["dewi", "lestari", "ratna", "joko", "made", "tini"])
def test_nobody_else_sees_the_page(lost, username):
    hers = browser(somebody(username))

    assert hers.get("/pemberitahuan/").status_code == 404
    assert hers.post(f"/pemberitahuan/{lost.pk}/urus/").status_code == 404


def test_without_a_channel_the_page_says_so(endang, settings):
    settings.SMTP_HOST, settings.DEMO = "", False
    assert "Belum ada saluran" in text_of(browser(endang).get("/pemberitahuan/"))

    settings.SMTP_HOST = "127.0.0.1"
    assert "Belum ada saluran" not in text_of(browser(endang).get("/pemberitahuan/"))
