"""What is due goes out once, if it may; every way in which a mail server fails has its end."""

import itertools
import uuid
from datetime import UTC, datetime

import pytest

from satuatap.common import certificates
from satuatap.common.rules import ALLOWED
from satuatap.notifications import channels, sending, sweep
from satuatap.notifications.models import Message, Recipient
from satuatap.notifications.sweep import sweep as send
from tests.notifications.conftest import (
    ADDRESS,
    MINUTE,
    NOW,
    PURPOSE,
    now_of,
    state,
    told,
)
from tests.notifications.mail_server import HANG_UP, SILENCE

pytestmark = pytest.mark.both_worlds


def test_a_message_goes_out_once_and_its_address_is_gone(db, answers, mail, clock):
    message = told()

    assert send(clock) == 1

    assert state(message) == ("sent", "", False)
    assert len(mail.taken) == 1
    clock.wait(days=1)
    assert send(clock) == 0
    assert len(mail.taken) == 1


def test_the_letter_is_the_neutral_text_and_says_nothing_else(db, answers, mail, clock):
    told()
    send(clock)

    letter = mail.taken[0]
    assert f"To: {ADDRESS}" in letter
    assert "Subject: Kabar" in letter
    assert "Ada kabar untuk Anda." in letter
    assert "From: Kabar <kabar@ltsa.contoh.go.id>" in letter
    for word in ("ltsa-contoh", "next_step", "Cirebon", "X-"):
        assert word not in letter.replace("ltsa.contoh", "")


def test_the_mail_server_does_not_hear_the_name_of_this_machine(db, answers, mail, clock):
    import socket

    told()
    send(clock)

    greeting = next(line for line in mail.heard if line.upper().startswith("EHLO"))
    assert greeting.split()[1] == "ltsa.contoh.go.id"
    assert socket.gethostname() not in " ".join([*mail.heard, *mail.taken])


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_without_a_sealed_way_nothing_is_sent(
    db, answers, mail, clock, settings, security, monkeypatch
):
    monkeypatch.setattr(channels, "PATIENCE", 1)
    settings.SMTP_SECURITY = security
    message = told()

    send(clock)

    assert state(message) == ("waiting", "no_connection", True)
    assert not any(ADDRESS in line for line in mail.heard)


@pytest.fixture
def tls(mail, settings, tmp_path):
    """The mail server speaks TLS with a certificate of a local authority; yields its path."""
    now = datetime.now(UTC)
    authority = certificates.authority(tmp_path, "127.0.0.1", now)
    issued = certificates.issue(tmp_path, authority, "127.0.0.1", now)
    mail.seal(issued.certificate, issued.key)
    settings.SMTP_SECURITY = "tls"
    return authority.path


def test_with_a_known_authority_it_goes_out_sealed(db, answers, mail, clock, tls, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tls))
    message = told()

    send(clock)

    assert state(message) == ("sent", "", False)


def test_to_a_server_with_an_unknown_certificate_nothing_is_said(db, answers, mail, clock, tls):
    message = told()

    send(clock)

    assert state(message) == ("waiting", "no_connection", True)
    assert not mail.heard


def test_a_room_is_asked_at_the_moment_of_sending(db, answers, mail, clock):
    about, heard = uuid.uuid4(), []
    message = told(about=about)
    answers[PURPOSE] = sending.Purpose(lambda asked: heard.append(asked) or "not_wanted", "x")

    send(clock)

    assert state(message) == ("dropped", "not_wanted", False)
    assert not mail.taken
    assert (heard[0].about_id, heard[0].purpose, heard[0].channel) == (about, PURPOSE, "email")
    assert ADDRESS not in str(heard)


@pytest.mark.parametrize(("answer", "reason"), [
    (None, "refused"), (True, "refused"), (False, "refused"), ("", "refused"),
    ("Siti tidak mau", "refused"), ("closed", "closed"),
])  # fmt: skip
def test_any_answer_but_allowed_is_a_no(db, answers, mail, clock, answer, reason):
    message = told()
    answers[PURPOSE] = sending.Purpose(lambda asked: answer, "x")

    send(clock)

    assert state(message) == ("dropped", reason, False)
    assert not mail.taken


def test_a_purpose_for_which_nobody_answers_is_never_sent(db, answers, mail, clock):
    message = told(purpose="birthday")

    send(clock)

    assert state(message) == ("dropped", "nobody_answers", False)
    assert not mail.taken


