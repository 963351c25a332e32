"""A number is drawn in a second, once, without gap; what is told at it is gone at closing time."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from satuatap.accounts.models import AuditEntry
from satuatap.common.acting import acting_as, enter, service_actor
from satuatap.common.ids import new_id
from satuatap.common.once import OnceField
from satuatap.common.workflow import MoveRefused
from satuatap.reception import tasks
from satuatap.reception.actions import calls, tickets
from satuatap.reception.groups import groups
from satuatap.reception.models import KEEPER, Call, DayNote, Ticket
from satuatap.reception.workflow import APPOINTMENT, TICKET, AppointmentStatus, TicketStatus
from satuatap.workers.models import Worker
from tests.centre import a_colleague, a_worker, act, at_once, browser, somebody, text_of
from tests.conftest import owner_at_work
from tests.database import CHECKOUT, town

pytestmark = pytest.mark.world("administration")
T, A = TicketStatus, AppointmentStatus
MOVES = {
    (T.WAITING, T.CALLED), (T.WAITING, T.LEFT),
    (T.CALLED, T.SERVING), (T.CALLED, T.ABSENT), (T.CALLED, T.WAITING), (T.CALLED, T.LEFT),
    (T.SERVING, T.DONE), (T.SERVING, T.WAITING), (T.ABSENT, T.WAITING), (T.ABSENT, T.LEFT),
}  # fmt: skip


@pytest.mark.parametrize("old", T)
@pytest.mark.parametrize("new", T)
def test_a_number_moves_along_its_table(old, new):
    ticket = Ticket(status=old)

    if (old, new) in MOVES:
        ticket.move_to(new)
        assert ticket.status == new
    else:
        with pytest.raises(MoveRefused, match="Muat ulang halaman"):
            ticket.move_to(new)
    assert TICKET.allows(old, new) is ((old, new) in MOVES)


def test_an_appointment_ends_in_one_way():
    ends = {A.ARRIVED, A.CANCELLED, A.MISSED, A.CALLED_OFF}

    assert {new for new in A if APPOINTMENT.allows(A.BOOKED, new)} == ends
    assert not any(APPOINTMENT.allows(old, new) for old in ends for new in A)


# --- issuing --------------------------------------------------------------------------------------


def test_every_group_counts_from_one_each_day(a_number):
    today = [a_number("lowongan"), a_number("lowongan"), a_number("pengambilan")]
    tomorrow = a_number("lowongan", minutes=24 * 60)

    assert [ticket.shown for ticket in today] == ["B-001", "B-002", "E-001"]
    assert tomorrow.shown == "B-001"


def test_one_press_issues_a_number_and_prints_it_alone(dewi):
    visitor = browser(dewi)

    answer = visitor.post(
        "/antrean/ambil/", {"group": "lowongan", "once": OnceField.fresh(), "channel": "counter"}
    )
    page = text_of(visitor.get(answer["Location"]))

    assert "B-001" in page
    assert "Penempatan" not in page


def test_the_same_form_sent_twice_draws_one_number(dewi):
    sent = {"group": "lowongan", "once": OnceField.fresh(), "channel": "counter"}
    visitor = browser(dewi)

    first, second = (visitor.post("/antrean/ambil/", sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    act(dewi)
    assert Ticket.objects.count() == 1


def test_only_the_front_desk_issues_numbers(bu_ratna, now):
    act(bu_ratna)

    with pytest.raises(PermissionDenied, match="meja depan"):
        tickets.issue_ticket(by=bu_ratna, office=bu_ratna.home_office, group="lowongan", now=now)
    assert browser(bu_ratna).get("/antrean/").status_code == 404


def test_a_number_goes_to_the_first_desk_of_its_group_that_is_there(a_number, dewi, nine):
    assert a_number("kependudukan", at=nine).desk.institution == "kependudukan"

    visitor = browser(dewi)
    desk = dewi.home_office.desks.get(institution="kependudukan")
    visitor.post(f"/antrean/loket/{desk.pk}/tidak-ada/")
    moved = a_number("kependudukan")

    assert moved.desk is None or moved.desk.institution == "keimigrasian"


def test_somebody_served_by_telephone_counts_too(dewi):
    browser(dewi).post(
        "/antrean/ambil/", {"group": "lowongan", "once": OnceField.fresh(), "channel": "phone"}
    )

    act(dewi)
    assert Ticket.objects.get().channel == "phone"


# --- the private group ----------------------------------------------------------------------------

TOLD = {"needs": ["hamil"], "sex": "female"}


def test_for_a_question_nothing_is_kept_whatever_was_told(dewi, a_number):
    siti = a_worker(dewi)
    asked = a_number("informasi", worker=siti, officer=dewi, area=siti.village.parent, **TOLD)

    assert (asked.sex, asked.area, asked.desk) == ("", None, None)
    assert not DayNote.objects.exists()


@pytest.mark.parametrize("column", ["sex", "area_id", "desk_id"])
def test_the_database_itself_refuses_to_keep_more_of_a_question(as_owner, a_number, column):
    asked, other = a_number("informasi"), a_number("lowongan")
    value = {"sex": "female", "area_id": "32.09", "desk_id": other.desk_id or _a_desk(other)}[
        column
    ]

    with as_owner(), pytest.raises(IntegrityError, match="private_number"), transaction.atomic():
        Ticket.objects.filter(pk=asked.pk).update(**{column: value})


def _a_desk(ticket):
    return ticket.office.desks.first().pk


@pytest.mark.parametrize("group", ["informasi", "lowongan"])
def test_the_database_itself_refuses_a_note_beside_a_question(as_owner, a_number, group):
    """Neither under its own group nor under another one's name."""
    asked = a_number("informasi")

    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        DayNote.objects.create(
            id=new_id(), office=asked.office, ticket=asked, group=group, day=asked.day,
            needs=["hamil"],
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_question_is_called_to_a_room_like_any_other_number(dewi, a_number):
    asked = a_number("informasi")

    browser(dewi).post("/antrean/panggil/informasi/", {"room": "Ruang 1"})

    act(dewi)
    call = Call.objects.get(ticket=asked)
    assert (call.place, call.desk) == ("Ruang 1", None)


def test_a_question_does_not_go_on_to_a_desk(dewi, a_number):
    asked = a_number("informasi")
    act(dewi)

    with pytest.raises(PermissionDenied, match="tidak diteruskan"):
        tickets.forward(
            by=dewi, ticket=asked, desk=dewi.home_office.desks.first(), now=timezone.now()
        )


# --- closing time ---------------------------------------------------------------------------------


def test_at_closing_time_what_was_told_is_gone_and_figures_stay(dewi, a_number):
    siti = a_worker(dewi)
    told = a_number(worker=siti, officer=dewi, area=siti.village.parent, **TOLD)

    browser(dewi).post("/antrean/tutup/")

    act(dewi)
    kept = Ticket.objects.get(pk=told.pk)
    assert not DayNote.objects.exists()
    assert (kept.number, kept.sex, kept.area) == (1, "female", siti.village.parent)
    assert kept.status == T.LEFT


def test_the_house_erases_by_itself_after_closing_time(dewi, a_number, nine):
    a_number(at=nine, **TOLD)

    _sweep(nine + timedelta(hours=6))  # 15.00, half an hour before closing
    act(dewi)
    assert DayNote.objects.count() == 1
    _sweep(nine + timedelta(hours=7))  # 16.00

    act(dewi)
    assert not DayNote.objects.exists()
    assert Ticket.objects.get().status == T.WAITING  # she may still sit there


def test_a_missed_closing_time_is_made_up_for_at_the_next_opening(dewi, a_number, nine):
    a_number(at=nine, **TOLD)

    a_number(at=nine, minutes=24 * 60)

    assert not DayNote.objects.exists()


def test_numbers_of_past_days_come_to_an_end(dewi, a_number, nine):
    waiting, serving = a_number(at=nine), a_number("pengambilan", at=nine)
    act(dewi)
    calls.call_next(by=dewi, office=dewi.home_office, group="pengambilan", now=nine)
    calls.serve(by=dewi, ticket=serving, now=nine)

    _sweep(nine + timedelta(days=1))

    act(dewi)
    waiting.refresh_from_db(), serving.refresh_from_db()
    assert (waiting.status, serving.status) == (T.LEFT, T.DONE)
    assert Call.objects.get().outcome == "closed"


def test_erasing_is_on_record_and_an_empty_day_is_not(a_number, as_owner, nine):
    a_number(at=nine, **TOLD)
    for hour in (8, 9):
        _sweep(nine + timedelta(hours=hour))

    with as_owner():
        entry = AuditEntry.objects.get(verb="reception_closed")
    assert (entry.service, entry.person_id) == (KEEPER, None)


def _sweep(moment):
    tasks.keep_closing_times.func(int(moment.timestamp()))


def test_the_keeper_sees_no_person(dewi, a_number):
    siti = a_worker(dewi)
    a_number(worker=siti)

    enter(service_actor(KEEPER))

    assert DayNote.objects.count() == 1
    assert Worker.objects.count() == 0


# --- two at once, and the power cut ---------------------------------------------------------------

ISSUE_FOR_EVER = """
import django; django.setup()
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.common.acting import acting_as
from satuatap.reception.actions import tickets
dewi = User.objects.with_roles().get(username="dewi")
while True:
    with acting_as(dewi.actor):
        ticket = tickets.issue_ticket(by=dewi, office=dewi.home_office, group="lowongan",
                                      now=timezone.now(), told={"needs": ["hamil"]})
    print(ticket.number, flush=True)
"""


def test_two_front_desks_at_the_same_moment_draw_different_numbers_without_gap(committing):
    dewi = somebody("dewi")
    susi = a_colleague(dewi)

    def issuing(officer):
        def issue():
            with acting_as(officer.actor):
                return tickets.issue_ticket(
                    by=officer, office=officer.home_office, group="lowongan", now=timezone.now()
                ).number

        return issue

    drawn = at_once(*[issuing(officer) for officer in (dewi, susi) * 6])

    assert sorted(drawn) == list(range(1, 13))


def test_a_refused_number_leaves_no_gap(a_number, dewi):
    a_number()
    with pytest.raises(RuntimeError), transaction.atomic():
        a_number()
        raise RuntimeError("the line was cut")

    assert a_number().number == 2


def test_numbers_survive_a_power_cut(committing):
    """The process is killed in the middle of its work: what was printed on paper is there."""
    told = {**os.environ, **town.environment("owner", committing), "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(
        [sys.executable, "-c", ISSUE_FOR_EVER], env=told, stdout=subprocess.PIPE, text=True
    )
    printed = [int(process.stdout.readline()) for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    printed += [int(line) for line in process.stdout.read().split()]
    process.wait()

    with owner_at_work():
        kept = sorted(Ticket.objects.values_list("number", flat=True))
    assert set(printed) <= set(kept)
    assert kept == list(range(1, len(kept) + 1))


# --- others ---------------------------------------------------------------------------------------


def test_a_number_of_another_office_answers_like_an_unknown_one(a_number, pak_rudi):
    ticket, there = a_number(), browser(pak_rudi)

    for address in ("", "kertas/"):
        assert there.get(f"/antrean/{ticket.pk}/{address}").status_code == 404
    for name in ("pergi", "panggil", "teruskan", "layani"):
        assert there.post(f"/antrean/{ticket.pk}/{name}/").status_code == 404


def test_a_number_for_somebody_on_file_is_linked_until_closing_time(dewi, pak_rudi):
    siti = a_worker(dewi)
    address = f"/orang/{siti.pk}/nomor/"
    sent = {"group": "lowongan", "once": OnceField.fresh(), "channel": "counter"}

    assert browser(pak_rudi).get(address).status_code == 404
    assert "Siti Rahmawati" in text_of(browser(dewi).get(address))
    browser(dewi).post(address, sent)

    act(dewi)
    assert DayNote.objects.get().worker == siti


def test_every_group_can_be_pressed(dewi):
    page = text_of(browser(dewi).get("/antrean/"))

    for group in groups().values():
        assert f"{group.letter} · {group.name}" in page
