"""The list: found by the beginning of the name, page after page, by index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from satuatap.directory.models import Agency
from satuatap.directory.models.agencies import agency_key
from satuatap.directory.views import PER_PAGE
from tests.centre import browser, text_of
from tests.directory.conftest import an_agency
from tests.wall.test_explain import assert_by_index, plan_of

pytestmark = pytest.mark.world("administration")


@pytest.mark.parametrize(("name", "key"), [
    ("PT Bahari Karya", "bahari karya"), ("PT. Bahari-Karya", "bahari karya"), ("PT", "pt"),
    ("Ptolemy", "ptolemy"), ("CV  Maju", "maju"), ("...", ""),
])  # fmt: skip
def test_a_name_is_searched_without_signs_and_form(name, key):
    assert agency_key(name) == key


@pytest.mark.parametrize("asked", ["bahari", "PT BAHARI", "pt. bahari k", "  Bahari  Karya Utama "])
def test_an_agency_is_found_by_the_beginning_of_its_name(dewi, agency, asked):
    assert agency.name in text_of(browser(dewi).get("/p3mi/", {"q": asked}))


@pytest.mark.parametrize("asked", ["karya", "bahri", "ba%ri", "_ahari"])
def test_not_found_blames_nobody(dewi, agency, asked):
    page = text_of(browser(dewi).get("/p3mi/", {"q": asked}))

    assert agency.name not in page
    assert "Belum tentu tidak resmi" in page


def test_the_list_goes_on_page_after_page_without_gap_or_double(lestari, dewi):
    names = {
        an_agency(lestari, name=f"PT Nama {number % 7}", licence=str(number)).pk
        for number in range(PER_PAGE * 2 + 3)
    }
    seen, address = [], "/p3mi/?q=nama"
    while address:
        page = browser(dewi).get(address)
        seen += [row.pk for row, _why in page.context["agencies"]]
        address = page.context["next_url"]

    assert len(seen) == len(names)
    assert set(seen) == names


def test_the_list_asks_no_more_when_there_is_more_to_show(lestari, dewi):
    asked = []
    for number in range(12):
        an_agency(lestari, licence=str(number))
        if number in (1, 11):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser(dewi).get("/p3mi/")
            asked.append(len(queries))

    assert asked[0] == asked[1]


def test_strange_addresses_answer_the_first_page_or_nothing(dewi, agency):
    hers = browser(dewi)

    assert agency.name in text_of(hers.get("/p3mi/?sesudah=x"))
    assert hers.get("/p3mi/?kantor=ltsa-seberang").status_code == 404
    assert hers.get("/p3mi/?q=%00").status_code == 200


def test_names_are_reached_by_their_index(lestari, agency, as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_agency (id, office_id, source, seen_on, entered_by_id,"
            " entered_at, writers, revision, name, name_key, licence, status, sanction, address,"
            " phone, branches) SELECT gen_random_uuid(), office_id, source, seen_on, entered_by_id,"
            " entered_at, writers, 1, 'x', 'x' || n, 'x' || n, 'active', '', '', '', ''"
            " FROM directory_agency, generate_series(1, 5000) AS n"
        )
        cursor.execute("ANALYZE directory_agency")
    rows = Agency.objects.filter(office=lestari.home_office_id).named_like("x12").after(None)[:26]

    assert_by_index(plan_of(rows, lestari.actor), "directory_agency", "agencies_by_name")