def test_a_room_that_breaks_down_stops_nobody_elses_message(db, answers, mail, clock):
    def breaks(asked):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    answers["broken"] = sending.Purpose(breaks, "x")
    broken, good = told(purpose="broken"), told(now=NOW + MINUTE)
    clock.wait(minutes=1)

    send(clock)

    assert state(broken) == ("waiting", "no_clear_answer", True)
    assert state(good) == ("sent", "", False)
    for _turn in range(10):
        clock.wait(hours=9)
        send(clock)
    assert state(broken) == ("dropped", "no_clear_answer", False)


CLEAR = {  # surely not sent: tried again
    "full at connecting": ({"CONNECT": "421 too many"}, "no_connection"),
    "hangs up at connecting": ({"CONNECT": HANG_UP}, "no_connection"),
    "does not take the sender": ({"MAIL": "451 later"}, "sender_refused"),
    "does not like the sender": ({"MAIL": "550 no"}, "sender_refused"),
    "is busy for this address": ({"RCPT": "450 later"}, "address_refused"),
    "hangs up at the address": ({"RCPT": HANG_UP}, "connection_lost"),
    "wants no letter now": ({"DATA": "451 later"}, "server_refused"),
    "hangs up before the letter": ({"DATA": HANG_UP}, "connection_lost"),
    "takes no letter now": ({"DOT": "451 later"}, "message_refused"),
}
FOR_GOOD = {  # surely not sent, and never will be
    "knows no such address": ({"RCPT": "550 unknown"}, "address_refused"),
    "refuses the letter": ({"DOT": "554 no"}, "message_refused"),
}
UNKNOWN = {  # it may have gone on
    "hangs up after the letter": ({"DOT": HANG_UP}, "no_answer"),
    "answers no answer": ({"DOT": "hello"}, "strange_answer"),
}


@pytest.mark.parametrize("case", CLEAR)
def test_what_was_surely_not_sent_is_tried_again(db, answers, mail, clock, case):
    behaviour, reason = CLEAR[case]
    mail.behave(**behaviour)
    message = told()

    send(clock)

    assert state(message) == ("waiting", reason, True)
    before = len(mail.taken)
    mail.behave()
    send(clock)
    assert len(mail.taken) == before  # not before its time
    clock.wait(minutes=1)
    send(clock)
    assert state(message) == ("sent", "", False)


@pytest.mark.parametrize("case", FOR_GOOD)
def test_what_no_repetition_helps_is_given_up_at_once(db, answers, mail, clock, case):
    behaviour, reason = FOR_GOOD[case]
    mail.behave(**behaviour)
    message = told()

    send(clock)

    assert state(message) == ("given_up", reason, False)


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_may_have_been_sent_is_a_task_for_a_person(db, answers, mail, clock, case):
    behaviour, reason = UNKNOWN[case]
    mail.behave(**behaviour)
    message = told()

    send(clock)

    assert state(message) == ("unknown", reason, False)
    mail.behave()
    for _turn in range(5):
        clock.wait(hours=10)
        send(clock)
    assert len(mail.taken) == 1


@pytest.mark.parametrize(("word", "end"), [
    ("RCPT", ("waiting", "connection_lost", True)), ("DOT", ("unknown", "no_answer", False)),
])  # fmt: skip
def test_a_server_that_stays_silent_is_left(db, answers, mail, clock, monkeypatch, word, end):
    monkeypatch.setattr(channels, "PATIENCE", 0.3)
    mail.behave(**{word: SILENCE})
    message = told()

    send(clock)

    assert state(message) == end


