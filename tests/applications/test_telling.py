"""She is told only where she chose it, and the message says only that there is news."""

import pytest
from django.core.exceptions import ValidationError

from satuatap.accounts.models import AuditEntry
from satuatap.applications import actions
from satuatap.applications.models import Application
from satuatap.applications.telling import tell_her
from satuatap.common import acting
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions as letter_actions
from satuatap.notifications import sending
from satuatap.notifications.models import SENDER, Message, Recipient
from satuatap.notifications.texts import texts
from tests.applications.desks import open_service, step_of
from tests.centre import a_scan, act, all_desks_done, browser, decide, text_of, walk_to_the_end
from tests.conftest import owner_at_work
from tests.letters.conftest import SCAN, SITI

pytestmark = pytest.mark.world("administration")
HERS = "siti@contoh.id"


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.SMTP_HOST, settings.SMTP_FROM = "127.0.0.1", "kabar@ltsa.contoh.go.id"


@pytest.fixture
def told(application, dewi):
    """She chose e-mail."""
    return actions.choose_channel(
        by=act(dewi), application=application, channel="email", contact=HERS
    )


def messages():
    """Where messages would go, and with which text."""
    with acting.acting_as(acting.service_actor(SENDER)):
        to = {recipient.pk: recipient.address for recipient in Recipient.objects.all()}
        return [(to[row.pk], row.template, row.purpose) for row in Message.objects.all()]


def still_wanted():
    """What the room answers when the newest message is about to go out."""
    return still_wanted_of(-1)


def still_wanted_of(place):
    """The same of one message, in the order in which they were made."""
    with acting.acting_as(acting.service_actor(SENDER)):
        message = list(Message.objects.order_by("made_at"))[place]
        about = Recipient.objects.get(pk=message.pk).about_id
        return sending.why_not(sending.Asked(
            message.purpose, message.office_id, about, message.channel, message.made_at
        ))  # fmt: skip


def give_back(officer, step, now):
    decide(officer, step, "KK", "blurred")
    actions.return_step(by=act(officer), step=step, now=now)


def issued(application, lestari, endang, officers, now):
    all_desks_done(lestari, application, officers)
    letter = actions.draft_letter(by=lestari, application=application, data=SITI, now=now)
    act(endang)
    letter = letter_actions.approve_letter(by=endang, letter=letter, now=now)
    letter = letter_actions.sign_letter(by=endang, letter=letter, scan=SCAN, now=now)
    return letter_actions.issue_letter(by=endang, letter=letter, now=now)


# --- nothing by default -------------------------------------------------------------------------


def test_who_chose_nothing_leaves_no_row_anywhere(
    application, first, bu_ratna, bu_lestari, pak_yusuf, bu_endang, dewi, siti, now
):
    give_back(bu_ratna, first, now)
    a_scan(dewi, siti, "KK")
    actions.hold_step(by=act(bu_ratna), step=first, reason="paper_missing", now=now)
    actions.resume_step(by=act(bu_ratna), step=first, now=now)
    act(bu_lestari)
    issued(application, bu_lestari, bu_endang, [bu_ratna, pak_yusuf], now)

    assert messages() == []
    with owner_at_work():
        assert not AuditEntry.objects.filter(verb="message_asked").exists()


# --- where it matters ---------------------------------------------------------------------------


def test_she_is_told_when_a_paper_came_back(told, first, bu_ratna, now):
    give_back(bu_ratna, first, now)

    assert messages() == [(HERS, "ada_kabar", "application_moved")]
    assert still_wanted() == ""


def test_she_is_told_when_the_file_waits_for_her_but_not_of_the_pause_that_she_asked_for(
    told, first, bu_ratna, now
):
    actions.hold_step(by=act(bu_ratna), step=first, reason="asked_by_her", now=now)
    assert messages() == []
    actions.resume_step(by=act(bu_ratna), step=first, now=now)
    actions.hold_step(by=act(bu_ratna), step=first, reason="system_down_dukcapil", now=now)
    assert messages() == []
    actions.resume_step(by=act(bu_ratna), step=first, now=now)

    actions.hold_step(by=act(bu_ratna), step=first, reason="needs_interview", now=now)

    assert len(messages()) == 1


def test_she_is_told_when_the_letter_can_be_fetched(
    told, bu_lestari, bu_ratna, pak_yusuf, bu_endang, now
):
    issued(told, bu_lestari, bu_endang, [bu_ratna, pak_yusuf], now)

    assert messages() == [(HERS, "ada_kabar", "application_moved")]
    assert still_wanted() == ""


@pytest.fixture
def check(dewi, siti, now):
    """A check of her data, which ends without a letter; she chose e-mail."""
    for kind in ("KTP", "KK", "AKTA_LAHIR"):
        a_scan(dewi, siti, kind)
    opened = open_service(dewi, siti, "verifikasi_kependudukan", now)
    return actions.choose_channel(by=act(dewi), application=opened, channel="email", contact=HERS)


def test_she_is_told_when_a_service_without_letter_ends_and_the_address_is_gone(check, bu_lestari):
    ended = walk_to_the_end(check, by=bu_lestari)

    assert (ended.status, ended.channel, ended.contact) == ("finished", "", None)
    assert messages() == [(HERS, "ada_kabar", "application_moved")]
    assert still_wanted() == ""


