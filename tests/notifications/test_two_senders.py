"""With real commits: two who send at once, and one who is killed in the middle."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from satuatap.notifications.models import Message
from satuatap.notifications.sweep import LOST_AFTER, sweep
from tests.conftest import owner_at_work
from tests.database import CHECKOUT, town
from tests.notifications.conftest import state, told
from tests.notifications.mail_server import SILENCE

pytestmark = pytest.mark.both_worlds
SENDER = """
import django; django.setup()
from satuatap.common.rules import ALLOWED
from satuatap.notifications import sending, sweep
sending.may_send("next_step", words="x")(lambda asked: ALLOWED)
sweep.sweep()
"""


def at_once(*deeds):
    """Do all deeds in the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def do(deed):
        start.wait(30)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(do, deeds))


def test_two_sweeps_at_once_send_every_message_once(committing, answers, mail):
    messages = [told(now=timezone.now()) for _number in range(12)]

    handed = at_once(*[sweep] * 4)

    assert sum(handed) == 12
    assert len(mail.taken) == 12
    assert {state(message) for message in messages} == {("sent", "", False)}


@pytest.fixture
def another_process(committing, mail, tmp_path):
    """`another_process()`: a real sender, in a process of its own."""
    started = []

    def start():
        told_it = {
            **os.environ, **town.environment("service", committing),
            "SATUATAP_SMTP_HOST": "127.0.0.1", "SATUATAP_SMTP_PORT": str(mail.port),
            "SATUATAP_SMTP_SECURITY": "none", "SATUATAP_SMTP_FROM": "kabar@ltsa.contoh.go.id",
            "SATUATAP_ENDINGS": str(tmp_path / "endings.jsonl"), "PYTHONPATH": str(CHECKOUT),
        }  # fmt: skip
        started.append(subprocess.Popen([sys.executable, "-c", SENDER], cwd=CHECKOUT, env=told_it))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def kill_and_look_later(process, mail, message):
    """Kill it while the mail server is silent; then sweep for a day."""
    assert mail.waits.wait(30)
    with owner_at_work():
        row = Message.objects.get(pk=message.pk)
    assert row.status == "sending"  # committed before the letter is handed over
    process.send_signal(signal.SIGKILL)
    process.wait()
    mail.behave()
    for hours in range(24):
        later = timezone.now() + LOST_AFTER + timedelta(hours=hours)
        assert sweep(lambda later=later: later) == 0
    assert state(message) == ("unknown", "lost", False)


def test_a_sender_killed_before_the_letter_sends_nothing_ever(another_process, answers, mail):
    message = told(now=timezone.now())
    mail.behave(RCPT=SILENCE)

    kill_and_look_later(another_process(), mail, message)

    assert mail.taken == []


def test_a_sender_killed_after_the_letter_does_not_send_twice(another_process, answers, mail):
    message = told(now=timezone.now())
    mail.behave(DOT=SILENCE)

    kill_and_look_later(another_process(), mail, message)

    assert len(mail.taken) == 1


def test_a_second_sender_does_not_take_what_the_first_has_in_hand(another_process, answers, mail):
    message = told(now=timezone.now())
    mail.behave(RCPT=SILENCE)
    another_process()
    assert mail.waits.wait(30)
    mail.behave()

    another_process().wait(30)

    assert state(message)[0] == "sending"
    assert mail.taken == []
