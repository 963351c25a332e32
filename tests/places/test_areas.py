"""Finding a village as people type it, and reading the codes in identity numbers."""

import pytest
from django.db import connection

from satuatap.places import spelling
from satuatap.places.models import Area

pytestmark = pytest.mark.django_db


def names(found):
    """What a person sees of the answers."""
    return [area.full_name for area in found]


def test_the_whole_country_is_there():
    counted = {level: Area.objects.current().filter(level=level).count() for level in (1, 2, 3, 4)}

    assert counted == {1: 38, 2: 514, 3: 7285, 4: 83762}


@pytest.mark.parametrize(
    "typed",
    ["sumberag batang", "batang sumberag", "Desa SUMBER  agung, kec. Batanghari Lampung Timur"],
)
def test_a_village_is_found_by_parts_of_its_names_in_any_order(typed):
    found = Area.objects.villages_matching(typed)

    assert names(found) == ["Sumber Agung, Batanghari, Kabupaten Lampung Timur, Lampung"]


def test_names_that_begin_with_what_was_typed_come_first():
    found = Area.objects.villages_matching("sumber agung")

    assert len(found) == 12
    assert all(area.name.startswith("Sumber Agung") for area in found)


def test_apostrophes_do_not_hide_a_village():
    found = Area.objects.villages_matching("regapuu")

    assert [area.name for area in found] == ["Regapu\u2019u"]


def test_an_officer_may_search_in_her_own_regency_only():
    inside = Area.objects.villages_matching("sumberag batang", within="18.07")
    outside = Area.objects.villages_matching("sumberag batang", within="32.09")

    assert len(inside) == 1
    assert outside == []


@pytest.mark.parametrize(
    "typed", ["", "  ", "ab", "a b c", "%", "\x00", "\u202e\u202d", "😀😀😀", "' OR 1=1"]
)
def test_too_little_or_strange_text_finds_nothing_and_harms_nothing(typed):
    assert Area.objects.villages_matching(typed) == []


def test_ten_thousand_letters_are_no_trouble():
    assert Area.objects.villages_matching("sumber " * 2000) != []
    assert Area.objects.villages_matching("x" * 10_000) == []


def test_a_search_costs_one_query_with_all_names_above(django_assert_num_queries):
    with django_assert_num_queries(1):
        names(Area.objects.villages_matching("losari cirebon"))


@pytest.mark.parametrize("word", ["sumberag", "sari", "cirebon"])
def test_the_search_uses_its_index(word):
    plan = Area.objects.current().filter(level__in=[4], search__contains=word).explain()

    assert "places_area_search" in plan


def test_the_index_never_waits_for_its_pending_list():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'places_area_search'")
        options = cursor.fetchone()[0]

    assert options == ["fastupdate=off"]


def test_a_path_leads_from_the_village_to_the_province():
    village = Area.objects.find_current("18.07.06.2016")

    assert [area.level for area in village.path()] == [4, 3, 2, 1]
    assert village.place_name == "Batanghari, Kabupaten Lampung Timur, Lampung"
    assert village.province.name == "Lampung"


@pytest.mark.parametrize(
    ("nik", "name", "now"),
    [
        ("6405014101900001", "Kabupaten Nunukan", "65.03"),  # before Kalimantan Utara
        ("9101014101900001", "Kabupaten Merauke", "93.01"),  # before Papua Selatan
        ("9271014101900001", "Kota Sorong", "96.71"),
        ("9609014101900001", "Fef", "96.04.01"),
    ],
)
def test_an_old_identity_number_still_tells_where_it_was_given(nik, name, now):
    area = Area.objects.find_in_nik(nik)

    assert area.name == name
    assert not area.is_current
    assert area.successor_id == now


def test_an_identity_number_of_today_names_its_district():
    assert Area.objects.find_in_nik("3209014101900001").full_name == (
        "Waled, Kabupaten Cirebon, Jawa Barat"
    )


def test_a_number_from_nowhere_is_from_nowhere():
    assert Area.objects.find_in_nik("0000004101900001") is None


def test_former_areas_are_not_offered():
    assert Area.objects.find_current("64.05") is None
    assert "64.05" not in {area.code for area in Area.objects.matching("nunukan", limit=500)}


def test_a_name_of_several_words_can_be_written_as_one():
    assert spelling.search_text("Sumber Agung", "Batanghari", "Kabupaten Lampung Timur") == (
        "sumber agung batanghari lampung timur sumberagung lampungtimur"
    )
