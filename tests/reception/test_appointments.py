"""A day is booked without a name: from home, from the village, at the counter. Full stays full."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.common.acting import acting_as, service_actor
from satuatap.reception import tasks
from satuatap.reception.actions import appointments, plans
from satuatap.reception.groups import groups
from satuatap.reception.models import PUBLIC, Appointment, Capacity, Ticket
from satuatap.reception.places_left import days_with_places
from satuatap.reception.reading import today_at
from tests.centre import act, at_once, browser, somebody, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
HOME, VILLAGE, COUNTER = (
    Appointment.Source.PUBLIC,
    Appointment.Source.VILLAGE,
    Appointment.Source.COUNTER,
)


def first_day(office, group="lowongan", source=HOME):
    """The first day that still takes somebody."""
    return days_with_places(office, groups()[group], today_at(office, timezone.now()), source)[0][0]


def book_from_home(group="lowongan", **more):
    """Somebody books from her phone; returns the address of her appointment."""
    address = f"/janji/kantor/ltsa-contoh/{group}/"
    visitor = browser()
    page = text_of(visitor.get(address))
    day = re.search(r'name="day"[^>]*value="([\d-]+)"', page).group(1)
    answer = visitor.post(address, {"day": day, **more})
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"], day


def test_from_the_list_of_offices_to_a_code_with_what_to_bring(dewi):
    visitor = browser()
    assert "/janji/kantor/ltsa-contoh/" in text_of(visitor.get("/janji/"))
    assert "/janji/kantor/ltsa-contoh/lowongan/" in text_of(
        visitor.get("/janji/kantor/ltsa-contoh/")
    )

    address, _day = book_from_home(service="rekomendasi_paspor")
    page = text_of(visitor.get(address))

    assert "LTSA Contoh Cirebon" in page
    assert "Yang perlu dibawa" in page
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)


def test_the_code_is_kept_as_a_hash_only_and_no_one_is_named(db, as_owner):
    address, _day = book_from_home()
    code = address.rstrip("/").rpartition("/")[2]

    with as_owner():
        kept = Appointment.objects.get()
    assert code.encode() not in bytes(kept.code_hash)
    assert {field.name for field in Appointment._meta.fields} == {
        "id", "office", "group", "service_code", "day", "stop", "source", "code_hash", "status",
        "booked_on", "moved",
    }  # fmt: skip


def test_for_a_question_no_service_is_asked_or_kept(db, as_owner):
    assert "Layanan yang dituju" not in text_of(
        browser().get("/janji/kantor/ltsa-contoh/informasi/")
    )

    book_from_home("informasi", service="rekomendasi_paspor")

    with as_owner():
        assert Appointment.objects.get().service_code == ""


def test_a_wrong_code_answers_like_a_mistyped_one(db):
    visitor = browser()

    pages = {
        text_of(visitor.get(f"/janji/kode/{code}/")).replace(code, "")
        for code in ("AAAAAAAAAAAA", "XXXXXXXXXXX9")
    }

    assert len(pages) == 1


def guess(visitor, times):
    """So many wrong codes from this address; returns the last answer's status."""
    for _ in range(times):
        answer = visitor.get("/janji/kode/BBBBBBBBBBBB/")
    return answer.status_code


def test_guessing_has_to_wait_and_whoever_holds_a_code_does_not(db, as_owner):
    address, _day = book_from_home()
    visitor = browser()

    assert guess(visitor, 30) == 404
    assert guess(visitor, 1) == 429
    assert visitor.post("/janji/kode/BBBBBBBBBBBB/batal/").status_code == 429
    page = visitor.get(address)
    other = re.search(r'name="day"[^>]*value="([\d-]+)"', text_of(page)).group(1)
    moved, cancelled = visitor.post(address, {"day": other}), visitor.post(f"{address}batal/")

    assert [one.status_code for one in (page, moved, cancelled)] == [200, 302, 302]
    with as_owner():
        assert Appointment.objects.get().status == "cancelled"


