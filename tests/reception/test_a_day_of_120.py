"""A whole day: 120 visitors, a broker in the queue, needs, questions, the book, closing time."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from satuatap.reception import figures, tasks
from satuatap.reception.actions import calls, tickets
from satuatap.reception.models import Call, DayNote, Ticket
from satuatap.reception.workflow import TicketStatus
from tests.centre import act, browser, text_of

pytestmark = pytest.mark.world("administration")
GROUPS = ("pendaftaran", "lowongan", "pengambilan", "informasi")


def test_a_day_of_120_visitors_with_a_broker_in_the_queue(dewi, bu_ratna, bu_endang, nine):
    office = dewi.home_office
    desk = office.desks.get(institution="ketenagakerjaan")
    chance = random.Random(120)

    arrive(dewi, office, nine, chance)
    broker = Ticket.objects.filter(group="lowongan").order_by("number").last()
    serve_all(dewi, bu_ratna, office, desk, broker, nine + timedelta(hours=5))
    act(dewi)
    tickets.close_day(by=dewi, office=office, now=nine + timedelta(hours=8))

    act(bu_endang)
    assert Ticket.objects.count() == 120
    numbers_have_no_gap()
    assert not DayNote.objects.exists()
    assert set(Ticket.objects.values_list("status", flat=True)) == {TicketStatus.DONE}
    orders = sorted(Call.objects.values_list("served_order", flat=True))
    assert orders == list(range(1, 121))
    ahead = Call.objects.filter(out_of_order=True)
    assert [(call.ticket_id, call.reason) for call in ahead] == [(broker.pk, "darurat")]
    the_head_can_see_it(bu_endang, office, nine, broker)


def arrive(dewi, office, nine, chance):
    """One visitor a minute; every sixth has a need."""
    act(dewi)
    for number in range(120):
        told = {"sex": chance.choice(["female", "male"])}
        if number % 6 == 0:
            told["needs"] = [chance.choice(["hamil", "menyusui", "bicara_sendiri"])]
        tickets.issue_ticket(
            by=dewi, office=office, group=GROUPS[number % 4],
            now=nine + timedelta(minutes=number), told=told,
        )  # fmt: skip


def serve_all(dewi, bu_ratna, office, desk, broker, moment):
    """The desk calls the broker's number first and the rest by the rule, the front desk its own."""
    act(bu_ratna)
    calls.call_number(by=bu_ratna, ticket=broker, now=moment, reason="darurat")
    finish(bu_ratna, broker, moment)
    for _ in range(29):
        call = calls.call_next(by=bu_ratna, office=office, desk=desk, now=moment)
        finish(bu_ratna, call.ticket, moment)
    act(dewi)
    for group in ("pendaftaran", "pengambilan", "informasi"):
        for _ in range(30):
            call = calls.call_next(by=dewi, office=office, group=group, now=moment)
            finish(dewi, call.ticket, moment)


def finish(officer, ticket, moment):
    calls.serve(by=officer, ticket=ticket, now=moment)
    calls.finish(by=officer, ticket=ticket, now=moment + timedelta(minutes=5))


def numbers_have_no_gap():
    counted = Counter(Ticket.objects.values_list("group", flat=True))
    assert counted == dict.fromkeys(GROUPS, 30)
    for group in GROUPS:
        numbers = Ticket.objects.filter(group=group).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, 31))


def the_head_can_see_it(bu_endang, office, nine, broker):
    report = figures.fairness(office, nine.date().replace(day=1))
    by_officer = {row.officer: row for row in report}
    assert by_officer["Ratna Sari"].out_of_order == 1
    assert by_officer["Dewi Lestari"].out_of_order == 0
    page = text_of(browser(bu_endang).get("/pengunjung/buku-urutan/?hari=2026-11-23"))
    assert broker.shown in page
    assert "Keadaan mendesak" in page


def test_the_house_closes_the_day_when_nobody_does(dewi, bu_endang, nine):
    arrive(dewi, dewi.home_office, nine, random.Random(1))

    tasks.keep_closing_times.func(int((nine + timedelta(days=1)).timestamp()))

    act(bu_endang)
    assert set(Ticket.objects.values_list("status", flat=True)) == {TicketStatus.LEFT}
    act(dewi)
    assert not DayNote.objects.exists()
