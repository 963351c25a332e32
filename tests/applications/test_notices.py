"""When a destination closes, everybody who waits gets a letter: drafted once, for her own hand."""

import datetime

import pytest

from satuatap.applications import actions
from satuatap.common.ids import new_id
from satuatap.letters.models import Letter
from tests.applications.placements import LETTER, a_placement, stop_taiwan
from tests.centre import act, browser, text_of

pytestmark = pytest.mark.world("administration")
BORN = datetime.date(1998, 3, 17)


@pytest.fixture
def stop(dewi, bu_endang, now):
    """Taiwan is closed; two wait, of one nothing but the name is known."""
    from satuatap.workers.models import Worker
    from tests.conftest import owner_at_work

    a_placement(dewi)
    a_placement(dewi, number=1)
    with owner_at_work():
        Worker.objects.filter(full_name="Siti Rahmawati").update(birth_date=BORN)
    return stop_taiwan(bu_endang, now)


def drafts(officer):
    """The words of every letter, as this officer reads them."""
    act(officer)
    return [letter.words for letter in Letter.objects.all()]


def test_one_letter_is_drafted_for_each_who_waits_and_a_second_press_doubles_nothing(
    stop, bu_lestari, dewi
):
    visitor, address = browser(bu_lestari), f"/tujuan-ditutup/{stop.pk}/"
    assert "Buat surat pemberitahuan" in text_of(visitor.get(address))

    page = text_of(visitor.post(f"{address}surat/", follow=True))
    assert "Konsep surat yang disusun sekarang: 1." in page
    assert "belum tercatat: Siti 001." in page
    page = text_of(visitor.post(f"{address}surat/", follow=True))
    assert "Konsep surat yang disusun sekarang: 0." in page

    (words,) = drafts(bu_lestari)
    assert (words["full_name"], words["decision"]) == ("Siti Rahmawati", LETTER)
    assert "Belum diperiksa" in words["refund_words"]


def test_what_she_said_of_money_and_debt_stands_in_it(stop, bu_lestari, dewi):
    act(dewi)
    hers = next(
        one for one in stop.applications.select_related("worker")
        if one.worker.full_name == "Siti Rahmawati"
    )  # fmt: skip
    actions.check_settlement(
        by=dewi, once=new_id(), application=hers, stop=stop, has_paid="yes", paid_rupiah=5_000_000,
        has_debt="no", papers_held="no",
    )  # fmt: skip

    browser(bu_lestari).post(f"/tujuan-ditutup/{stop.pk}/surat/")

    (words,) = drafts(bu_lestari)
    assert "Rp 5.000.000" in words["refund_words"].replace("\xa0", " ")
    assert "Tidak ada" in words["debt_words"]


def test_only_who_drafts_letters_of_this_office_and_only_while_it_is_closed(
    stop, bu_lestari, dewi, bu_endang, pak_rudi, now
):
    address = f"/tujuan-ditutup/{stop.pk}/"
    for other in (dewi, bu_endang, pak_rudi):
        assert browser(other).post(f"{address}surat/").status_code == 404, other
    assert "Buat surat pemberitahuan" not in text_of(browser(dewi).get(address))
    actions.lift_destination(by=act(bu_endang), stop=stop, now=now)

    page = text_of(browser(bu_lestari).post(f"{address}surat/", follow=True))

    assert "sudah dibuka lagi" in page and drafts(bu_lestari) == []
