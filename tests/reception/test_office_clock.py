"""The day of an office is the day on its own wall, also where the server lives elsewhere."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from satuatap.places.models import Area, Office, OpeningHours
from satuatap.reception import tasks
from satuatap.reception.actions import plans
from satuatap.reception.models import Appointment, DayNote, MobileStop, Ticket
from tests.centre import act, browser, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
WITA, WIB = ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jakarta")
TUESDAY = date(2026, 11, 24)
# half an hour into Wednesday in Makassar, half an hour before it in Jakarta
MIDNIGHT = datetime(2026, 11, 25, 0, 30, tzinfo=WITA)


@pytest.fixture
def at_midnight(db, monkeypatch):
    """The centre in Cirebon stands in Makassar's time, and it is past midnight there."""
    with owner_at_work():
        Office.objects.filter(code="ltsa-contoh").update(time_zone="Asia/Makassar")
    monkeypatch.setattr(timezone, "now", lambda: MIDNIGHT)


@pytest.fixture
def wita_person(at_midnight, person):
    """`wita_person("dewi")`: somebody of that centre."""
    return person


def a_stop(lestari, day):
    """The service comes to a village on this day."""
    act(lestari)
    village = Area.objects.filter(pk__startswith="32.09.11.", level=4).order_by("pk")[0]
    return plans.add_stop(
        by=lestari, office=lestari.home_office, day=day, village=village,
        place=f"Balai {day:%A}", opens="08:00", closes="12:00", places=9,
    )  # fmt: skip


def test_a_stop_of_yesterday_is_gone_after_the_offices_midnight(wita_person):
    lestari = wita_person("lestari")
    over, coming = a_stop(lestari, TUESDAY), a_stop(lestari, TUESDAY + timedelta(days=1))

    lists = [
        text_of(browser().get("/janji/")),
        text_of(browser(wita_person("joko")).get("/janji-desa/")),
        text_of(browser(lestari).get("/jadwal/janji/")),
    ]

    for page in lists:
        assert "Balai Wednesday" in page
        assert "Balai Tuesday" not in page
    sent = {"group": "lowongan", "service": ""}
    assert browser().post(f"/janji/keliling/{over.pk}/", sent).status_code == 404
    assert browser().post(f"/janji/keliling/{coming.pk}/", sent).status_code == 302


def test_the_numbers_of_the_new_day_stand_on_its_paper_and_pages(wita_person, a_number):
    dewi = wita_person("dewi")
    ticket, front = a_number(at=MIDNIGHT), browser(dewi)

    paper = text_of(front.get(f"/antrean/{ticket.pk}/kertas/"))

    assert ticket.day == date(2026, 11, 25)
    assert "Rabu, 25 November 2026, 00.30 WITA" in paper
    assert "Rabu, 25 November 2026" in text_of(front.get("/antrean/"))
    assert "Rabu, 25 November 2026" in text_of(browser().get("/kantor/ltsa-contoh/hari-ini/"))
    front.post("/antrean/layar/")
    assert "Dibuat 25 November 2026" in " ".join(text_of(front.get("/antrean/layar/")).split())


def test_an_appointment_of_the_new_day_comes_and_is_not_missing(wita_person):
    dewi = wita_person("dewi")
    front = browser(dewi)
    page = text_of(front.get("/antrean/janji/baru/lowongan/"))
    assert 'value="2026-11-26"' in page
    assert 'value="2026-11-25"' not in page
    with owner_at_work():
        Appointment.objects.create(
            office=dewi.home_office, group="lowongan", day=date(2026, 11, 25), source="counter",
            code_hash=b"x" * 32, booked_on=TUESDAY,
        )  # fmt: skip

    tasks.count_no_shows.func(int(MIDNIGHT.timestamp()))

    with owner_at_work():
        assert Appointment.objects.get().status == "booked"


def test_stops_are_counted_from_each_offices_own_day(wita_person):
    lestari = wita_person("lestari")
    stop = a_stop(lestari, TUESDAY)
    with owner_at_work():
        other = Office.objects.get(code="ltsa-seberang")
        MobileStop.objects.filter(pk=stop.pk).update(office=other)

    assert other.time_zone == "Asia/Jakarta"
    assert list(MobileStop.objects.coming(MIDNIGHT)) == [stop]
    assert not MobileStop.objects.coming(MIDNIGHT + timedelta(hours=1)).exists()


# --- a day without opening hours -------------------------------------------------------------------


def sweep(moment):
    tasks.keep_closing_times.func(int(moment.timestamp()))


def test_on_a_day_without_hours_what_was_told_lasts_until_midnight(dewi, a_number, as_owner):
    sunday = datetime(2026, 11, 22, 10, tzinfo=WIB)
    with as_owner():
        OpeningHours.objects.filter(office=dewi.home_office, weekday=6).delete()
    a_number(at=sunday, needs=["hamil"])

    for moment in (sunday + timedelta(minutes=10), sunday.replace(hour=23, minute=50)):
        sweep(moment)
        act(dewi)
        assert DayNote.objects.count() == 1
    sweep(datetime(2026, 11, 23, 0, 0, tzinfo=WIB))

    act(dewi)
    assert not DayNote.objects.exists()
    assert Ticket.objects.get().status == "left"


def test_closing_time_is_read_on_the_offices_clock(dewi, a_number, as_owner):
    with as_owner():
        Office.objects.filter(pk=dewi.home_office.pk).update(time_zone="Asia/Makassar")
        hours = OpeningHours.objects.filter(office=dewi.home_office, weekday=0)
        hours.update(opens=time(8), closes=time(16), rests_from=None, rests_until=None)
    a_number(at=datetime(2026, 11, 23, 10, tzinfo=WITA), needs=["hamil"])

    sweep(datetime(2026, 11, 23, 15, 50, tzinfo=WITA))
    act(dewi)
    assert DayNote.objects.count() == 1
    sweep(datetime(2026, 11, 23, 16, 0, tzinfo=WITA))

    act(dewi)
    assert not DayNote.objects.exists()
