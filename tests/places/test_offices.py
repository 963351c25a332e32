"""Offices, desks and hours: what the database refuses, and what visitors read."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction

from satuatap.places import actions
from satuatap.places.forms import ClosureForm, DayForm, DeskForm, OfficeForm
from satuatap.places.models import Centre, Closure, Desk, Office, OpeningHours

pytestmark = pytest.mark.django_db


def refused(name):
    """The database refuses with the constraint whose name is the sentence."""
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"presence": "rota"}, "desk_on_rota_says_its_days_and_no_other_does"),
        ({"rota_weekdays": [1]}, "desk_on_rota_says_its_days_and_no_other_does"),
        ({"presence": "rota", "rota_weekdays": [7]}, "rota_days_are_monday_to_sunday"),
        ({"presence": "refer"}, "desk_that_refers_says_where_and_no_other_does"),
        ({"refer_to": "Polres"}, "desk_that_refers_says_where_and_no_other_does"),
        ({"institution": "pajak"}, "desk_institution_is_one_of_the_eight"),
    ],
)
def test_a_desk_says_how_it_is_there(cirebon, facts, sentence):
    with refused(sentence):
        Desk.objects.create(**{"office": cirebon, "institution": "kepolisian", **facts})


def test_an_institution_has_one_desk_in_an_office(cirebon):
    Desk.objects.create(office=cirebon, institution="perbankan")

    with refused("office_has_one_desk_per_institution"):
        Desk.objects.create(office=cirebon, institution="perbankan")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"closes": time(7)}, "office_closes_after_it_opens"),
        ({"rests_from": time(12)}, "rest_lies_within_the_opening_hours"),
        ({"rests_from": time(12), "rests_until": time(17)}, "rest_lies_within_the_opening_hours"),
        ({"weekday": 7}, "weekday_is_monday_to_sunday"),
    ],
)
def test_hours_stand_in_order(cirebon, facts, sentence):
    hours = {"office": cirebon, "weekday": 0, "opens": time(8), "closes": time(16)}

    with refused(sentence):
        OpeningHours.objects.create(**{**hours, **facts})


def test_an_office_lies_in_one_of_three_time_zones(cirebon):
    with refused("office_time_zone_is_indonesian"), transaction.atomic():
        Office.objects.filter(pk=cirebon.pk).update(time_zone="Europe/Berlin")
    cirebon.time_zone = "Asia/Jayapura"

    assert cirebon.zone_word == "WIT"


def test_a_planned_centre_cannot_be_made_public(as_owner):
    with refused("planned_centre_is_never_public"):
        Centre(code="x", name="x", area_id="32", status_code="plan", is_public=True).save()


def test_a_visitor_reads_how_each_institution_is_there(cirebon):
    police = Office.objects.create(
        code="uji-polres", name="Polresta Cirebon", kind="police", area_id="32.09"
    )
    said = {
        Desk(presence="present").presence_sentence,
        Desk(presence="rota", rota_weekdays=[3, 1]).presence_sentence,
        Desk(presence="refer", refer_to_office=police).presence_sentence,
        Desk(presence="refer", refer_to="Kantor Imigrasi Cirebon").presence_sentence,
    }

    assert said == {
        "Ada setiap hari kerja.",
        "Ada setiap Selasa, Kamis.",
        "Datang ke Polresta Cirebon.",
        "Datang ke Kantor Imigrasi Cirebon.",
    }


def test_an_office_is_closed_during_its_rest(cirebon):
    OpeningHours.objects.create(
        office=cirebon,
        weekday=0,
        opens=time(8),
        closes=time(15),
        rests_from=time(12),
        rests_until=time(13),
    )

    assert cirebon.is_open_at(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))  # Monday 08.00 WIB
    assert not cirebon.is_open_at(datetime(2026, 11, 23, 5, 30, tzinfo=UTC))
    assert not cirebon.is_open_at(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert not cirebon.is_open_at(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))


def test_equal_neighbouring_days_are_read_as_one_line(cirebon):
    for weekday, closes in (
        (0, time(16)),
        (1, time(16)),
        (2, time(16)),
        (4, time(11)),
        (5, time(11)),
    ):
        OpeningHours.objects.create(office=cirebon, weekday=weekday, opens=time(8), closes=closes)

    assert [days for days, _ in cirebon.week()] == ["Senin\u2013Rabu", "Jumat\u2013Sabtu"]


def test_closing_twice_over_the_same_days_counts_only_new_ones(cirebon):
    week = {"office": cirebon, "first": date(2026, 12, 28), "last": date(2026, 12, 31)}
    actions.close_office(**week, name="pindah gedung")

    again = actions.close_office(**{**week, "last": date(2027, 1, 1)}, name="pindah gedung")

    assert again == 1
    assert Closure.objects.filter(office=cirebon).count() == 5
    actions.reopen_office(office=cirebon, day=date(2026, 12, 28))
    assert cirebon.closures.count() == 4


def test_a_rota_without_days_gets_a_sentence_at_the_field(cirebon):
    form = DeskForm({"presence": "rota"}, instance=Desk(office=cirebon, institution="keimigrasian"))

    assert form.errors == {"rota_weekdays": ["Pilih paling sedikit satu hari."]}


def test_what_does_not_belong_to_the_presence_is_dropped(cirebon):
    desk = Desk(office=cirebon, institution="keimigrasian")

    form = DeskForm({"presence": "present", "rota_weekdays": ["1"], "refer_to": "x"}, instance=desk)

    assert form.is_valid(), form.errors
    form.save()
    assert Desk.objects.get(pk=desk.pk).rota_weekdays == []


def test_a_new_office_is_entered_with_its_area_typed(administrator):
    form = OfficeForm(
        {
            "name": "LTSA Nunukan",
            "code": "uji-nunukan",
            "kind": "service_centre",
            "area_text": "kab nunukan kalimantan utara",
            "area": "65.03",
            "area_for": "kab nunukan kalimantan utara",
            "time_zone": "Asia/Makassar",
        }
    )

    assert form.is_valid(), form.errors
    assert form.save().area_id == "65.03"


def test_the_code_of_an_office_stays(cirebon):
    form = OfficeForm({"code": "lain"}, instance=cirebon)

    form.is_valid()

    assert form.cleaned_data["code"] == "uji-cirebon"


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"opens": "16:00", "closes": "08:00"}, "closes"),
        ({"opens": "08:00"}, "closes"),
        ({"opens": "08:00", "closes": "15:00", "rests_from": "12:00"}, "rests_until"),
        ({"opens": "25.00", "closes": "15.00"}, "opens"),
    ],
)
def test_wrong_hours_get_a_sentence_at_the_field(hours, field):
    form = DayForm(hours, weekday=0)

    assert list(form.errors) == [field]


def test_a_blank_day_is_a_closed_day():
    form = DayForm({}, weekday=6)

    assert form.is_valid()
    assert form.is_closed


@pytest.mark.parametrize(
    ("last", "sentence"),
    [("23-12-2026", "lebih dahulu"), ("24-12-2027", "Paling lama 60 hari")],
)
def test_a_slip_in_the_last_day_is_noticed(last, sentence):
    form = ClosureForm({"first": "24-12-2026", "last": last, "name": "pindah"})

    assert sentence in form.errors["last"][0]