def test_after_six_tries_it_is_given_up_with_a_note(db, answers, mail, clock):
    mail.behave(RCPT="450 later")
    message, times = told(), []

    for _minute in range(24 * 60 // 5):
        tried = len([line for line in mail.heard if line.upper().startswith("RCPT")])
        send(clock)
        if len([line for line in mail.heard if line.upper().startswith("RCPT")]) > tried:
            times.append(clock.now)
        clock.wait(minutes=5)

    assert state(message) == ("given_up", "address_refused", False)
    assert len(times) == 6
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert gaps == sorted(gaps)


def test_no_mail_server_there_at_all_is_a_clear_failure(db, answers, mail, clock, settings):
    settings.SMTP_PORT = 1
    message = told()

    send(clock)

    assert state(message) == ("waiting", "no_connection", True)


def test_a_channel_that_fails_in_an_unforeseen_way_may_have_sent(db, answers, clock, monkeypatch):
    class Strange:
        def hand_over(self, address, text):
            raise KeyError(address)

    monkeypatch.setattr(channels, "adapter_of", lambda channel: Strange())
    message = told()

    send(clock)

    assert state(message) == ("unknown", "broke_off", False)


def test_in_the_demo_a_neutral_line_is_written(db, answers, clock, settings, capsys):
    settings.DEMO, settings.SMTP_HOST = True, ""
    message = told()

    send(clock)

    assert capsys.readouterr().out == "message: kabar_umum\n"
    assert state(message) == ("sent", "", False)


def test_without_a_channel_production_waits_a_week_and_drops(db, answers, clock, settings, capsys):
    settings.DEMO, settings.SMTP_HOST = False, ""
    message = told()

    send(clock)
    assert state(message) == ("waiting", "", True)

    clock.wait(days=7, seconds=1)
    send(clock)
    assert state(message) == ("dropped", "too_late", False)
    assert capsys.readouterr().out == ""


def test_after_thirty_days_nothing_is_left(db, answers, mail, clock, as_owner):
    told(), told(purpose="birthday")
    mail.behave(DOT=HANG_UP)
    send(clock)
    clock.wait(days=30, seconds=1)

    send(clock)

    with as_owner():
        assert not Message.objects.exists() and not Recipient.objects.exists()


def test_one_sweep_is_bounded_and_the_oldest_goes_first(db, answers, mail, clock, monkeypatch):
    monkeypatch.setattr(sweep, "MOST_AT_ONCE", 2)
    messages = [told(now=NOW - MINUTE * age) for age in (1, 3, 2)]

    assert send(clock) == 2

    assert [state(message)[0] for message in messages] == ["waiting", "sent", "sent"]


def test_a_slow_mail_server_does_not_hold_the_worker(db, answers, mail, clock):
    told(), told()
    answers[PURPOSE] = sending.Purpose(lambda asked: clock.wait(seconds=50) or ALLOWED, "x")

    assert send(clock) == 1


def test_a_wrong_password_is_a_clear_failure(db, answers, mail, clock, settings, tmp_path):
    (tmp_path / "password").write_text("wrong\n")
    settings.SMTP_USER, settings.SMTP_PASSWORD_FILE = "kabar", str(tmp_path / "password")
    mail.behave(EHLO="250 AUTH PLAIN", AUTH="535 no")
    message = told()

    send(clock)

    assert state(message) == ("waiting", "no_connection", True)


def test_what_was_left_on_the_way_is_never_sent_again(db, answers, mail, clock):
    message = told()
    assert sweep.take_next(clock())[0].address == ADDRESS  # and whoever took it died

    clock.wait(minutes=9)
    send(clock)
    assert state(message)[0] == "sending"
    clock.wait(minutes=2)
    send(clock)

    assert state(message) == ("unknown", "lost", False)
    assert not mail.taken


def test_a_slow_answer_that_comes_after_all_is_believed(db, answers, mail, clock):
    message = told()
    taken = sweep.take_next(clock())[0]
    clock.wait(minutes=11)
    sweep.tidy(clock())
    assert state(message) == ("unknown", "lost", False)

    sweep.note(taken, channels.Failed("message_refused"), clock())
    assert state(message) == ("unknown", "lost", False)
    sweep.note(taken, channels.Sent(), clock())
    assert state(message) == ("sent", "", False)


def test_an_older_backup_sends_nothing_again(db, answers, mail, clock, as_owner):
    from satuatap.common import endings
    from satuatap.common.models import Ending

    message, other = told(), told(now=NOW + MINUTE)
    send(clock)
    with as_owner():  # as the backup of before had it
        Ending.objects.all().delete()
        Message.objects.filter(pk=message.pk).update(status="waiting", ended_at=None)
        for line in endings.read():
            endings.decide([line], endings.State.DONE)
        assert endings.apply_all() == {"message_taken": 1}
    clock.wait(days=1)
    send(clock)

    assert state(message) == ("unknown", "restored", False)
    assert state(other)[0] == "sent"
    assert len(mail.taken) == 2


def test_the_task_sends_what_is_due(db, answers, mail):
    from django.utils import timezone

    from satuatap.notifications.tasks import send_messages

    message = told(now=timezone.now())
    send_messages(0)

    assert now_of(message)[0].status == "sent"


def test_rooms_are_asked_for_their_answers(db):
    sending.meet_rooms()

    assert sending.words_of("no_such_purpose") == "no_such_purpose"
