"""A result or a name that is sent twice, by a double press or a slow line, is written once."""

import re

import pytest

from satuatap.applications.models import Step
from satuatap.places.calendars import local_date
from satuatap.workers.models import Finding, ScanReading
from tests.applications.desks import an_officer, open_service, step_of
from tests.centre import a_scan, act, browser, finish, newest_scan, text_of

pytestmark = pytest.mark.world("administration")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def bu_anis(db):
    """At the health desk."""
    return an_officer("kesehatan", "uji-anis", "Anis Fitriani")


@pytest.fixture
def medical(dewi, siti, bu_anis, now):
    """The step in which the health desk writes down the result."""
    a_scan(dewi, siti, "KTP")
    application = open_service(dewi, siti, "pemeriksaan_kesehatan", now)
    finish(bu_anis, step_of(bu_anis, application, "jelaskan"))
    return step_of(bu_anis, application, "catat_kesehatan")


def once_of(page, name="once") -> dict:
    """The id that a shown form carries."""
    found = re.search(rf'name="({name})" value="([^"]+)"', page)
    return {found[1]: found[2]}


def test_a_result_that_is_sent_twice_is_written_once(medical, bu_anis, now):
    visitor, address = browser(bu_anis), medical.get_absolute_url()
    today = local_date(now, bu_anis.home_office.zone).strftime("%d-%m-%Y")
    typed = {"SEHAT-outcome": "fit", "SEHAT-issued_on": today, "SEHAT-valid_until": ""}
    typed |= once_of(text_of(visitor.get(address)), "SEHAT-once")

    for _press in range(2):
        page = text_of(visitor.post(f"{address}hasil/SEHAT/", typed, **HTMX))
        assert "dicatat" in page and "<strong>Laik</strong>" in page

    assert Finding.objects.count() == 1
    act(bu_anis)
    assert Step.objects.get(pk=medical.pk).acts == 1
    typed |= once_of(page, "SEHAT-once") | {"SEHAT-outcome": "unfit"}
    visitor.post(f"{address}hasil/SEHAT/", typed, **HTMX)
    assert Finding.objects.count() == 2, "a new result is another one"


def test_a_name_that_is_sent_twice_is_written_once(first, bu_ratna):
    act(bu_ratna)
    scan = newest_scan(first.application.worker, "KK")
    visitor, address = browser(bu_ratna), f"{first.get_absolute_url()}baca/{scan.pk}/"
    typed = {"full_name": "Siti Rahmawaty", "birth_date": ""} | once_of(
        text_of(visitor.get(address))
    )

    for _press in range(2):
        assert visitor.post(address, typed).status_code == 302

    act(bu_ratna)
    assert ScanReading.objects.count() == 1
