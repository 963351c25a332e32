"""May this job order be used today? The answer is a sentence for officers, or nothing."""

import datetime

import pytest

from satuatap.common import acting
from satuatap.directory import reading
from satuatap.directory.models import Agency, JobOrder
from tests.directory.conftest import AGENCY, NOW, ORDER, TODAY, an_agency, an_order, compared

pytestmark = pytest.mark.world("administration")
DAY = datetime.timedelta(days=1)


def usable(officer, on=TODAY):
    """Numbers of the job orders that this officer's office may use."""
    with acting.acting_as(officer.actor, read_only=True):
        return [row.number for row in reading.usable_job_orders(officer.home_office_id, on)]


def test_a_job_order_behind_which_two_people_stand_is_usable(ratna, lestari, order):
    assert usable(lestari) == ["JO-TW-118"]
    assert usable(ratna) == ["JO-TW-118"]


def test_another_office_finds_nothing_of_it(gatot, lestari, order):
    assert usable(gatot) == []
    with acting.acting_as(gatot.actor, read_only=True):
        assert reading.usable_job_orders(lestari.home_office_id, TODAY) == []
        assert reading.find_job_order(order.pk) is None


def test_what_only_its_writer_has_seen_is_not_usable(lestari, agency):
    order = an_order(lestari, agency)

    assert usable(lestari) == []
    assert "belum dicocokkan" in reading.why_not_usable(order, TODAY)


AGAINST_AGENCY = {
    "revoked": ({"status": "revoked"}, "dicabut"),
    "suspended": ({"status": "suspended"}, "dibekukan"),
    "unknown": ({"status": "unknown"}, "belum diketahui"),
    "no number": ({"licence": ""}, "belum dicatat"),
    "no end": ({"licence_until": None}, "belum dicatat"),
    "ended yesterday": ({"licence_until": TODAY - DAY}, "SIP3MI habis pada 23 November 2026"),
    "begins tomorrow": ({"licence_from": TODAY + DAY}, "baru berlaku sejak 25 November 2026"),
    "unchecked": ({"checked_on": None}, "P3MI ini belum dicocokkan"),
    "checked long ago": ({"checked_on": TODAY - 91 * DAY}, "Cocokkan lagi"),
}
AGAINST_ORDER = {
    "full": ({"status": "full"}, "penuh"),
    "stopped": ({"status": "stopped"}, "dihentikan"),
    "past": ({"valid_until": TODAY - DAY}, "berlaku sampai 23 November 2026"),
    "no permit": ({"permit": ""}, "SIP2MI"),
    "permit ended": ({"permit_until": TODAY - DAY}, "SIP2MI habis"),
    "no attaché": ({"attache_number": ""}, "Verifikasi atase"),
    "unchecked": ({"checked_on": None}, "Job order ini belum dicocokkan"),
    "checked long ago": ({"checked_on": TODAY - 91 * DAY}, "Cocokkan lagi"),
}
STILL_GOOD = {
    "licence ends today": ({"licence_until": TODAY}, {}),
    "licence begins today": ({"licence_from": TODAY}, {}),
    "permit ends today": ({}, {"permit_until": TODAY}),
    "order ends today": ({}, {"valid_until": TODAY}),
    "order names no end": ({}, {"valid_until": None}),
    "checked ninety days ago": ({"checked_on": TODAY - 90 * DAY}, {}),
}


def on_paper(agency=None, order=None):
    """A job order that was never stored, with these changes."""
    company = Agency(**(AGENCY | {"checked_on": TODAY} | (agency or {})))
    return JobOrder(agency=company, **(ORDER | {"checked_on": TODAY} | (order or {})))


@pytest.mark.parametrize("case", AGAINST_AGENCY)
def test_what_speaks_against_the_agency_speaks_against_its_job_orders(case):
    changes, words = AGAINST_AGENCY[case]

    assert words in reading.why_not_usable(on_paper(agency=changes), TODAY)


@pytest.mark.parametrize("case", AGAINST_ORDER)
def test_what_speaks_against_a_job_order(case):
    changes, words = AGAINST_ORDER[case]

    assert words in reading.why_not_usable(on_paper(order=changes), TODAY)


@pytest.mark.parametrize("case", STILL_GOOD)
def test_on_its_last_day_it_still_holds(case):
    assert reading.why_not_usable(on_paper(*STILL_GOOD[case]), TODAY) == ""


def test_a_correction_takes_it_out_of_use_until_it_is_compared_again(
    lestari, endang, agency, order
):
    from satuatap.directory import actions

    with acting.acting_as(lestari.actor):
        changed = actions.correct_agency(by=lestari, agency=agency, now=NOW,
                                         revision=agency.revision, phone="021-5550102")  # fmt: skip

    assert usable(lestari) == []
    compared(endang, changed)
    assert usable(lestari) == ["JO-TW-118"]


def test_a_suspended_agency_takes_all_its_job_orders_along(lestari, endang):
    agency = compared(endang, an_agency(lestari, status="suspended"))
    for number in ("A", "B"):
        compared(endang, an_order(lestari, agency, number=number))

    assert usable(lestari) == []