def test_guessing_keeps_nobody_from_booking(db):
    guess(browser(), 30)

    address, _day = book_from_home()

    assert browser().get(address).status_code == 200


def test_thirty_bookings_from_one_address_have_to_wait_and_keep_nobody_from_a_code(
    bu_lestari, as_owner
):
    act(bu_lestari)
    plans.set_quota(
        by=bu_lestari, office=bu_lestari.home_office, group="lowongan", day=None, places=999
    )
    booked = [book_from_home()[0] for _ in range(30)]
    address = "/janji/kantor/ltsa-contoh/lowongan/"
    day = first_day(bu_lestari.home_office).isoformat()

    visitor = browser()
    assert visitor.post(address, {"day": day}).status_code == 429
    assert visitor.get(booked[0]).status_code == 200
    assert guess(visitor, 1) == 404
    with as_owner():
        assert Appointment.objects.count() == 30


def test_an_appointment_is_moved_and_cancelled_with_the_code(db, as_owner):
    address, day = book_from_home()
    visitor = browser()
    other = re.search(r'name="day"[^>]*value="([\d-]+)"', text_of(visitor.get(address))).group(1)
    assert other != day

    visitor.post(address, {"day": other})
    with as_owner():
        row = Appointment.objects.get()
    assert (row.day.isoformat(), row.moved) == (other, 1)
    visitor.post(f"{address}batal/")
    visitor.post(address, {"day": day})

    page = text_of(visitor.get(address))
    assert "Dibatalkan" in page
    with as_owner():
        assert Appointment.objects.get().day.isoformat() == other


def test_a_full_day_is_not_offered_and_refused(bu_lestari, as_owner):
    office = bu_lestari.home_office
    day = first_day(office)
    act(bu_lestari)
    plans.set_quota(by=bu_lestari, office=office, group="lowongan", day=day, places=0)

    address = "/janji/kantor/ltsa-contoh/lowongan/"
    assert f'value="{day}"' not in text_of(browser().get(address))
    answer = browser().post(address, {"day": day.isoformat()})

    assert "baru saja penuh" in text_of(answer)
    with as_owner():
        assert not Appointment.objects.exists()


def test_part_of_the_day_is_kept_for_the_village_and_the_counter(bu_lestari, dewi):
    office = bu_lestari.home_office
    act(bu_lestari)
    plans.set_quota(by=bu_lestari, office=office, group="lowongan", day=None, places=10)
    day = first_day(office)
    act(dewi)

    for _ in range(7):
        _book(office, day, HOME)

    with pytest.raises(appointments.DayIsFull):
        _book(office, day, HOME)
    act(dewi)
    for _ in range(3):
        _book(office, day, COUNTER, by=dewi)
    with pytest.raises(appointments.DayIsFull):
        _book(office, day, COUNTER, by=dewi)


def _book(office, day, source, by=None):
    return appointments.book(
        by=by, office=office, group="lowongan", day=day, now=timezone.now(), source=source
    )


def test_two_at_once_never_take_more_than_there_is(committing):
    dewi, lestari = somebody("dewi"), somebody("lestari")
    office = dewi.home_office
    with acting_as(lestari.actor):
        plans.set_quota(by=lestari, office=office, group="lowongan", day=None, places=3)
    with acting_as(dewi.actor):
        day = first_day(office, source=COUNTER)

    def booking():
        with acting_as(service_actor(PUBLIC)):
            return _book(office, day, HOME)

    def at_the_counter():
        with acting_as(dewi.actor):
            return _book(office, day, COUNTER, by=dewi)

    answers = at_once(*[booking] * 4, *[at_the_counter] * 4)

    with owner_at_work():
        assert Appointment.objects.count() == 3
    assert sum(isinstance(answer, appointments.DayIsFull) for answer in answers) == 5


# --- the village ----------------------------------------------------------------------------------


