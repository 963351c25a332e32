"""The screens of places, called as a browser or htmx would."""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import ProgrammingError
from django.http import Http404
from django.utils import timezone

from satuatap.common import acting
from satuatap.places import views
from satuatap.places.calendars import local_date
from satuatap.places.models import Closure, Desk, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rf, administrator):
    """Call a view and return its page as text (or the address of a redirect)."""

    def ask(view, *args, method="get", htmx=False, **data):
        headers = {"HX-Request": "true"} if htmx else {}
        request = getattr(rf, method)("/", data, headers=headers)
        request._messages = CookieStorage(request)
        request.actor = administrator
        answer = view(request, *args)
        return answer.get("Location") or answer.content.decode()

    return ask


def test_suggestions_are_radios_for_the_field_that_asked(ask):
    page = ask(
        views.villages, htmx=True, nama="orang-desa", **{"orang-desa_text": "sumberag batang"}
    )

    assert 'name="orang-desa" id="id_orang-desa_0" value="18.07.06.2016"' in page
    assert 'name="orang-desa_for" value="sumberag batang"' in page
    assert "<html" not in page


def test_the_page_of_villages_works_without_script(ask):
    page = ask(views.villages, q="sumberag batang")

    assert "18.07.06.2016" in page
    assert "<h1>" in page


def test_a_hostile_field_name_or_area_does_not_reach_the_page(ask):
    page = ask(views.villages, htmx=True, nama='"><script>', q="sumberag batang", dalam="32' OR")

    assert "<script>" not in page
    assert "18.07.06.2016" in page


def test_only_villages_are_suggested_where_a_village_is_asked(ask):
    assert "Kabupaten Cirebon" in ask(views.areas, q="kab cirebon")
    assert 'scope="row">Kabupaten Cirebon' not in ask(views.villages, q="kab cirebon")


def test_the_public_reads_the_last_known_state_and_no_plan_or_source(ask):
    page = ask(views.offices)

    assert "Dilaporkan buka (17 Februari 2021)." in page
    assert "sejak 10 Juni 2021" in page
    assert "Cianjur" not in page
    assert "http" not in page.split("<h1>")[1].split("</main>")[0]


def test_the_public_page_costs_few_queries(ask, django_assert_max_num_queries, cirebon):
    with django_assert_max_num_queries(3):
        ask(views.offices)


def test_a_visitor_sees_hours_desks_and_closed_days(ask, cirebon):
    Desk.objects.create(
        office=cirebon, institution="keimigrasian", presence="rota", rota_weekdays=[1]
    )
    Closure.objects.create(office=cirebon, date=date(2099, 1, 5), name="pindah gedung")

    page = ask(views.office, cirebon.code)

    assert "Ada setiap Selasa." in page
    assert "pindah gedung" in page


def test_an_unknown_office_does_not_exist(ask):
    with pytest.raises(Http404):
        ask(views.office, "tidak-ada")


def test_staff_see_plans_with_their_source(ask):
    page = ask(views.known_centres)

    assert "Cianjur" in page
    assert "tidak ditampilkan" in page


def test_an_administrator_sets_up_an_office_from_nothing(ask):
    to = ask(
        views.edit_office,
        method="post",
        name="LTSA Sikka",
        code="uji-sikka",
        kind="service_centre",
        area="53.07",
        time_zone="Asia/Makassar",
    )
    ask(
        views.edit_desk,
        "uji-sikka",
        "keimigrasian",
        method="post",
        presence="rota",
        rota_weekdays=["1"],
    )
    ask(views.edit_hours, "uji-sikka", method="post", **{"0-opens": "08:00", "0-closes": "15:00"})
    ask(views.close_days, "uji-sikka", method="post", first="05-01-2099", name="pindah gedung")
    page = ask(views.manage_office, "uji-sikka")

    assert to.endswith("/pengaturan/kantor/uji-sikka/")
    assert "Ada setiap Selasa." in page
    assert "Senin 08.00\u201315.00 WITA" in page
    assert "pindah gedung" in page
    assert page.count("Belum diatur.") == 7


def test_setting_hours_again_replaces_the_week(ask, cirebon):
    ask(views.edit_hours, cirebon.code, method="post", **{"0-opens": "08:00", "0-closes": "15:00"})
    ask(views.edit_hours, cirebon.code, method="post", **{"4-opens": "08.00", "4-closes": "11"})

    assert [hours.weekday for hours in cirebon.hours.all()] == [4]


def test_a_wrong_form_comes_back_with_what_was_typed(ask, cirebon):
    page = ask(
        views.edit_office, method="post", name="LTSA Baru", code="uji-cirebon", area_text="cirebon"
    )

    assert 'value="LTSA Baru"' in page
    assert "Ada beberapa wilayah dengan nama itu. Pilih satu." in page
    assert "Kode ini sudah dipakai kantor lain." in page


def test_a_closed_day_can_be_taken_back(ask, cirebon):
    Closure.objects.create(office=cirebon, date=date(2099, 1, 5), name="pindah gedung")

    ask(views.reopen_day, cirebon.code, date(2099, 1, 5), method="post")

    assert not cirebon.closures.exists()


def test_a_day_that_has_passed_is_taken_back_too(ask, cirebon):
    noted = local_date(timezone.now(), cirebon.zone) - timedelta(days=7)
    ask(views.close_days, cirebon.code, method="post", first=f"{noted:%d-%m-%Y}", name="keliru")

    assert f"/tutup/{noted:%Y-%m-%d}/hapus/" in ask(views.manage_office, cirebon.code)


def test_a_desk_of_an_unknown_institution_does_not_exist(ask, cirebon):
    with pytest.raises(Http404):
        ask(views.edit_desk, cirebon.code, "pajak")


def test_an_administrator_of_another_office_finds_nothing_to_manage(rf, administrator, cirebon):
    elsewhere = acting.Actor(person=uuid.uuid4(), offices={"manage_offices": (str(uuid.uuid4()),)})
    request = rf.get("/")
    request.actor = elsewhere
    acting.enter(elsewhere)

    for view in (views.manage_office, views.edit_office, views.edit_hours):
        with pytest.raises(Http404):
            view(request, cirebon.code)
    assert not Office.objects.filter(pk=cirebon.pk).update(name="direbut")


def test_nobody_makes_an_office_that_works_with_the_system_on_a_screen(administrator):
    with pytest.raises(ProgrammingError, match="row-level security"):
        Office.objects.create(
            code="uji-liar", name="Liar", kind="service_centre", area_id="32.09", is_installed=True
        )
