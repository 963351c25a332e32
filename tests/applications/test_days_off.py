"""Promised days follow the calendar on which the institution works, wherever it is changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from satuatap.applications.models import Step
from satuatap.catalogue.services import services
from satuatap.places.models import Desk, Office, Presence
from tests.centre import SERVICE, a_worker, act, browser, open_with, somebody
from tests.conftest import owner_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
HOME = "/pengaturan/kantor"
TUESDAY = datetime(2027, 3, 2, 23, 30, tzinfo=ZoneInfo("Asia/Jakarta"))  # Wednesday in WITA


@pytest.fixture
def its_office(dewi):
    """An office in another zone, to which the manpower desk refers."""
    with owner_at_work():
        office = Office.objects.create(
            code="dinas-wita", name="Dinas Contoh", kind=Office.Kind.MANPOWER_OFFICE,
            area=dewi.home_office.area, time_zone="Asia/Makassar", is_installed=False,
        )  # fmt: skip
        desks = Desk.objects.filter(office=dewi.home_office, institution="ketenagakerjaan")
        desks.update(presence=Presence.REFER, refer_to_office=office)
    return office


@pytest.fixture
def file(dewi, its_office):
    """A file that came to the manpower desk on that Tuesday evening."""
    return open_with(dewi, services()[SERVICE], a_worker(dewi), now=TUESDAY)


def due_on(file, by):
    act(by)
    return Step.objects.get(application=file, position=0).due_on


def test_a_day_off_of_the_office_to_which_a_desk_refers_moves_its_promise(its_office, file, dewi):
    assert due_on(file, dewi) == date(2027, 3, 4)

    answer = browser(somebody("tini")).post(
        f"{HOME}/{its_office.code}/tutup/", {"first": "04-03-2027", "name": "pemeliharaan"}
    )

    assert answer.status_code == 302
    assert due_on(file, dewi) == date(2027, 3, 5)


def test_a_corrected_time_zone_moves_the_promise(its_office, file, dewi):
    facts = {"name": its_office.name, "kind": its_office.kind, "area": its_office.area_id,
             "area_text": its_office.area.full_name, "area_for": its_office.area.full_name,
             "time_zone": "Asia/Jakarta"}  # fmt: skip

    answer = browser(somebody("tini")).post(f"{HOME}/{its_office.code}/ubah/", facts)

    assert answer.status_code == 302
    assert due_on(file, dewi) == date(2027, 3, 3)


def test_a_day_off_elsewhere_moves_nothing(its_office, file, dewi):
    with owner_at_work():
        other = Office.objects.create(
            code="lain", name="Kantor Lain", kind=Office.Kind.MANPOWER_OFFICE,
            area=dewi.home_office.area, is_installed=False,
        )  # fmt: skip

    browser(somebody("tini")).post(
        f"{HOME}/{other.code}/tutup/", {"first": "04-03-2027", "name": "pemeliharaan"}
    )

    assert due_on(file, dewi) == date(2027, 3, 4)
