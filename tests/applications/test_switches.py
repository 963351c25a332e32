"""The head says from which day on the office gives a service, and the front desk reads it."""

import datetime as dt

import pytest

from satuatap.accounts.models import AuditEntry
from satuatap.applications import actions
from satuatap.applications.models import ServiceSwitch
from satuatap.applications.reading.offers import offered_services
from satuatap.applications.reading.switches import offers_of
from satuatap.catalogue.services import services
from satuatap.common.workflow import MoveRefused
from tests.applications.placements import later
from tests.centre import SERVICE, act, an_application, browser, text_of

pytestmark = pytest.mark.world("administration")
PAGE, FORM = "/layanan-kantor/", f"/layanan-kantor/{SERVICE}/"
WHY = "Kantor imigrasi tidak memintanya lagi."


def said(user, day, **changes):
    return {
        "office": str(user.home_office_id), "is_offered": "no", "reason": WHY,
        "from_on": day.strftime("%d-%m-%Y"), **changes,
    }  # fmt: skip


def today():
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).date()


def test_what_is_switched_off_today_is_not_opened_and_the_front_desk_reads_why(
    dewi, siti, bu_endang, now
):
    browser(bu_endang).post(FORM, said(bu_endang, today()))

    page = text_of(browser(dewi).get(PAGE))
    assert "tidak diberikan" in page and WHY in page
    assert FORM not in page  # she reads; she does not decide
    with pytest.raises(MoveRefused, match="sedang tidak memberikan"):
        an_application(dewi, siti)


def test_running_files_go_on(application, dewi, bu_endang):
    browser(bu_endang).post(FORM, said(bu_endang, today()))

    act(dewi)
    application.refresh_from_db()
    assert application.status == "open"
    assert "Sedang diperiksa" in text_of(browser().get(f"/lacak/{application.code}/"))


def test_a_plan_is_shown_and_counts_from_its_day(dewi, bu_endang, now):
    day = today() + dt.timedelta(days=5)
    browser(bu_endang).post(FORM, said(bu_endang, day))

    act(dewi)
    assert SERVICE in offered_services(dewi.home_office, now)
    assert SERVICE not in offered_services(dewi.home_office, later(now, days=6))
    offer = next(o for o in offers_of([dewi.home_office], now) if o.service.code == SERVICE)
    assert offer.is_offered and [plan.from_on for plan in offer.planned] == [day]
    assert WHY in text_of(browser(bu_endang).get(PAGE))


def test_of_two_plans_for_one_day_the_last_word_counts(dewi, bu_endang, now):
    day = today() + dt.timedelta(days=5)
    for answer in ("no", "yes"):
        browser(bu_endang).post(FORM, said(bu_endang, day, is_offered=answer))

    act(dewi)
    offer = next(o for o in offers_of([dewi.home_office], now) if o.service.code == SERVICE)
    assert len(offer.planned) == 1 and offer.planned[0].is_offered
    assert SERVICE in offered_services(dewi.home_office, later(now, days=6))


def test_a_form_sent_twice_is_one_decision(bu_endang, as_owner):
    visitor = browser(bu_endang)
    once = text_of(visitor.get(FORM)).split('name="once" value="')[1].split('"')[0]
    for _ in range(2):
        assert visitor.post(FORM, said(bu_endang, today(), once=once)).status_code == 302

    act(bu_endang)
    assert ServiceSwitch.objects.count() == 1
    with as_owner():
        assert AuditEntry.objects.filter(verb="service_switched").count() == 1


@pytest.mark.parametrize("wrong", [{"from_on": "01-01-2020"}, {"from_on": "besok"}, {"reason": ""},
                                   {"is_offered": ""}, {"office": "x"}])  # fmt: skip
def test_bad_words_get_a_sentence(bu_endang, wrong):
    answer = browser(bu_endang).post(FORM, said(bu_endang, today(), **wrong))

    assert answer.status_code == 200 and "govuk-error" in text_of(answer)
    act(bu_endang)
    assert not ServiceSwitch.objects.exists()


def test_what_may_not_be_switched_has_no_form(bu_endang):
    fixed = next(s for s in services().values() if not s.switchable)

    for code in (fixed.code, "tidak_ada"):
        assert browser(bu_endang).get(f"/layanan-kantor/{code}/").status_code == 404
    with pytest.raises(MoveRefused):
        actions.switch_service(
            by=act(bu_endang), office=bu_endang.home_office, service=fixed, from_on=today(),
            is_offered=False, reason=WHY,
        )  # fmt: skip


def test_the_office_of_somebody_else_is_not_on_the_form(bu_endang, pak_rudi):
    answer = browser(bu_endang).post(
        FORM, said(bu_endang, today(), office=str(pak_rudi.home_office_id))
    )

    assert "govuk-error" in text_of(answer)


def test_only_the_head_switches(dewi, bu_lestari, bu_ratna):
    for somebody in (dewi, bu_lestari, bu_ratna):
        answer = browser(somebody).post(FORM, said(somebody, today()))
        assert answer.status_code in (403, 404)
