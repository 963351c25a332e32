"""Figures that the head reads, each against the same figure reckoned by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from satuatap.accounts.models import Assignment
from satuatap.applications import actions
from satuatap.applications.models import DeskTime, Review, Step, StepEvent, Verdict
from satuatap.applications.reading import oversight
from satuatap.applications.reading.reviews import PAGE
from tests.applications.placements import a_placement, stop_taiwan
from tests.centre import (
    a_scan,
    a_worker,
    act,
    an_application,
    browser,
    decide,
    finish,
    somebody,
    text_of,
)
from tests.conftest import owner_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
TODAY = date(2026, 11, 20)


@pytest.fixture
def desks(bu_endang):
    return oversight.desks_of(bu_endang.home_office)


def one_more(dewi, officer, number):
    """Somebody's recommendation, and its step at the manpower desk."""
    opened = an_application(dewi, a_worker(dewi, nik="", full_name=f"Siti {number:02}"))
    act(officer)
    return opened.steps.get(position=0)


def set_steps(*steps, **words):
    with owner_at_work():
        Step.objects.filter(pk__in=[step.pk for step in steps]).update(**words)


def at(office, day, clock) -> datetime:
    """This time of day on a day of November 2026, as the office's clock shows it."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=office.zone)


# --- load ---------------------------------------------------------------------------------------


def test_what_lies_at_a_desk_is_told_apart_by_whose_turn_it_is(
    dewi, bu_ratna, bu_endang, desks, now
):
    rows = [one_more(dewi, bu_ratna, number) for number in range(7)]
    ready, late, due, returned, hers, outside, ours = rows
    for step, reason in (
        (hers, "paper_missing"), (outside, "institution_has_it"), (ours, "needs_second_look"),
    ):  # fmt: skip
        actions.hold_step(by=act(bu_ratna), step=step, reason=reason, now=now)
    decide(bu_ratna, returned, "KK", "blurred")
    actions.return_step(by=act(bu_ratna), step=returned, now=now)
    _closed, suspended = a_placement(dewi, number=8)  # two steps of hers wait for the country
    stop_taiwan(bu_endang, now)
    set_steps(*rows, ready_at=now - timedelta(days=1))
    set_steps(ready, outside, ours, due_on=TODAY + timedelta(days=1))
    set_steps(late, due_on=TODAY - timedelta(days=1), ready_at=now - timedelta(days=9))
    set_steps(due, due_on=TODAY)
    finish(bu_ratna, one_more(dewi, bu_ratna, 9))

    act(bu_endang)
    load = {row["desk"].institution: row for row in oversight.load_of_desks(desks, TODAY)}

    mine = load["ketenagakerjaan"]
    figures = {key: mine[key] for key in ("lying", "overdue", "today", "her", "outside")}
    assert figures == {"lying": 9, "overdue": 1, "today": 1, "her": 2, "outside": 3}
    assert mine["oldest"] == now - timedelta(days=9)
    assert load["kependudukan"]["lying"] == 1, "what was finished went on to the next desk"
    assert load["keimigrasian"]["lying"] == 0 and load["keimigrasian"]["oldest"] is None
    assert list(load) == [desk.institution for desk in desks]
    assert Step.objects.get(pk=suspended.pk).is_suspended


def test_the_load_of_another_office_is_not_counted(dewi, pak_rudi, bu_ratna, bu_endang, desks):
    one_more(dewi, bu_ratna, 1)
    an_application(pak_rudi, a_worker(pak_rudi, nik=""))

    act(bu_endang)

    assert sum(row["lying"] for row in oversight.load_of_desks(desks, TODAY)) == 1


# --- officers and returned papers ---------------------------------------------------------------


def test_per_officer_steps_the_median_of_their_days_acts_and_the_last_one(
    dewi, bu_ratna, pak_yusuf, bu_endang, desks, now
):
    days = {1: (1, 4), 2: (8, 5), 3: (3, 6), 4: (90, 7)}  # number: working days, acts
    for number, (used, acts) in days.items():
        step = one_more(dewi, bu_ratna, number)
        finish(bu_ratna, step)
        set_steps(step, used_days=used, acts=acts, done_at=now - timedelta(days=number))
    set_steps(step, done_at=now - timedelta(days=100))
    act(bu_endang)
    of_yusuf = Step.objects.get(application__worker__full_name="Siti 01", position=1)
    finish(pak_yusuf, of_yusuf)
    set_steps(of_yusuf, used_days=2, acts=9, done_at=now - timedelta(hours=1))

    act(bu_endang)
    ratna, yusuf = oversight.work_of_officers(desks, now - timedelta(days=90))

    assert ratna == {"name": bu_ratna.full_name, "finished": 3, "median_days": 3.0, "acts": 15,
                     "last_at": now - timedelta(days=1)}  # fmt: skip
    assert yusuf == {"name": pak_yusuf.full_name, "finished": 1, "median_days": 2.0, "acts": 9,
                     "last_at": now - timedelta(hours=1)}  # fmt: skip


def test_returned_papers_by_reason_the_most_frequent_first(dewi, bu_ratna, bu_endang, now):
    said = (("KTP", "cut_off", 1), ("KK", "blurred", 2), ("KTP", "blurred", 3),
            ("KTP", "blurred", 120), ("KK", "", 4))  # fmt: skip
    for number, (kind, reason, days) in enumerate(said):
        verdict = decide(bu_ratna, one_more(dewi, bu_ratna, number), kind, reason)
        with owner_at_work():
            Verdict.objects.filter(pk=verdict.pk).update(at=now - timedelta(days=days))

    act(bu_endang)
    rows = oversight.returns_by_reason(bu_endang.home_office, now - timedelta(days=90))

    assert [(row["reason"], row["label"], row["number"], row["last_at"]) for row in rows] == [
        ("blurred", "Foto buram", 2, now - timedelta(days=2)),
        ("cut_off", "Terpotong", 1, now - timedelta(days=1)),
    ]


# --- acts and minutes ---------------------------------------------------------------------------


def set_times(step, *, verdicts, events):
    """When each verdict (by kind, in order) and each event (by kind) took place."""
    with owner_at_work():
        for kind, moments in verdicts.items():
            rows = Verdict.objects.filter(step=step, kind=kind).order_by("at", "id")
            for row, moment in zip(rows, moments, strict=True):
                Verdict.objects.filter(pk=row.pk).update(at=moment)
        for kind, moment in events.items():
            assert StepEvent.objects.filter(step=step, kind=kind).update(at=moment) == 1


def test_acts_are_clicks_and_minutes_run_within_one_day_of_one_officer(
    dewi, siti, bu_ratna, bu_endang, desks, now
):
    office = bu_endang.home_office
    straight = one_more(dewi, bu_ratna, 1)  # three papers and the end: 4 acts, 06:56 to 07:08
    finish(bu_ratna, straight)
    set_times(
        straight,
        verdicts={"KTP": [at(office, 2, "06:56")], "KK": [at(office, 2, "07:00")],
                  "AKTA_LAHIR": [at(office, 2, "07:06")]},
        events={"arrived": at(office, 2, "06:00"), "done": at(office, 2, "07:08")},
    )  # fmt: skip
    opened = an_application(dewi, siti)  # returned and brought back: 7 acts, 5 and 6 minutes
    act(bu_ratna)
    again = opened.steps.get(position=0)
    decide(bu_ratna, again, "KTP", "blurred")
    actions.return_step(by=act(bu_ratna), step=again, now=now)
    a_scan(dewi, siti, "KTP")
    finish(bu_ratna, again)
    set_times(
        again,
        verdicts={"KTP": [at(office, 3, "09:00"), at(office, 4, "10:00")],
                  "KK": [at(office, 4, "10:01")], "AKTA_LAHIR": [at(office, 4, "10:02")]},
        events={"arrived": at(office, 3, "08:00"), "returned": at(office, 3, "09:05"),
                "brought_back": at(office, 3, "16:00"), "done": at(office, 4, "10:06")},
    )  # fmt: skip
    set_steps(one_more(dewi, bu_ratna, 5), acts=50)  # not finished: counts nowhere
    long_ago = one_more(dewi, bu_ratna, 6)
    finish(bu_ratna, long_ago)
    set_steps(long_ago, acts=50, done_at=now - timedelta(days=100))

    act(bu_endang)
    (row,) = oversight.effort_of_services(office, desks, now - timedelta(days=90))

    assert row["name"] == "Rekomendasi paspor untuk calon pekerja migran"
    assert row["steps"] == 2
    assert row["acts"] == Decimal("5.5"), "4 and 7"
    assert row["minutes"] == Decimal("11.5"), "12 and 5 + 6"


def test_each_service_has_its_own_figures_and_one_act_takes_no_minute(
    dewi, bu_lestari, bu_ratna, bu_endang, desks, now
):
    for number in (1, 2):
        finish(bu_ratna, one_more(dewi, bu_ratna, number))
    _opened, step = a_placement(dewi, "bantuan_kepulangan", answers={}, number=3)
    act(bu_ratna)
    actions.finish_step(by=bu_ratna, step=step, now=now + timedelta(minutes=5))

    act(bu_endang)
    rows = oversight.effort_of_services(bu_endang.home_office, desks, now - timedelta(days=90))

    assert [(row["name"], row["steps"]) for row in rows] == [
        ("Rekomendasi paspor untuk calon pekerja migran", 2), ("Bantuan setelah pulang", 1),
    ]  # fmt: skip
    assert (rows[1]["acts"], rows[1]["minutes"]) == (1, 0)


def test_talks_are_counted_where_they_were_finished(dewi, bu_ratna, bu_endang, desks, now):
    for number, alone in enumerate((True, True, False, None)):
        step = one_more(dewi, bu_ratna, number)
        finish(bu_ratna, step)
        set_steps(step, held_alone=alone)
    set_steps(one_more(dewi, bu_ratna, 8), held_alone=True)  # not finished yet

    act(bu_endang)

    assert oversight.talks(desks, now - timedelta(days=90)) == {"held": 3, "alone": 2}


# --- stuck --------------------------------------------------------------------------------------


def test_stuck_is_late_suspended_or_still_for_two_weeks_and_nothing_else(
    dewi, bu_ratna, bu_endang, now
):
    office = bu_endang.home_office
    late, today, held, lately, ready = (one_more(dewi, bu_ratna, n) for n in range(5))
    for step in (held, lately):
        actions.hold_step(by=act(bu_ratna), step=step, reason="paper_missing", now=now)
    _opened, suspended = a_placement(dewi, number=6)
    stop_taiwan(bu_endang, now)
    set_steps(late, due_on=TODAY - timedelta(days=1), status_since=now - timedelta(days=3))
    set_steps(today, due_on=TODAY)
    set_steps(held, status_since=now - timedelta(days=14, minutes=1))
    set_steps(lately, status_since=now - timedelta(days=13))
    set_steps(ready, due_on=TODAY + timedelta(days=9), status_since=now - timedelta(days=40))
    family = suspended.application.steps.get(code="surat_keluarga")
    set_steps(suspended, status_since=now - timedelta(days=1))
    set_steps(family, status_since=now - timedelta(hours=1))

    act(bu_endang)
    rows, following = oversight.stuck(office, now, TODAY)

    assert [row.pk for row in rows] == [held.pk, late.pk, suspended.pk, family.pk]
    assert following == ""


# --- times that everybody reads -----------------------------------------------------------------


def test_of_a_desk_the_two_newest_months_are_read_and_few_files_tell_nothing(desks, now):
    by_institution = {desk.institution: desk for desk in desks}
    manpower, registry = by_institution["ketenagakerjaan"], by_institution["kependudukan"]
    with owner_at_work():
        for desk, month, finished in (
            (registry, 11, 4), (manpower, 9, 40), (manpower, 10, 5), (manpower, 11, 6),
        ):  # fmt: skip
            DeskTime.objects.create(
                desk=desk, month=date(2026, month, 1), finished=finished, median_days=month,
                ninetieth_days=month + 1, measured_at=now,
            )  # fmt: skip

    rows = oversight.measured_times(manpower.office)

    assert [(row.desk.institution, row.month.month, row.finished, row.median_days,
             row.ninetieth_days) for row in rows] == [
        ("ketenagakerjaan", 11, 6, 11, 12), ("kependudukan", 11, 0, None, None),
        ("ketenagakerjaan", 10, 5, 10, 11),
    ]  # fmt: skip


def test_desks_stand_in_the_order_of_the_law(desks):
    assert [desk.institution for desk in desks][:3] == [
        "ketenagakerjaan", "pengaduan_informasi", "kependudukan",
    ]  # fmt: skip


# --- a head of two offices ----------------------------------------------------------------------


@pytest.fixture
def of_two(bu_endang, pak_rudi):
    """Endang heads Tulungagung as well."""
    with owner_at_work():
        Assignment.objects.create(
            user=bu_endang, role="head_of_centre", office=pak_rudi.home_office
        )
    return somebody("endang")


@pytest.fixture
def many_there(pak_rudi, bu_wati, monkeypatch, now):
    """In Tulungagung more stuck files than one page shows, and one second look more than one shows."""
    monkeypatch.setattr(oversight, "STUCK_PAGE", 1)
    monkeypatch.setattr("satuatap.applications.reading.reviews.PAGE", 1)
    assert PAGE > 1
    for number in range(3):
        opened = an_application(pak_rudi, a_worker(pak_rudi, nik="", full_name=f"Nur {number}"))
        act(bu_wati)
        step = opened.steps.get(position=0)
        actions.ask_waiver(by=bu_wati, step=step, kind="KK", reason="signer_unreachable")
        set_steps(step, due_on=date(2026, 1, 1), status_since=now - timedelta(days=30 - number))
    assert Review.objects.count() == 3


def test_the_chosen_office_stays_on_every_page_and_in_every_link(of_two, many_there, siti):
    visitor, there = browser(of_two), "?kantor=ltsa-seberang"

    head = text_of(visitor.get(f"/beban/{there}"))
    stuck = text_of(visitor.get(f"/beban/tertahan/{there}"))
    effort = text_of(visitor.get(f"/beban/kerja/{there}"))

    for address in ("/beban/tertahan/", "/beban/kerja/", "/pemeriksaan/"):
        assert f'href="{address}{there}"' in head, address
    assert '<option value="ltsa-seberang" selected>' in head
    assert "3 berkas di loket" in head and "3 pemeriksaan kedua" in head
    for page in (stuck, effort):
        assert f'href="/beban/{there}"' in page
        assert "LTSA Seberang Tulungagung" in page


@pytest.mark.parametrize("address", ["/beban/tertahan/", "/pemeriksaan/"])
def test_a_long_list_goes_on_in_the_chosen_office(of_two, many_there, address):
    visitor, onward, seen = browser(of_two), f"{address}?kantor=ltsa-seberang", 0
    for _page in range(3):
        page = visitor.get(onward)
        assert page.status_code == 200
        seen += len(page.context.get("steps", page.context.get("reviews")))
        if "sesudah" in onward:
            assert page.context["first_url"] == "?kantor=ltsa-seberang"
        onward = address + page.context["next_url"]

    assert seen == 3 and page.context["next_url"] == ""


def test_a_head_of_one_office_reads_no_choice(bu_endang):
    page = text_of(browser(bu_endang).get("/beban/"))

    assert "kantor=" not in page and 'id="kantor"' not in page
