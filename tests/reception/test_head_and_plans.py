"""What the head reads: figures, the order book, fairness; and what is planned."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from satuatap.places.models import Area
from satuatap.reception import figures
from satuatap.reception.actions import calls, plans
from satuatap.reception.models import Impression, RotaEntry, Ticket
from satuatap.reception.reading import today_at
from tests.centre import a_worker, act, browser, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
PAGES = (
    "/pengunjung/",
    "/pengunjung/buku-urutan/",
    "/pengunjung/keadilan/",
    "/jadwal/",
    "/jadwal/janji/",
)


@pytest.fixture
def month(dewi, now):
    """The running month at the office."""
    return today_at(dewi.home_office, now).replace(day=1)


def served(dewi, ticket, minutes, reason=""):
    """The front desk calls and serves a number so many minutes after it was issued."""
    moment = ticket.issued_at + timedelta(minutes=minutes)
    act(dewi)
    calls.call_number(by=dewi, ticket=ticket, now=moment, room="Ruang 1", reason=reason)
    calls.serve(by=dewi, ticket=ticket, now=moment)
    return calls.finish(by=dewi, ticket=ticket, now=moment + timedelta(minutes=5))


@pytest.mark.parametrize("address", PAGES)
def test_the_head_opens_every_page_and_the_front_desk_none(bu_endang, dewi, a_number, address):
    served(dewi, a_number("pengambilan", sex="female"), 3)

    assert browser(bu_endang).get(address).status_code == 200
    assert browser(dewi).get(address).status_code == 404


def test_waiting_is_measured_from_the_queue_to_the_call(dewi, bu_endang, a_number, month):
    for minutes in (2, 4, 30):
        served(dewi, a_number("pengambilan"), minutes)

    act(bu_endang)
    waited = figures.waiting_by_group(bu_endang.home_office, month)
    assert [(row.calls, row.median, row.p90) for row in waited] == [(3, 4, 25)]


def test_the_fairness_report_sees_who_was_called_before_the_turn(dewi, bu_endang, a_number, month):
    first, second = a_number("pengambilan"), a_number("pengambilan", minutes=1)
    served(dewi, second, 1, reason="jemputan")
    served(dewi, first, 10)

    act(bu_endang)
    row = figures.fairness(bu_endang.home_office, month)[0]
    assert (row.officer, row.calls, row.out_of_order, row.overtook) == ("Dewi Lestari", 2, 1, 1)
    page = text_of(browser(bu_endang).get("/pengunjung/keadilan/"))
    assert "1 (50%)" in page
    assert "Kendaraan pulang atau kapal segera berangkat" in page


def test_needs_that_go_first_show_as_overtaking_without_reason(dewi, bu_endang, a_number, month):
    first, hers = a_number("pengambilan"), a_number("pengambilan", minutes=1, needs=["hamil"])
    served(dewi, hers, 1)
    served(dewi, first, 10)

    act(bu_endang)
    row = figures.fairness(bu_endang.home_office, month)[0]
    assert (row.out_of_order, row.overtook) == (0, 1)


def test_a_day_in_order_has_nobody_overtaken(dewi, bu_endang, a_number, month):
    for number in range(3):
        served(dewi, a_number("pengambilan", minutes=number), 5)

    act(bu_endang)
    assert figures.fairness(bu_endang.home_office, month)[0].overtook == 0


def test_the_order_book_says_who_was_called_when_and_why(dewi, bu_endang, a_number):
    first, second = a_number("pengambilan"), a_number("pengambilan", minutes=1)
    served(dewi, second, 1, reason="jemputan")
    served(dewi, first, 10)

    page = text_of(browser(bu_endang).get("/pengunjung/buku-urutan/"))

    assert page.index("E-002") < page.index("E-001")
    assert "Didahulukan" in page
    assert "Dewi Lestari" in page


def test_small_numbers_are_a_word_and_have_no_sum(dewi, bu_endang, a_number, month, as_owner):
    kecamatan = Area.objects.filter(pk__startswith="32.09.", level=3).order_by("pk")[0]
    for number in range(6):
        a_number("pengambilan", sex="male" if number else "female", area=kecamatan)
    with as_owner():
        Impression.objects.bulk_create(
            Impression(office=dewi.home_office, month=month, score=3, sex="female")
            for _ in range(7)
        )

    act(bu_endang)
    office = bu_endang.home_office
    assert figures.visitors_by_sex(office, month) == [
        ("Perempuan", "kurang dari 5"),
        ("Laki-laki", "5"),
    ]
    assert figures.visitors_by_area(office, month) == [(kecamatan.name, "6")]
    assert figures.satisfaction(office, month)[0] == (
        "Perempuan",
        ["7", "kurang dari 5", "kurang dari 5"],
    )


def test_another_offices_visitors_are_not_counted(a_number, person, month):
    a_number("pengambilan")
    gatot = person("gatot")

    act(gatot)
    assert figures.visitors_by_group(gatot.home_office, month) == []


@pytest.mark.parametrize("query", ["bulan=2026-13", "bulan=x", "bulan=2026-1"])
def test_what_is_no_month_is_no_page(bu_endang, query):
    assert browser(bu_endang).get(f"/pengunjung/?{query}").status_code == 404


@pytest.mark.parametrize("address", ["/pengunjung/buku-urutan/?hari=x", "/jadwal/?minggu=x"])
def test_what_is_no_day_is_no_page(bu_endang, address):
    assert browser(bu_endang).get(address).status_code == 404


# --- planning -------------------------------------------------------------------------------------


def test_the_rota_says_who_sits_where_and_another_office_cannot_touch_it(
    bu_lestari, bu_ratna, pak_rudi
):
    desk = bu_lestari.home_office.desks.get(institution="ketenagakerjaan")
    planner = browser(bu_lestari)
    day = timezone.localdate() + timedelta(days=1)

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


# --- what a page costs ----------------------------------------------------------------------------

BUDGET = {
    "/antrean/": ("dewi", 14), "/panggil/": ("ratna", 8), "/pengunjung/": ("endang", 14),
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
