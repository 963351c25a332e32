"""The ministry closes Taiwan: files wait together, people are listed, and all go on a month later."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from satuatap.applications import actions
from satuatap.applications.clock_keeping import escalate, recount
from satuatap.applications.clocks import Clock, calendar_of_desk, fold
from satuatap.applications.models import Application, DestinationStop, SettlementCheck, Step
from satuatap.common.ids import new_id
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Desk, Office
from tests.applications.placements import LETTER, TO_TAIWAN, a_placement, later, stop_taiwan
from tests.centre import a_scan, act, browser, decide, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
MONTH = {"days": 31}


def files(dewi, ratna, number, now):
    """So many people on the way to Taiwan, in every state that a step can have."""
    laid = []
    for nth in range(number):
        application, step = a_placement(dewi, number=nth, papers=("KK",), now=now)
        if nth % 4 == 1:
            decide(ratna, step, "KK", "blurred")
            actions.return_step(by=act(ratna), step=step, now=now)
        if nth % 4 == 2:
            actions.hold_step(by=act(ratna), step=step, reason="paper_missing", now=now)
        if nth % 4 == 3:
            actions.hold_step(by=act(ratna), step=step, reason="institution_has_it", now=now)
        laid.append(application)
    return laid


def steps_of(laid, dewi):
    act(dewi)
    return Step.objects.filter(application__in=laid, position=0).select_related(
        "desk__office", "desk__refer_to_office"
    )


def they_wait_and_go_on(dewi, ratna, endang, number):
    """Walk 5 by the verbs: everything a month later as if the month had not been."""
    monday = dt.datetime(2027, 2, 1, 3, 0, tzinfo=dt.UTC)
    closed, opened = later(monday, days=1), later(monday, days=32)
    laid = files(dewi, ratna, number, monday)
    beside, _step = a_placement(dewi, number=900, answers={**TO_TAIWAN, "destination": "HK"})
    before = {step.pk: (step.status, step.hold_reason) for step in steps_of(laid, dewi)}

    with CaptureQueriesContext(connection) as closing:
        stop = stop_taiwan(endang, closed)
    waiting = list(steps_of(laid, dewi))
    assert all(step.is_suspended and step.due_on is None for step in waiting)
    assert not any(step.running_since for step in waiting)
    with CaptureQueriesContext(connection) as opening:
        actions.lift_destination(by=act(endang), stop=stop, now=opened)

    for step in steps_of(laid, dewi):
        assert (step.status, step.hold_reason) == before[step.pk]
        _whole(step, monday, closed, opened)
    assert not Application.objects.filter(stopped_by__isnull=False).exists()
    assert not beside.steps.filter(is_suspended=True).exists()
    return len(closing.captured_queries), len(opening.captured_queries)


def _whole(step, monday, closed, opened):
    """Its clock is what pure arithmetic says of a run, a pause and a run."""
    calendar = calendar_of_desk(step.desk)
    runs = step.status == "ready" or step.hold_reason == "institution_has_it"
    expected = Clock().after(monday, True, calendar)
    expected = expected.after(closed if runs else monday, False, calendar)
    if runs:
        expected = expected.after(opened, True, calendar)
    assert step.clock == expected
    assert step.due_on == expected.due_on(step.standard_days, calendar)
    assert step.clock == fold(step.events.order_by("at", "id"), calendar)


def test_twelve_files_wait_and_go_on_with_clocks_whole(dewi, bu_ratna, bu_endang):
    they_wait_and_go_on(dewi, bu_ratna, bu_endang, 12)


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_three_hundred_files_wait_and_go_on_with_clocks_whole(dewi, bu_ratna, bu_endang):
    closing, opening = they_wait_and_go_on(dewi, bu_ratna, bu_endang, 300)

    assert closing < 40 and opening < 40, (closing, opening)


def test_more_files_need_no_more_statements(dewi, bu_ratna, bu_endang, now):
    said = []
    for number in (2, 8):
        files(dewi, bu_ratna, number, now)
        with CaptureQueriesContext(connection) as heard:
            stop = stop_taiwan(bu_endang, later(now, minutes=1))
        said.append(len(heard.captured_queries))
        actions.lift_destination(by=act(bu_endang), stop=stop, now=later(now, minutes=2))
        for application in Application.objects.running():
            actions.withdraw(by=act(dewi), application=application, now=later(now, minutes=3))

    assert said[1] <= said[0]


def test_desks_that_refer_elsewhere_read_that_calendar_once(dewi, bu_endang, bu_ratna, now):
    there = Office.objects.exclude(pk=dewi.home_office_id).first()
    with owner_at_work():
        Desk.objects.filter(office=dewi.home_office, institution="ketenagakerjaan").update(
            presence="refer", refer_to_office=there
        )
    for nth in range(6):
        a_placement(dewi, number=nth)

    with CaptureQueriesContext(connection) as heard:
        stop_taiwan(bu_endang, later(now, minutes=1))

    asked = [q for q in heard.captured_queries if "places_openinghours" in q["sql"]]
    assert len(asked) == 1


def test_while_it_is_closed_nobody_is_late_and_nothing_is_recounted(dewi, bu_endang, now):
    a_placement(dewi)
    stop_taiwan(bu_endang, later(now, minutes=1))

    act(bu_endang)
    assert escalate(dewi.home_office, later(now, days=60)) == 0
    assert recount(dewi.home_office) == 0


def test_a_paper_that_comes_meanwhile_waits_at_the_desk(dewi, bu_ratna, bu_endang, now):
    application, step = a_placement(dewi, papers=("KK",), now=now)
    decide(bu_ratna, step, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=step, now=now)
    stop = stop_taiwan(bu_endang, later(now, minutes=1))

    a_scan(dewi, application.worker, "KK")
    step.refresh_from_db()
    assert (step.status, step.is_suspended, step.running_since) == ("ready", True, None)
    with pytest.raises(PermissionDenied, match="sedang ditutup"):
        actions.finish_step(by=act(bu_ratna), step=step, now=now)

    actions.lift_destination(by=act(bu_endang), stop=stop, now=later(now, days=1))
    act(dewi)
    step.refresh_from_db()
    assert step.running_since is not None and step.due_on is not None


def test_what_a_second_closure_still_holds_goes_on_waiting(dewi, bu_endang, now):
    carer, _step = a_placement(dewi, number=1)
    other, _step = a_placement(dewi, number=2, answers={**TO_TAIWAN, "occupation": "PLANTATION"})
    everything = stop_taiwan(bu_endang, later(now, minutes=1))
    carers = stop_taiwan(bu_endang, later(now, minutes=2), occupation="ELDERCARE_HOME")

    actions.lift_destination(by=act(bu_endang), stop=everything, now=later(now, minutes=3))

    act(dewi)
    carer.refresh_from_db()
    other.refresh_from_db()
    assert (carer.stopped_by_id, other.stopped_by_id) == (carers.pk, None)
    assert carer.steps.filter(is_suspended=False).count() == 0
    assert other.steps.filter(is_suspended=True).count() == 0

    actions.lift_destination(by=act(bu_endang), stop=carers, now=later(now, minutes=4))
    act(dewi)
    assert carer.steps.filter(is_suspended=True).count() == 0


def test_no_new_file_is_opened_to_a_closed_destination(dewi, bu_endang, now):
    stop_taiwan(bu_endang, now)

    with pytest.raises(MoveRefused, match="sedang dihentikan"):
        a_placement(dewi)


def test_another_office_goes_on(dewi, pak_rudi, bu_endang, now):
    theirs, _step = a_placement(pak_rudi, number=3)
    stop_taiwan(bu_endang, now)

    act(pak_rudi)
    assert not theirs.steps.filter(is_suspended=True).exists()
    assert browser(pak_rudi).get("/tujuan-ditutup/").status_code == 200
    assert "Taiwan" not in text_of(browser(pak_rudi).get("/tujuan-ditutup/"))


# --- screens ------------------------------------------------------------------------------------


def said(**changes):
    return {"destination": "TW", "occupation": "", "source": LETTER, **changes}


def office_of(user):
    return {"office": str(user.home_office_id)}


def test_the_head_is_told_how_many_files_wait_before_anything_is_closed(dewi, bu_endang):
    for nth in range(3):
        a_placement(dewi, number=nth)
    visitor, words = browser(bu_endang), said(**office_of(bu_endang))

    page = text_of(visitor.post("/tujuan-ditutup/baru/", words))

    assert "3 berkas akan menunggu" in page and "Taiwan" in page and LETTER in page
    act(bu_endang)
    assert not DestinationStop.objects.exists()

    answer = visitor.post("/tujuan-ditutup/baru/", {**words, "confirmed": "on"}, follow=True)
    page = text_of(answer)
    assert "Siti 000" in page and "Siti 002" in page and "belum ditanyakan" in page
    act(bu_endang)
    assert DestinationStop.objects.get().stopped_by == bu_endang


def test_a_form_sent_twice_closes_once(dewi, bu_endang):
    visitor = browser(bu_endang)
    page = text_of(visitor.get("/tujuan-ditutup/baru/"))
    once = page.split('name="once" value="')[1].split('"')[0]
    words = said(**office_of(bu_endang), once=once, confirmed="on")

    first, second = (visitor.post("/tujuan-ditutup/baru/", words) for _ in range(2))

    assert first.url == second.url
    act(bu_endang)
    assert DestinationStop.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"source": ""}, {"destination": "XX"}, {"destination": ""},
                                   {"occupation": "keliru"}, {"office": "lain"}])  # fmt: skip
def test_nothing_is_closed_without_a_letter_or_for_nowhere(bu_endang, wrong):
    words = {**said(**office_of(bu_endang)), "confirmed": "on", **wrong}
    answer = browser(bu_endang).post("/tujuan-ditutup/baru/", words)

    assert answer.status_code == 200 and "govuk-error" in text_of(answer)
    act(bu_endang)
    assert not DestinationStop.objects.exists()


def test_only_the_head_closes_and_opens(dewi, bu_lestari, bu_ratna, bu_endang, now):
    stop = stop_taiwan(bu_endang, now)

    for somebody in (dewi, bu_lestari, bu_ratna):
        visitor = browser(somebody)
        for address in ("/tujuan-ditutup/baru/", f"/tujuan-ditutup/{stop.pk}/buka/"):
            assert visitor.get(address).status_code in (403, 404)
            assert visitor.post(address, said()).status_code in (403, 404)
    act(bu_endang)
    stop.refresh_from_db()
    assert stop.lifted_at is None


def test_the_list_is_for_the_office_and_not_for_a_desk(dewi, bu_ratna, pak_rudi, bu_endang, now):
    a_placement(dewi, number=1)
    stop = stop_taiwan(bu_endang, now)
    address = f"/tujuan-ditutup/{stop.pk}/"

    for somebody in (bu_ratna, pak_rudi):
        assert browser(somebody).get(address).status_code == 404
    assert "Siti 001" in text_of(browser(bu_endang).get(address))


@pytest.mark.parametrize(
    ("username", "may"),
    [("dewi", True), ("lestari", True), ("endang", True), ("ratna", False), ("joko", False)],
)
def test_the_start_page_leads_to_the_closed_destinations(person, username, may):
    visitor = browser(person(username))

    assert ('href="/tujuan-ditutup/"' in text_of(visitor.get("/"))) is may
    if may:
        assert visitor.get("/tujuan-ditutup/").status_code == 200


def test_money_and_debt_are_asked_and_stand_on_the_list(dewi, bu_endang, now):
    application, _step = a_placement(dewi, number=1)
    stop = stop_taiwan(bu_endang, now)
    address = f"/tujuan-ditutup/{stop.pk}/uang/{application.pk}/"
    visitor = browser(dewi)
    assert "tanpa pihak perusahaan" in text_of(visitor.get(address))

    answer = visitor.post(address, {
        "has_paid": "yes", "paid_rupiah": "Rp 2.500.000", "has_debt": "yes", "papers_held": "no",
    }, follow=True)  # fmt: skip

    page = text_of(answer)
    assert "Rp\N{NO-BREAK SPACE}2.500.000" in page and "sa-badge--waiting" not in page
    assert "Tanyakan" not in text_of(browser(bu_endang).get(f"/tujuan-ditutup/{stop.pk}/"))


def test_an_amount_stands_only_where_she_paid(dewi, bu_endang, now):
    application, _step = a_placement(dewi, number=1)
    stop = stop_taiwan(bu_endang, now)

    answer = browser(dewi).post(f"/tujuan-ditutup/{stop.pk}/uang/{application.pk}/", {
        "has_paid": "no", "paid_rupiah": "5000", "has_debt": "no", "papers_held": "no",
    })  # fmt: skip

    assert "Isi jumlah hanya bila sudah membayar" in text_of(answer)
    act(dewi)
    assert not SettlementCheck.objects.exists()


def test_a_file_that_does_not_wait_is_not_asked(dewi, bu_endang, now):
    application, _step = a_placement(dewi, number=1, answers={**TO_TAIWAN, "destination": "HK"})
    stop = stop_taiwan(bu_endang, now)

    address = f"/tujuan-ditutup/{stop.pk}/uang/{application.pk}/"
    assert browser(dewi).get(address).status_code == 404
    with pytest.raises(MoveRefused):
        actions.check_settlement(
            by=act(dewi), once=new_id(), application=application, stop=stop, has_paid="no",
            has_debt="no", papers_held="no",
        )  # fmt: skip


def test_opening_again_is_asked_once(dewi, bu_endang, now):
    a_placement(dewi, number=1)
    stop = stop_taiwan(bu_endang, now)
    visitor, address = browser(bu_endang), f"/tujuan-ditutup/{stop.pk}/buka/"
    assert "1 berkas berjalan lagi" in text_of(visitor.get(address))

    visitor.post(address)
    page = text_of(visitor.post(address, follow=True))

    assert "sudah dibuka lagi" in page
    act(dewi)
    assert not Step.objects.filter(is_suspended=True).exists()


def test_the_list_asks_no_more_when_more_wait(dewi, bu_endang, now):
    said_by = []
    for number in (range(2), range(2, 12)):
        for nth in number:
            a_placement(dewi, number=nth)
        stop = stop_taiwan(bu_endang, later(now, minutes=1))
        visitor = browser(bu_endang)
        visitor.get(f"/tujuan-ditutup/{stop.pk}/")
        with CaptureQueriesContext(connection) as heard:
            visitor.get(f"/tujuan-ditutup/{stop.pk}/")
        said_by.append(len(heard.captured_queries))
        actions.lift_destination(by=act(bu_endang), stop=stop, now=later(now, minutes=2))

    assert said_by[0] == said_by[1] <= 10


def test_no_letter_is_drafted_while_the_destination_is_closed(application, bu_lestari, bu_endang):
    from satuatap.applications import permissions

    application.status = "letter"
    assert permissions.draft_letter.allows(bu_lestari, application)

    application.stopped_by_id = new_id()

    assert "sedang ditutup" in permissions.draft_letter.why_not(bu_lestari, application)
