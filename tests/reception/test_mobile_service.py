"""Where the service comes to a village: it takes as many as it has places, and may be called off."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.common.acting import acting_as, service_actor
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Area
from satuatap.reception import tasks
from satuatap.reception.actions import appointments, plans
from satuatap.reception.models import PUBLIC, Appointment, MobileStop
from satuatap.reception.reading import today_at
from tests.centre import act, at_once, browser, somebody, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")


def a_stop(lestari, places=2, **more):
    """The service comes to a village next week."""
    act(lestari)
    village = Area.objects.filter(pk__startswith="32.09.11.", level=4).order_by("pk")[0]
    words = {
        "day": today_at(lestari.home_office, timezone.now()) + timedelta(days=7),
        "village": village, "place": "Balai desa Contoh", "opens": "08:00", "closes": "12:00",
        "places": places,
    }  # fmt: skip
    return plans.add_stop(by=lestari, office=lestari.home_office, **words | more)


def book_at(stop):
    """Somebody books a place there from her phone."""
    return browser().post(f"/janji/keliling/{stop.pk}/", {"group": "lowongan", "service": ""})


def call_off(lestari, stop):
    """The planner presses the button of the page that asks."""
    return browser(lestari).post(f"/jadwal/keliling/{stop.pk}/tiadakan/")


def test_a_stop_is_listed_and_takes_as_many_as_it_has_places(bu_lestari, as_owner):
    stop = a_stop(bu_lestari, places=2)
    assert "Balai desa Contoh" in text_of(browser().get("/janji/"))

    answers = [book_at(stop) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Balai desa Contoh" in text_of(browser().get(answers[0]["Location"]))
    with as_owner():
        assert Appointment.objects.filter(stop=stop).count() == 2


def test_an_appointment_at_a_stop_is_cancelled_but_not_moved(bu_lestari, as_owner):
    stop = a_stop(bu_lestari)
    address = book_at(stop)["Location"]
    other = timezone.localdate() + timedelta(days=9)

    assert "Pindah ke hari lain" not in text_of(browser().get(address))
    browser().post(address, {"day": other.isoformat()})
    with as_owner():
        row = Appointment.objects.select_related("office").get()
        assert (row.day, row.moved) == (stop.day, 0)
        with pytest.raises(MoveRefused, match="tidak dapat dipindahkan"):
            appointments.move(appointment=row, office=row.office, day=other)
    browser().post(f"{address}batal/")

    with as_owner():
        assert Appointment.objects.get().status == "cancelled"


def test_before_a_stop_is_called_off_the_planner_reads_how_many_have_booked(bu_lestari):
    stop = a_stop(bu_lestari)
    cancelled = book_at(stop)["Location"]
    browser().post(f"{cancelled}batal/")
    book_at(stop)

    planner = browser(bu_lestari)

    assert "1 dari 2 tempat terisi" in text_of(planner.get("/jadwal/janji/"))
    page = text_of(planner.get(f"/jadwal/keliling/{stop.pk}/tiadakan/"))
    assert "1 orang sudah mendaftar" in page
    act(bu_lestari)
    assert MobileStop.objects.get().called_off_at is None


def test_whoever_holds_a_code_reads_that_the_stop_is_called_off(bu_lestari, dewi, as_owner):
    stop = a_stop(bu_lestari, places=3)
    hers, cancelled = book_at(stop)["Location"], book_at(stop)["Location"]
    browser().post(f"{cancelled}batal/")

    call_off(bu_lestari, stop)

    page = text_of(browser().get(hers))
    assert "Layanan keliling tidak jadi datang" in page
    assert "Anda tidak perlu datang ke tempat itu" in page
    assert "Balai desa Contoh" in page
    assert "Dibatalkan" in text_of(browser().get(cancelled))
    assert "Balai desa Contoh" not in text_of(browser().get("/janji/"))
    assert book_at(stop).status_code == 404
    code = hers.rstrip("/").rpartition("/")[2]
    refused = browser(dewi).post("/antrean/janji/", {"code": code})
    assert "sudah selesai atau dibatalkan" in text_of(refused)


def test_who_had_booked_at_a_stop_that_did_not_come_is_not_counted_as_missing(
    bu_lestari, bu_endang, as_owner
):
    stop = a_stop(bu_lestari)
    book_at(stop)
    call_off(bu_lestari, stop)

    tasks.count_no_shows.func(int((timezone.now() + timedelta(days=9)).timestamp()))

    with as_owner():
        assert Appointment.objects.get().status == "called_off"
    page = text_of(browser(bu_endang).get(f"/pengunjung/?bulan={stop.day:%Y-%m}"))
    assert re.search(r"Tidak datang</th><td[^>]*>0<", page)


def test_a_stop_of_another_office_is_not_hers_to_call_off(bu_lestari, pak_rudi):
    stop = a_stop(bu_lestari)

    assert call_off(pak_rudi, stop).status_code == 404
    act(bu_lestari)
    assert MobileStop.objects.get().called_off_at is None


def test_nobody_books_a_stop_in_the_moment_in_which_it_is_called_off(committing):
    lestari = somebody("lestari")
    with acting_as(lestari.actor):
        stop = a_stop(lestari, places=99)

    def booking():
        with acting_as(service_actor(PUBLIC)):
            return appointments.book(
                by=None, office=stop.office, group="lowongan", day=stop.day, stop=stop,
                now=timezone.now(), source=Appointment.Source.PUBLIC,
            )  # fmt: skip

    def calling_off():
        with acting_as(lestari.actor):
            return plans.call_off_stop(by=lestari, stop=stop, now=timezone.now())

    answers = at_once(*[booking] * 4, calling_off, calling_off, *[booking] * 4)

    with owner_at_work():
        left = set(Appointment.objects.values_list("status", flat=True))
    assert left <= {"called_off"}
    codes = [one for one in answers if isinstance(one, str)]
    refused = [one for one in answers if isinstance(one, MoveRefused)]
    assert len(codes) + len(refused) == 8, answers


def test_a_stop_that_is_called_off_takes_nobody_any_more(bu_lestari):
    stop = a_stop(bu_lestari)
    plans.call_off_stop(by=bu_lestari, stop=stop, now=timezone.now())

    with pytest.raises(MoveRefused, match="tidak jadi datang"):
        appointments.book(
            by=None, office=stop.office, group="lowongan", day=stop.day, stop=stop,
            now=timezone.now(), source=Appointment.Source.PUBLIC,
        )  # fmt: skip
