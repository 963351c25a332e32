"""What the head reads: figures, the order book, fairness; and what is planned."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from satuatap.reception.actions import plans
from satuatap.reception.models import Call, RotaEntry, Ticket
from satuatap.reception.reading import rooms_of, today_at
from tests.centre import a_worker, act, browser, text_of
from tests.conftest import owner_at_work
from tests.reception.visits import served

pytestmark = pytest.mark.world("administration")
PAGES = (
    "/pengunjung/",
    "/pengunjung/buku-urutan/",
    "/pengunjung/keadilan/",
    "/jadwal/",
    "/jadwal/janji/",
)


@pytest.mark.parametrize("address", PAGES)
def test_the_head_opens_every_page_and_the_front_desk_none(bu_endang, dewi, a_number, address):
    served(dewi, a_number("pengambilan", sex="female"), 3)

    assert browser(bu_endang).get(address).status_code == 200
    assert browser(dewi).get(address).status_code == 404


def test_the_order_book_says_who_was_called_when_and_why(dewi, bu_endang, a_number):
    first, second = a_number("pengambilan"), a_number("pengambilan", minutes=1)
    served(dewi, second, 1, reason="jemputan")
    served(dewi, first, 10)

    page = text_of(browser(bu_endang).get("/pengunjung/buku-urutan/"))

    assert page.index("E-002") < page.index("E-001")
    assert "Didahulukan" in page
    assert "Dewi Lestari" in page


@pytest.mark.parametrize("page", ["", "keadilan/"])
@pytest.mark.parametrize("month", ["2026-13", "x", "2026-1", "0001-01", "9999-12", "1999-12"])
def test_what_is_no_month_is_no_page(bu_endang, page, month):
    assert browser(bu_endang).get(f"/pengunjung/{page}?bulan={month}").status_code == 404


@pytest.mark.parametrize("address", ["/pengunjung/buku-urutan/?hari=", "/jadwal/?minggu="])
@pytest.mark.parametrize("day", ["x", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_no_page(bu_endang, address, day):
    assert browser(bu_endang).get(f"{address}{day}").status_code == 404


@pytest.mark.parametrize("month", ["2000-01", "2100-12"])
def test_the_first_and_the_last_month_are_pages(bu_endang, month):
    for page in ("", "keadilan/"):
        assert browser(bu_endang).get(f"/pengunjung/{page}?bulan={month}").status_code == 200
    assert browser(bu_endang).get(f"/jadwal/?minggu={month}-01").status_code == 200


def test_a_rota_of_another_age_is_told_so(bu_lestari, bu_ratna):
    sent = {"desk": "", "day": "31-12-9999", "officer": bu_ratna.pk}

    answer = browser(bu_lestari).post("/jadwal/petugas/", sent)

    assert answer.status_code == 422
    assert "Periksa tahunnya" in text_of(answer)


# --- planning -------------------------------------------------------------------------------------


def test_the_rota_says_who_sits_where_and_another_office_cannot_touch_it(
    bu_lestari, bu_ratna, pak_rudi
):
    desk = bu_lestari.home_office.desks.get(institution="ketenagakerjaan")
    planner = browser(bu_lestari)
    day = today_at(bu_lestari.home_office, timezone.now()) + timedelta(days=1)

    planner.post(
        "/jadwal/petugas/",
        {"desk": desk.pk, "day": f"{day:%d-%m-%Y}", "officer": bu_ratna.pk},
    )
    page = text_of(planner.get(f"/jadwal/?minggu={day}"))

    assert "Ratna Sari" in page
    act(bu_lestari)
    entry = RotaEntry.objects.get()
    assert browser(pak_rudi).post(f"/jadwal/petugas/{entry.pk}/hapus/").status_code == 404
    planner.post(f"/jadwal/petugas/{entry.pk}/hapus/")
    act(bu_lestari)
    assert not RotaEntry.objects.exists()


def test_the_front_desk_does_not_plan(dewi, now):
    act(dewi)

    with pytest.raises(PermissionDenied, match="pengantar kerja atau kepala layanan"):
        plans.set_quota(by=dewi, office=dewi.home_office, group="lowongan", day=None, places=1)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({"group": "lowongan", "places": "x"}, "Jumlah janji sehari"),
     ({"group": "tidak-ada", "places": "3"}, "Kelompok")],
)  # fmt: skip
def test_a_wrong_quota_is_told_in_a_sentence(bu_lestari, sent, sentence):
    answer = browser(bu_lestari).post("/jadwal/janji/kuota/", sent)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


# --- rooms ----------------------------------------------------------------------------------------


def test_the_head_names_the_rooms_to_which_the_front_desk_calls(dewi, bu_endang, a_number):
    act(dewi)
    key = plans.open_screen(by=dewi, office=dewi.home_office, now=timezone.now()).key
    head, front = browser(bu_endang), browser(dewi)
    assert "Ruang 1\nRuang 2</textarea>" in text_of(head.get("/jadwal/janji/"))

    head.post("/jadwal/ruang/", {"rooms": " Ruang  Mawar \n\nRuang Melati\nRuang Mawar"})
    assert "<option>Ruang Mawar</option><option>Ruang Melati</option>" in text_of(
        front.get("/antrean/")
    )
    a_number("informasi")
    front.post("/antrean/panggil/informasi/", {"room": "Ruang Melati"})

    assert "Ruang Melati" in text_of(browser().get(f"/layar/ltsa-contoh/{key}/"))
    act(dewi)
    plans.open_screen(by=dewi, office=dewi.home_office, now=timezone.now())
    assert rooms_of(dewi.home_office) == ["Ruang Mawar", "Ruang Melati"]


def test_rooms_are_named_also_where_no_screen_stands(bu_endang, dewi, a_number):
    browser(bu_endang).post("/jadwal/ruang/", {"rooms": "Bilik"})

    a_number("informasi")
    browser(dewi).post("/antrean/panggil/informasi/", {})
    act(dewi)
    assert Call.objects.get().room == "Bilik"


@pytest.mark.parametrize("rooms", ["", " \n ", "x" * 41, "\n".join(str(n) for n in range(13))])
def test_rooms_that_fit_no_display_are_told_so(bu_endang, rooms):
    assert browser(bu_endang).post("/jadwal/ruang/", {"rooms": rooms}).status_code == 422
    act(bu_endang)
    assert rooms_of(bu_endang.home_office) == ["Ruang 1", "Ruang 2"]


def test_the_front_desk_does_not_name_rooms(dewi):
    assert browser(dewi).post("/jadwal/ruang/", {"rooms": "Bilik"}).status_code == 404


# --- what a page costs ----------------------------------------------------------------------------

BUDGET = {
    "/antrean/": ("dewi", 15), "/panggil/": ("ratna", 9), "/pengunjung/": ("endang", 14),
    "/pengunjung/buku-urutan/": ("endang", 6), "/pengunjung/keadilan/": ("endang", 8),
    "/jadwal/": ("endang", 11), "/janji/": (None, 5), "/janji/kantor/ltsa-contoh/lowongan/": (None, 10),
}  # fmt: skip


@pytest.mark.parametrize("address", BUDGET)
def test_a_page_asks_no_more_of_the_database_when_there_is_more_to_show(
    address, dewi, bu_ratna, bu_endang, a_number, person
):
    who, most = BUDGET[address]
    desk = bu_ratna.home_office.desks.get(institution="ketenagakerjaan")
    client, counted = browser(person(who) if who else None), []
    for many in (3, 27):
        for number in range(many):
            a_number("lowongan", minutes=number, needs=["hamil"], officer=None)
            served(dewi, a_number("pengambilan"), 2)
        with owner_at_work():
            Ticket.objects.filter(group="lowongan").update(desk=desk)
        client.get(address)
        with CaptureQueriesContext(connection) as heard:
            assert client.get(address).status_code == 200
        counted.append(len([q for q in heard.captured_queries if "SAVEPOINT" not in q["sql"]]))

    assert counted[1] <= counted[0] <= most, counted


def test_long_lists_come_in_pages(dewi, a_number):
    for _ in range(31):
        a_number("pengambilan")
    front = browser(dewi)

    first = text_of(front.get("/antrean/"))
    onward = re.search(r'href="([^"]*sesudah=[^"]+)"', first).group(1)

    assert "E-031" in first
    assert "E-001" not in first
    assert "E-001" in text_of(front.get(onward))


# --- the way to each page -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "address", "link"),
    [
        ("lestari", "/antrean/", "/jadwal/"),
        ("joko", "/", "/janji-desa/"),
        ("endang", "/pengunjung/", "/jadwal/janji/"),
        (None, "/", "/janji/"),
        (None, "/kantor/ltsa-contoh/", "/kantor/ltsa-contoh/hari-ini/"),
    ],
)
def test_every_page_is_found_from_where_its_people_are(db, person, who, address, link):
    page = text_of(browser(person(who) if who else None).get(address))

    assert f'href="{link}"' in page


def test_the_front_desk_alone_is_not_led_to_the_plans(dewi):
    assert 'href="/jadwal/"' not in text_of(browser(dewi).get("/antrean/"))


def test_her_page_leads_to_a_number_for_her(dewi, bu_endang):
    siti = a_worker(dewi)

    assert f"/orang/{siti.pk}/nomor/" in text_of(browser(dewi).get(siti.get_absolute_url()))
    assert f"/orang/{siti.pk}/nomor/" not in text_of(
        browser(bu_endang).get(siti.get_absolute_url())
    )
