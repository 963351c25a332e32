"""The display, the tablet, who is here today: numbers only, opened with a key."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.reception.actions import calls, plans
from satuatap.reception.models import Impression, Screen
from tests.centre import a_worker, act, browser, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def key(dewi):
    """The key of the screens in Cirebon."""
    act(dewi)
    return plans.open_screen(by=dewi, office=dewi.home_office, now=timezone.now()).key


@pytest.fixture
def called(dewi, a_number):
    """`called("informasi", needs=...)`: a number that the front desk has called."""

    def call(group="informasi", **told):
        ticket = a_number(group, **told)
        act(dewi)
        calls.call_next(
            by=dewi, office=dewi.home_office, group=group, room="Ruang 2", now=timezone.now()
        )
        return ticket

    return call


def test_the_display_shows_number_and_room_and_nothing_else(dewi, key, called):
    siti = a_worker(dewi)
    called("pengambilan", needs=["bicara_sendiri", "hamil"], worker=siti, sex="female")

    for address in (f"/layar/ltsa-contoh/{key}/", f"/layar/ltsa-contoh/{key}/nomor/"):
        page = text_of(browser().get(address))
        assert "E-001" in page
        assert "Ruang 2" in page
        for secret in ("Siti", "Hamil", "bicara", "Pengambilan", "Perempuan", "Dewi"):
            assert secret not in page


def test_a_question_looks_like_any_other_number(dewi, key, called):
    called("informasi")

    page = text_of(browser().get(f"/layar/ltsa-contoh/{key}/"))

    assert "F-001" in page
    assert "Informasi dan pertanyaan" not in page


def test_the_page_works_without_script_and_asks_again_with_it(key):
    page = text_of(browser().get(f"/layar/ltsa-contoh/{key}/"))

    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    assert 'hx-trigger="every 3s"' in page
    assert "chime.wav" in page


def test_a_call_that_is_repeated_sounds_again(dewi, key, called):
    ticket = called()
    marks = []
    for _ in range(2):
        page = text_of(browser().get(f"/layar/ltsa-contoh/{key}/nomor/"))
        marks += re.findall(r'data-satuatap-call="([^"]+)"', page)
        act(dewi)
        calls.call_again(by=dewi, ticket=ticket, now=timezone.now())

    assert len(set(marks)) == 2


def on_screen(key):
    """What a second screen shows: the number that is called now, and the others."""
    page = text_of(browser().get(f"/layar/ltsa-contoh/{key}/nomor/"))
    now = re.findall(r'class="re-now__number">([^<]+)<', page)
    return now, re.findall(r'class="re-before__number">([^<]+)<', page)


def test_a_number_leaves_the_screen_when_it_is_finished_or_did_not_come(dewi, key, called):
    done, absent, waits = called(), called("pengambilan"), called("pendaftaran")
    assert on_screen(key) == ([waits.shown], [absent.shown, done.shown])

    act(dewi)
    calls.did_not_come(by=dewi, ticket=absent, now=timezone.now())
    assert on_screen(key) == ([waits.shown], [done.shown])
    act(dewi)
    calls.serve(by=dewi, ticket=done, now=timezone.now())
    calls.finish(by=dewi, ticket=done, now=timezone.now())

    assert on_screen(key) == ([waits.shown], [])


def test_who_has_gone_in_makes_room_and_leaves_the_screen_after_a_while(dewi, key, called):
    first = called()
    second = called("pengambilan")
    now = timezone.now()
    act(dewi)

    calls.serve(by=dewi, ticket=second, now=now)
    assert on_screen(key) == ([first.shown], [second.shown])
    act(dewi)
    calls.serve(by=dewi, ticket=first, now=now - timedelta(minutes=4))

    assert on_screen(key) == ([], [second.shown])


def test_the_display_sees_no_ticket_and_no_note(dewi, key, called, as_owner):
    from satuatap.common.acting import enter, service_actor
    from satuatap.reception.codes import key_digest
    from satuatap.reception.models import Call, DayNote, Ticket

    called("pengambilan", needs=["hamil"])
    enter(service_actor("reception_display").presenting(key_digest(key)))

    assert (Call.objects.count(), Ticket.objects.count(), DayNote.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("page", ["layar", "kesan"])
def test_a_wrong_key_or_another_office_opens_nothing(key, page):
    visitor = browser()

    assert visitor.get(f"/{page}/ltsa-contoh/AAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert visitor.get(f"/{page}/ltsa-seberang/{key}/").status_code == 404


def test_a_replaced_key_opens_nothing_any_more(dewi, key):
    front = browser(dewi)
    assert key in text_of(front.get("/antrean/layar/"))

    front.post("/antrean/layar/")

    assert browser().get(f"/layar/ltsa-contoh/{key}/").status_code == 404
    act(dewi)
    fresh = Screen.objects.current().get().key
    assert browser().get(f"/layar/ltsa-contoh/{fresh}/").status_code == 200


# --- who is here today ----------------------------------------------------------------------------


def test_an_absent_desk_stands_on_the_page_of_the_office_and_on_the_display(dewi, bu_endang, key):
    desk = dewi.home_office.desks.get(institution="keimigrasian")
    browser(bu_endang).post(f"/jadwal/loket/{desk.pk}/ada/")
    assert "Hari ini tidak hadir: Keimigrasian" not in _words("/kantor/ltsa-contoh/hari-ini/")

    browser(dewi).post(f"/antrean/loket/{desk.pk}/tidak-ada/")

    for address in ("/kantor/ltsa-contoh/hari-ini/", f"/layar/ltsa-contoh/{key}/"):
        assert re.search(r"Hari ini tidak hadir:[^<]*Keimigrasian", _words(address))


def _words(address):
    return " ".join(text_of(browser().get(address)).split())


def test_presence_of_another_offices_desk_is_not_hers_to_change(dewi, pak_rudi):
    desk = dewi.home_office.desks.get(institution="keimigrasian")

    assert browser(pak_rudi).post(f"/antrean/loket/{desk.pk}/tidak-ada/").status_code == 404


# --- three taps -----------------------------------------------------------------------------------


def test_three_taps_are_one_answer_of_nobody(key, as_owner):
    tablet, address = browser(), f"/kesan/ltsa-contoh/{key}/"

    assert "Bagaimana layanan hari ini?" in text_of(tablet.get(address))
    assert "Anda perempuan atau laki-laki?" in text_of(tablet.post(address, {"score": "3"}))
    page = text_of(tablet.post(address, {"score": "3", "sex": "female"}))
    assert "Kirim jawaban?" in page
    with as_owner():
        assert not Impression.objects.exists()
    answer = tablet.post(address, {"score": "3", "sex": "female", "send": "1"})

    assert "Terima kasih" in text_of(tablet.get(answer["Location"]))
    with as_owner():
        kept = Impression.objects.get()
    assert (kept.score, kept.sex, kept.month.day) == (3, "female", 1)
    assert {field.name for field in Impression._meta.fields} == {
        "id", "office", "month", "score", "sex",
    }  # fmt: skip


def test_an_answer_may_leave_out_the_sex(key, as_owner):
    browser().post(f"/kesan/ltsa-contoh/{key}/", {"score": "1", "sex": "", "send": "1"})

    with as_owner():
        assert Impression.objects.get().sex == ""


def test_a_flood_of_answers_has_to_wait(key, as_owner):
    tablet = browser()
    sent = {"score": "3", "sex": "", "send": "1"}

    codes = [tablet.post(f"/kesan/ltsa-contoh/{key}/", sent).status_code for _ in range(32)]

    assert codes == [302] * 30 + [429] * 2
    with owner_at_work():
        assert Impression.objects.count() == 30
