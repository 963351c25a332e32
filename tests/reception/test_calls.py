"""Who is called when: the order of issue, needs first, and a reason for everything else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from satuatap.accounts.models import AuditEntry
from satuatap.common.acting import acting_as
from satuatap.common.workflow import MoveRefused
from satuatap.reception.actions import calls, tickets
from satuatap.reception.groups import reasons
from satuatap.reception.models import Call, Ticket
from satuatap.reception.workflow import TicketStatus
from tests.centre import (
    a_colleague,
    a_worker,
    act,
    an_application,
    at_once,
    browser,
    somebody,
    text_of,
)

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def manpower(bu_ratna):
    """Bu Ratna's desk."""
    return bu_ratna.home_office.desks.get(institution="ketenagakerjaan")


@pytest.fixture
def waiting(a_number, dewi, manpower, now):
    """`waiting(needs=[...])`: somebody waits for the manpower desk."""
    made = []

    def issue(**told):
        ticket = a_number(at=now, minutes=len(made), **told)
        act(dewi)
        if ticket.desk != manpower:  # a Sunday: no desk is there by its week
            ticket = tickets.forward(by=dewi, ticket=ticket, desk=manpower, now=now)
        made.append(ticket)
        return ticket

    return issue


def call_next(officer, desk):
    act(officer)
    return calls.call_next(by=officer, office=desk.office, desk=desk, now=timezone.now()).ticket


def test_numbers_are_called_in_the_order_of_issue(bu_ratna, manpower, waiting):
    numbers = [waiting() for _ in range(3)]

    assert [call_next(bu_ratna, manpower) for _ in range(3)] == numbers


def test_a_pregnant_woman_is_called_first_and_that_needs_no_reason(bu_ratna, manpower, waiting):
    waiting()
    hers = waiting(needs=["hamil"])

    assert call_next(bu_ratna, manpower) == hers
    assert not Call.objects.get().out_of_order


def test_a_wish_is_heard_but_does_not_jump_the_queue(bu_ratna, manpower, waiting):
    first = waiting()
    waiting(needs=["bicara_sendiri", "juru_bahasa"])

    assert call_next(bu_ratna, manpower) == first


def test_who_chose_an_officer_waits_for_that_officer(bu_ratna, manpower, waiting):
    susi = a_colleague(bu_ratna)
    hers = waiting(officer=susi)
    next_one = waiting()

    assert call_next(bu_ratna, manpower) == next_one
    assert call_next(susi, manpower) == hers


def test_an_empty_queue_answers_with_a_sentence(bu_ratna, manpower):
    with pytest.raises(MoveRefused, match="Tidak ada yang menunggu"):
        call_next(bu_ratna, manpower)


def test_a_number_before_its_turn_asks_for_a_reason_and_stands_in_the_book(
    bu_ratna, waiting, as_owner
):
    waiting()
    second = waiting()
    desk = browser(bu_ratna)

    asked = desk.post(f"/panggil/{second.pk}/panggil/", {"reason": ""})
    assert asked.status_code == 422
    assert "Nomor lain lebih dahulu" in text_of(asked)
    desk.post(f"/panggil/{second.pk}/panggil/", {"reason": "jemputan"})

    act(bu_ratna)
    call = Call.objects.get()
    assert (call.ticket, call.out_of_order, call.reason) == (second, True, "jemputan")
    with as_owner():
        assert AuditEntry.objects.get(verb="number_called_out_of_order").reason == "jemputan"


def test_a_reason_that_is_not_on_the_list_is_none(bu_ratna, waiting):
    waiting()
    second = waiting()

    answer = browser(bu_ratna).post(f"/panggil/{second.pk}/panggil/", {"reason": "teman saya"})

    assert answer.status_code == 422
    act(bu_ratna)
    assert not Call.objects.exists()
    assert "teman saya" not in reasons()


def test_the_first_in_the_queue_is_called_without_any_reason(bu_ratna, waiting):
    first = waiting()

    browser(bu_ratna).post(f"/panggil/{first.pk}/panggil/", {"reason": "darurat"})

    act(bu_ratna)
    assert Call.objects.get().reason == ""


def test_a_visit_from_call_to_done(bu_ratna, manpower, waiting):
    ticket, desk = waiting(), browser(bu_ratna)
    desk.post(f"/panggil/loket/{manpower.pk}/")

    for name, status in (
        ("lagi", TicketStatus.CALLED), ("layani", TicketStatus.SERVING),
        ("selesai", TicketStatus.DONE),
    ):  # fmt: skip
        assert desk.post(f"/panggil/{ticket.pk}/{name}/").status_code == 302
        act(bu_ratna)
        ticket.refresh_from_db()
        assert ticket.status == status

    call = Call.objects.get()
    assert (call.repeats, call.served_order, call.outcome) == (1, 1, "done")
    assert call.queued_at <= call.called_at <= call.served_at <= call.ended_at