def test_the_village_books_at_its_own_centre_and_prints_the_code(pak_joko, as_owner):
    village = browser(pak_joko)
    page = text_of(village.get("/janji-desa/"))
    assert "LTSA Contoh Cirebon" in page
    assert "LTSA Seberang" not in page

    day = first_day(pak_joko.home_office, source=VILLAGE)
    answer = village.post("/janji-desa/ltsa-contoh/lowongan/", {"day": day.isoformat()})

    assert "Tunjukkan kode ini di meja depan" in text_of(village.get(answer["Location"]))
    with as_owner():
        assert Appointment.objects.get().source == VILLAGE


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("joko", {"/janji-desa/ltsa-contoh/lowongan/": "/janji-desa/"}),
        ("dewi", {"/antrean/janji/baru/lowongan/": "/antrean/janji/baru/",
                  "/antrean/janji/baru/": "/antrean/"}),
        (None, {"/janji/kantor/ltsa-contoh/lowongan/": "/janji/kantor/ltsa-contoh/"}),
    ],
)  # fmt: skip
def test_the_way_back_leads_to_where_one_came_from(db, person, who, pages):
    visitor = browser(person(who) if who else None)

    for address, back in pages.items():
        assert f'class="govuk-back-link" href="{back}"' in text_of(visitor.get(address)), address


@pytest.mark.parametrize(
    ("who", "back"), [("joko", "/janji-desa/"), ("dewi", "/antrean/"), (None, None)]
)
def test_from_the_printed_code_staff_find_back_to_their_own_page(db, person, who, back):
    address, _day = book_from_home()

    page = text_of(browser(person(who) if who else None).get(address))

    found = re.search(r'class="govuk-back-link" href="([^"]+)"', page)
    assert (found and found.group(1)) == back


def test_the_village_does_not_book_elsewhere(pak_joko):
    answer = browser(pak_joko).get("/janji-desa/ltsa-seberang/lowongan/")

    assert answer.status_code == 403
    assert "tidak melayani desa Anda" in text_of(answer)


def test_the_village_sees_no_appointment_and_no_number(pak_joko, a_number):
    book_from_home(), a_number()
    act(pak_joko)

    assert (Appointment.objects.count(), Ticket.objects.count()) == (0, 0)


# --- the day itself -------------------------------------------------------------------------------


def an_appointment_for(dewi, day):
    """Booked at the counter for this day."""
    act(dewi)
    plan = Capacity(office=dewi.home_office, group="lowongan", day=day, places=9)
    with owner_at_work():
        plan.save(force_insert=True)
    act(dewi)
    return _book(dewi.home_office, day, COUNTER, by=dewi)


def test_who_comes_on_the_day_gets_a_number(dewi, now):
    code = an_appointment_for(dewi, today_at(dewi.home_office, now))
    front = browser(dewi)

    answer = front.post("/antrean/janji/", {"code": code.lower()})
    again = front.post("/antrean/janji/", {"code": code})

    assert "B-001" in text_of(front.get(answer["Location"]))
    assert "sudah selesai atau dibatalkan" in text_of(again)
    act(dewi)
    assert Ticket.objects.get().by_appointment


def test_another_days_appointment_or_another_offices_is_told_so(dewi, pak_rudi, now):
    code = an_appointment_for(dewi, today_at(dewi.home_office, now) + timedelta(days=3))

    assert "bukan untuk hari ini" in text_of(browser(dewi).post("/antrean/janji/", {"code": code}))
    assert "tidak dikenal" in text_of(browser(pak_rudi).post("/antrean/janji/", {"code": code}))


def test_who_did_not_come_is_counted_the_day_after(dewi, now, bu_endang):
    today = today_at(dewi.home_office, now)
    an_appointment_for(dewi, today)

    tasks.count_no_shows.func(int(now.timestamp()))
    act(dewi)
    assert Appointment.objects.get().status == "booked"
    tasks.count_no_shows.func(int((now + timedelta(days=1)).timestamp()))

    act(dewi)
    assert Appointment.objects.get().status == "missed"
    page = text_of(browser(bu_endang).get(f"/pengunjung/?bulan={today:%Y-%m}"))
    assert re.search(r"Tidak datang</th><td[^>]*>1<", page)
