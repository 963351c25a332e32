"""She does not accept that her paper was returned: the front desk writes it down, another decides."""

import pytest

from satuatap.applications import actions
from satuatap.applications.models import Review
from satuatap.common.workflow import MoveRefused
from tests.centre import a_colleague, act, browser, decide, text_of

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def verdict(first, bu_ratna, now):
    """Her family card was returned."""
    given = decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=first, now=now)
    return given


def address(verdict, application):
    return f"/permohonan/{application.pk}/keberatan/{verdict.pk}/"


def test_the_front_desk_asks_once_and_then_reads_that_another_looks(verdict, application, dewi,
                                                                    bu_lestari):  # fmt: skip
    visitor, there = browser(dewi), address(verdict, application)
    page = text_of(visitor.get(there))
    assert "Ya, catat keberatannya" in page and "fotonya buram" in page
    act(dewi)
    assert not Review.objects.exists()

    page = text_of(visitor.post(there, follow=True))

    assert "Diperiksa orang kedua." in page and "Ya, catat keberatannya" not in page
    act(dewi)
    assert Review.objects.get().kind == "appeal"
    # whoever stands at the desk next time reads it too, and nothing of why
    assert "Diperiksa orang kedua." in text_of(browser(bu_lestari).get(there))


@pytest.mark.parametrize(("is_granted", "words"), [
    (True, "Orang kedua menerima surat ini."),
    (False, "Orang kedua juga meminta surat ini diperbaiki."),
])  # fmt: skip
def test_the_outcome_is_read_where_it_was_asked(verdict, application, dewi, bu_ratna, now,
                                                is_granted, words):  # fmt: skip
    review = actions.appeal(by=act(dewi), verdict=verdict)
    susi = a_colleague(bu_ratna)
    actions.decide_review(by=act(susi), review=review, is_granted=is_granted, now=now)

    page = text_of(browser(dewi).get(address(verdict, application)))

    assert words in page and "Susi" not in page


def test_it_is_written_down_once(verdict, application, dewi):
    visitor = browser(dewi)
    for _ in range(2):
        page = text_of(visitor.post(address(verdict, application), follow=True))

    assert "sudah dicatat" in page
    act(dewi)
    assert Review.objects.count() == 1


def test_a_paper_that_the_second_person_already_has_is_not_asked_twice(
    verdict, application, first, dewi, bu_ratna, as_owner
):
    with as_owner():
        Review.objects.create(
            office_id=first.office_id, step=first, kind="waiver", paper="KK", reason="x",
            first_person=bu_ratna, asked_by=bu_ratna,
        )  # fmt: skip

    with pytest.raises(MoveRefused, match="sudah ada pada petugas kedua"):
        actions.appeal(by=act(dewi), verdict=verdict)
    assert browser(dewi).post(address(verdict, application)).status_code == 302


def test_another_office_a_desk_and_a_wrong_pair_find_nothing(
    verdict, application, dewi, pak_rudi, bu_ratna, now
):
    from tests.applications.placements import a_placement

    assert browser(pak_rudi).post(address(verdict, application)).status_code == 404
    assert browser(bu_ratna).post(address(verdict, application)).status_code in (403, 404)
    other, _step = a_placement(dewi, number=4)
    assert browser(dewi).get(address(verdict, other)).status_code == 404
    act(dewi)
    assert not Review.objects.exists()


def test_an_accepted_paper_needs_no_appeal(first, application, bu_ratna, dewi):
    accepted = decide(bu_ratna, first, "KK")

    assert browser(dewi).post(address(accepted, application)).status_code == 403


def test_her_page_does_not_tell_that_she_appealed(verdict, application, dewi):
    before = text_of(browser().get(f"/lacak/{application.code}/"))
    actions.appeal(by=act(dewi), verdict=verdict)

    assert text_of(browser().get(f"/lacak/{application.code}/")) == before