def test_the_order_of_service_is_counted_over_all_desks(
    dewi, bu_ratna, manpower, waiting, a_number
):
    at_desk, at_front = waiting(), a_number("pengambilan")
    call_next(bu_ratna, manpower)
    act(dewi)
    calls.call_next(by=dewi, office=dewi.home_office, group="pengambilan", now=timezone.now())

    calls.serve(by=dewi, ticket=at_front, now=timezone.now())
    act(bu_ratna)
    calls.serve(by=bu_ratna, ticket=at_desk, now=timezone.now())

    act(dewi)
    assert dict(Call.objects.values_list("ticket", "served_order")) == {
        at_front.pk: 1,
        at_desk.pk: 2,
    }


def test_who_did_not_come_may_come_back(dewi, bu_ratna, manpower, waiting):
    ticket = waiting()
    call_next(bu_ratna, manpower)
    browser(bu_ratna).post(f"/panggil/{ticket.pk}/tidak-datang/")

    browser(dewi).post(f"/antrean/{ticket.pk}/kembali/")

    assert call_next(bu_ratna, manpower) == ticket
    assert [call.outcome for call in Call.objects.order_by("called_at")] == ["absent", ""]


def test_the_same_number_goes_on_to_the_next_desk(bu_ratna, pak_yusuf, manpower, waiting):
    ticket = waiting()
    call_next(bu_ratna, manpower)
    act(bu_ratna)
    calls.serve(by=bu_ratna, ticket=ticket, now=timezone.now())
    civil_registry = manpower.office.desks.get(institution="kependudukan")

    answer = browser(bu_ratna).post(f"/panggil/{ticket.pk}/teruskan/", {"desk": civil_registry.pk})

    assert answer.status_code == 302
    act(bu_ratna)
    assert not Ticket.objects.filter(pk=ticket.pk).exists()  # no longer hers to see
    assert call_next(pak_yusuf, civil_registry) == ticket


def test_a_desk_calls_only_who_waits_for_it(dewi, pak_yusuf, manpower, waiting, now):
    ticket, yusuf = waiting(), browser(pak_yusuf)

    assert yusuf.get(f"/panggil/{ticket.pk}/").status_code == 404
    assert yusuf.post(f"/panggil/{ticket.pk}/panggil/").status_code == 404
    assert yusuf.post(f"/panggil/loket/{manpower.pk}/").status_code == 404
    act(dewi)
    with pytest.raises(PermissionDenied, match="loket lain"):
        calls.call_number(by=dewi, ticket=ticket, now=now)


def test_the_desk_sees_needs_while_she_waits_and_no_name(bu_ratna, dewi, waiting):
    siti = a_worker(dewi)
    ticket = waiting(needs=["bicara_sendiri"], worker=siti)
    desk = browser(bu_ratna)

    for address in ("/panggil/", f"/panggil/{ticket.pk}/"):
        page = text_of(desk.get(address))
        assert "Ingin bicara sendiri" in page
        assert "Siti Rahmawati" not in page


def test_her_name_stands_there_while_her_file_lies_on_the_desk(bu_ratna, dewi, waiting):
    siti = a_worker(dewi)
    an_application(dewi, siti)
    ticket = waiting(worker=siti)

    assert "Siti Rahmawati" in text_of(browser(bu_ratna).get(f"/panggil/{ticket.pk}/"))


def test_the_desk_sees_no_needs_of_who_waits_elsewhere(pak_yusuf, waiting):
    waiting(needs=["hamil"])

    assert "Hamil" not in text_of(browser(pak_yusuf).get("/panggil/"))


def test_the_rule_of_calling_stands_on_the_page(bu_ratna, dewi):
    for officer, address in ((bu_ratna, "/panggil/"), (dewi, "/antrean/")):
        assert "Nomor dipanggil menurut urutan diambil" in text_of(browser(officer).get(address))


def test_two_officers_who_press_at_once_call_two_numbers(committing):
    dewi, ratna = somebody("dewi"), somebody("ratna")
    desk = ratna.home_office.desks.get(institution="ketenagakerjaan")
    susi = a_colleague(ratna)
    with acting_as(dewi.actor):
        for minutes in range(2):
            moment = timezone.now() + timedelta(minutes=minutes)
            ticket = tickets.issue_ticket(
                by=dewi, office=dewi.home_office, group="lowongan", now=moment
            )
            tickets.forward(by=dewi, ticket=ticket, desk=desk, now=moment)

    def calling(officer):
        def call():
            with acting_as(officer.actor):
                return calls.call_next(
                    by=officer, office=desk.office, desk=desk, now=timezone.now()
                ).shown

        return call

    assert sorted(at_once(calling(ratna), calling(susi))) == ["B-001", "B-002"]


def test_who_presses_second_on_the_same_number_reads_so(bu_ratna, manpower, waiting):
    ticket = waiting()
    call_next(bu_ratna, manpower)

    page = text_of(browser(bu_ratna).post(f"/panggil/{ticket.pk}/panggil/", follow=True))

    assert "sudah dipanggil atau selesai" in page
    act(bu_ratna)
    assert Call.objects.count() == 1
