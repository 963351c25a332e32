"""What the head reads: figures, the order book, fairness; and what is planned."""

import random
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from satuatap.common.once import OnceField
from satuatap.places.models import Area
from satuatap.reception import figures
from satuatap.reception.actions import calls, plans, tickets
from satuatap.reception.models import Call, DayCounter, Impression, RotaEntry, Ticket
from satuatap.reception.reading import rooms_of, today_at
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


def test_who_was_not_there_any_more_was_not_overtaken(dewi, bu_endang, a_number, month):
    gone, closed = a_number("pengambilan"), a_number("pengambilan", minutes=1)
    third = a_number("pengambilan", minutes=2)
    office, late = dewi.home_office, third.issued_at + timedelta(minutes=20)
    served(dewi, third, 1, reason="jemputan")
    calls.call_number(by=dewi, ticket=gone, now=late)
    calls.did_not_come(by=dewi, ticket=gone, now=late)
    calls.call_number(by=dewi, ticket=closed, now=late)
    tickets.close_day(by=dewi, office=office, now=late)

    act(bu_endang)
    row = figures.fairness(office, month)[0]
    assert (row.calls, row.out_of_order, row.overtook) == (3, 1, 0)


def test_the_order_book_says_who_was_called_when_and_why(dewi, bu_endang, a_number):
    first, second = a_number("pengambilan"), a_number("pengambilan", minutes=1)
    served(dewi, second, 1, reason="jemputan")
    served(dewi, first, 10)

    page = text_of(browser(bu_endang).get("/pengunjung/buku-urutan/"))

    assert page.index("E-002") < page.index("E-001")
    assert "Didahulukan" in page
    assert "Dewi Lestari" in page


def test_small_numbers_of_impressions_are_a_word_and_have_no_sum(dewi, bu_endang, month, as_owner):
    with as_owner():
        Impression.objects.bulk_create(
            Impression(office=dewi.home_office, month=month, score=3, sex="female")
            for _ in range(7)
        )

    act(bu_endang)
    assert figures.satisfaction(bu_endang.home_office, month)[0] == (
        "Perempuan",
        ["7", "kurang dari 5", "kurang dari 5"],
    )


HIDDEN = "tidak ditampilkan"


@pytest.mark.parametrize(
    ("women", "men", "untold", "shown"),
    [
        (6, 9, 0, ["6", "9", "0"]),
        (1, 9, 0, [HIDDEN, HIDDEN, HIDDEN]),  # 1 would be the total less 9
        (1, 9, 7, [HIDDEN, "9", HIDDEN]),  # the smallest of the others goes with it
        (3, 9, 2, [HIDDEN, "9", HIDDEN]),
        (2, 0, 0, [HIDDEN, HIDDEN, HIDDEN]),
        (0, 0, 0, ["0", "0", "0"]),
    ],
)
def test_a_small_number_by_sex_is_not_found_by_subtraction(
    dewi, bu_endang, a_number, month, women, men, untold, shown
):
    for sex in ["female"] * women + ["male"] * men + [""] * untold:
        a_number("pengambilan", sex=sex)

    act(bu_endang)
    rows = figures.visitors_by_sex(bu_endang.home_office, month)
    assert rows == list(zip(["Perempuan", "Laki-laki", "tidak dicatat"], shown, strict=True))


def test_what_is_hidden_never_adds_up_to_a_small_number():
    chance = random.Random(5)
    for _ in range(2000):
        counts = dict(enumerate(chance.choices(range(12), k=chance.randint(1, 9))))
        shown = figures.may_be_shown(counts)
        hidden = sum(counts.values()) - sum(shown.values())

        assert all(counts[key] == count >= 5 for key, count in shown.items())
        assert hidden == 0 or hidden >= 5 or not shown


@pytest.fixture
def places(db):
    """Three subdistricts of Cirebon, the first two with two villages each."""
    first, second, third = Area.objects.filter(pk__startswith="32.09.", level=3).order_by("pk")[:3]
    below = {
        one: list(Area.objects.filter(parent=one, level=4).order_by("pk")[:2])
        for one in (first, second)
    }
    return first, second, third, below


def come(a_number, **how_many):
    """So many visitors from each of these areas."""
    for area, count in how_many["areas"]:
        for _ in range(count):
            a_number("pengambilan", area=area)


def test_villages_stand_below_their_subdistrict_where_enough_came(
    dewi, bu_endang, a_number, month, places
):
    first, second, _third, below = places
    large, small = below[first]
    come(a_number, areas=[(large, 6), (small, 3), (first, 4), (below[second][0], 7)])

    act(bu_endang)
    assert figures.visitors_by_area(bu_endang.home_office, month) == [
        (first.name, "13"),
        (f"{first.name}: {large.name}", "6"),  # the rest, 7, are of no village that is named
        (second.name, "7"),
        (f"{second.name}: {below[second][0].name}", "7"),
    ]


def test_a_village_is_hidden_too_where_the_rest_of_its_subdistrict_would_be_small(
    dewi, bu_endang, a_number, month, places
):
    first, second, third, below = places
    large, small = below[first]
    come(a_number, areas=[(large, 6), (small, 3), (second, 5), (third, 2)])

    act(bu_endang)
    assert figures.visitors_by_area(bu_endang.home_office, month) == [
        (first.name, "9"),
        ("Kecamatan lain", "7"),  # 5 and 2: with 5 shown, 2 would be known
    ]


def test_a_number_keeps_no_village(dewi, bu_endang, a_number, places):
    first, _second, _third, below = places
    hers = a_number("pengambilan", area=below[first][0], sex="female")
    asked = a_number("informasi", area=below[first][0])

    act(bu_endang)
    assert Ticket.objects.get(pk=hers.pk).area == first
    assert Ticket.objects.get(pk=asked.pk).area is None
    act(dewi)
    assert not DayCounter.objects.exists()  # villages are counted where nobody reads them singly
    with owner_at_work():
        counted = DayCounter.objects.filter(series__startswith="desa:")
        assert [(row.series, row.day.day, row.last) for row in counted] == [
            (f"desa:{below[first][0].pk}", 1, 1)
        ]


def test_the_front_desk_chooses_a_village_or_only_the_subdistrict(dewi, bu_endang, places, month):
    first, _second, _third, below = places
    front = browser(dewi)
    page = text_of(front.get("/antrean/"))
    assert f'<optgroup label="{first.name}">' in page

    for area in (below[first][0].pk, first.pk, "", "32.09.99.9999"):
        sent = {"group": "pengambilan", "once": OnceField.fresh(), "channel": "counter"}
        answer = front.post("/antrean/ambil/", sent | {"area": area})
        assert answer.status_code == (422 if area == "32.09.99.9999" else 302)

    act(bu_endang)
    assert list(Ticket.objects.order_by("number").values_list("area", flat=True)) == [
        first.pk, first.pk, None,
    ]  # fmt: skip


def test_another_offices_visitors_are_not_counted(a_number, person, month):
    a_number("pengambilan")
    gatot = person("gatot")

    act(gatot)
    assert figures.visitors_by_group(gatot.home_office, month) == []


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
