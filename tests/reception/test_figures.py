"""What the head reads in numbers: waiting, fairness, visitors; nobody is found in a small one."""

import random
from datetime import timedelta

import pytest

from satuatap.common.once import OnceField
from satuatap.places.models import Area
from satuatap.reception import figures
from satuatap.reception.actions import calls, tickets
from satuatap.reception.models import DayCounter, Impression, Ticket
from tests.centre import act, browser, text_of
from tests.conftest import owner_at_work
from tests.reception.visits import served

pytestmark = pytest.mark.world("administration")


def test_waiting_is_measured_from_the_queue_to_the_call(dewi, bu_endang, a_number, month):
    for minutes in (2, 4, 30):
        served(dewi, a_number("pengambilan"), minutes)

    act(bu_endang)
    waited = figures.waiting_by_group(bu_endang.home_office, month)
    assert [(row.calls, row.median, row.p90) for row in waited] == [(3, 4, 25)]


def test_groups_stand_in_the_order_of_their_letters(dewi, bu_endang, a_number, month):
    for group in ("informasi", "pengambilan", "pendaftaran", "pengambilan"):
        served(dewi, a_number(group), 1)

    act(bu_endang)
    letters = [row[0][0] for row in figures.visitors_by_group(bu_endang.home_office, month)]
    waited = [row.name[0] for row in figures.waiting_by_group(bu_endang.home_office, month)]
    assert letters == waited == ["A", "E", "F"]


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