def test_what_was_queued_before_the_end_is_not_sent_after_it(
    check, bu_lestari, pak_yusuf, now, dewi
):
    step = step_of(pak_yusuf, check, "cocokkan")
    actions.hold_step(by=pak_yusuf, step=step, reason="needs_interview", now=now)
    actions.resume_step(by=pak_yusuf, step=step, now=now)
    assert still_wanted() == ""

    walk_to_the_end(check, by=bu_lestari)

    assert [still_wanted_of(place) for place in (0, 1)] == ["application_ended", ""]


def test_the_message_says_only_that_there_is_news(told):
    text = texts()["ada_kabar"]

    words = f"{text.subject} {text.filled()}".lower()
    assert "ada kabar" in words
    for word in ("paspor", "siti", "imigrasi", "migran", "loket", "surat siap"):
        assert word not in words


# --- may it still be sent -----------------------------------------------------------------------


def test_not_after_she_chose_nothing(told, first, bu_ratna, dewi, now):
    give_back(bu_ratna, first, now)
    actions.choose_channel(by=act(dewi), application=told)

    assert still_wanted() == "not_wanted"


def test_not_to_an_address_that_she_gave_up(told, first, bu_ratna, dewi, now):
    give_back(bu_ratna, first, now)
    actions.choose_channel(
        by=act(dewi), application=told, channel="email", contact="baru@contoh.id"
    )

    assert still_wanted() == "address_changed"


def test_not_after_she_withdrew_and_the_address_is_gone(told, first, bu_ratna, dewi, now):
    give_back(bu_ratna, first, now)
    actions.withdraw(by=act(dewi), application=told, now=now)

    assert still_wanted() == "application_ended"
    act(dewi)
    told.refresh_from_db()
    assert (told.channel, told.contact) == ("", None)


def test_the_address_is_gone_when_the_letter_is_in_her_hand(
    told, bu_lestari, bu_ratna, pak_yusuf, bu_endang, now
):
    issued(told, bu_lestari, bu_endang, [bu_ratna, pak_yusuf], now)
    actions.hand_over(by=act(bu_lestari), application=told, now=now)

    told.refresh_from_db()
    assert (told.channel, told.contact) == ("", None)
    assert still_wanted() == "application_ended"


# --- choosing -----------------------------------------------------------------------------------


def address(application):
    return f"/permohonan/{application.pk}/kabar/"


def test_none_is_chosen_at_first(application, dewi):
    page = text_of(browser(dewi).get(address(application)))

    assert "ada kabar" in page
    assert "checked" in page.split('value="none"')[1].split(">")[0]


def test_she_chooses_email_and_stops_it_again(application, dewi, as_owner):
    visitor = browser(dewi)
    visitor.post(address(application), {"channel": "email", "contact": HERS})
    with as_owner():
        row = Application.objects.filter(pk=application.pk).values("channel", "contact").get()
    assert row["channel"] == "email" and HERS.encode() not in bytes(row["contact"])

    visitor.post(address(application), {"channel": "none", "contact": HERS})

    act(dewi)
    application.refresh_from_db()
    assert (application.channel, application.contact) == ("", None)


@pytest.mark.parametrize("said", [
    {"channel": "email", "contact": ""}, {"channel": "email", "contact": "bukan alamat"},
    {"channel": "sms", "contact": "0812"}, {},
    {"channel": "email", "contact": "a@b.id\r\nBcc: c@d.id"},
])  # fmt: skip
def test_bad_words_get_a_sentence(application, dewi, said):
    answer = browser(dewi).post(address(application), {"x": "1", **said})

    assert answer.status_code == 200
    assert "govuk-error" in text_of(answer)
    act(dewi)
    application.refresh_from_db()
    assert application.channel == ""


def test_where_no_mail_is_set_up_it_is_not_offered(application, dewi, settings):
    settings.SMTP_HOST, settings.DEMO = "", False

    assert 'value="email"' not in text_of(browser(dewi).get(address(application)))


def test_it_is_chosen_at_the_own_front_desk_while_it_runs(
    application, dewi, pak_rudi, bu_ratna, bu_endang, now
):
    assert browser(pak_rudi).get(address(application)).status_code == 404
    for somebody in (bu_ratna, bu_endang):
        assert browser(somebody).get(address(application)).status_code in (403, 404)
    with pytest.raises(ValidationError):
        actions.choose_channel(by=act(dewi), application=application, channel="email", contact="")

    actions.withdraw(by=act(dewi), application=application, now=now)
    with pytest.raises(MoveRefused):
        actions.choose_channel(by=act(dewi), application=application, channel="email", contact=HERS)


def test_on_an_ended_application_it_gets_a_sentence(application, dewi, now):
    actions.withdraw(by=act(dewi), application=application, now=now)

    answer = browser(dewi).post(
        address(application), {"channel": "email", "contact": HERS}, follow=True
    )

    assert answer.status_code == 200
    assert "Permohonan ini sudah selesai." in text_of(answer)


def test_telling_reads_what_she_chose_at_this_moment(told, dewi, now):
    actions.choose_channel(by=act(dewi), application=Application.objects.get(pk=told.pk))

    assert tell_her(told, now=now, by=dewi) is None
