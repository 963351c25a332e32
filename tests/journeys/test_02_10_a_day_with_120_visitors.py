"""Walk 10 of the second part: 120 visitors, a broker in the queue, a power cut at eleven."""

import json
import os
import re
import signal
import time

from launcher.home import Home
from tests.journeys.inside import run

VISITORS, SERVED_BEFORE_ELEVEN = 120, 52
GROUPS = ("pendaftaran", "pengambilan", "informasi")
LATE = {"A-001", "A-003"}  # called, and they did not come
MOST_SECONDS = 60  # from the press to the number on paper

# one a second before this moment, so that the order is theirs; every sixth has a need
ARRIVE = """
from datetime import timedelta
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.common.acting import acting_as
from satuatap.reception.actions import tickets

rudi, now = User.objects.with_roles().get(username="rudi"), timezone.now()
with acting_as(rudi.actor):
    for nth in range(told["number"]):
        tickets.issue_ticket(
            by=rudi, office=rudi.home_office, group=told["groups"][nth % len(told["groups"])],
            now=now - timedelta(seconds=told["number"] - nth),
            told={"sex": ("female", "male")[nth % 2], "needs": [] if nth % 6 else ["hamil"]},
        )
"""
# serves so many by the verbs; prints every line of the book, every number, what was told: before
# and afterwards
SERVE = """
import json
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.common.acting import acting_as
from satuatap.reception.actions import calls
from satuatap.reception.models import Call, DayNote, Ticket
from satuatap.reception.reading import today_at

rudi, left = User.objects.with_roles().get(username="rudi"), told["number"]
office = rudi.home_office


def kept():
    with acting_as(rudi.actor):
        book = Call.objects.filter(office=office).order_by("called_at", "id")
        numbers = Ticket.objects.filter(office=office).order_by("issued_at", "id")
        notes = DayNote.objects.filter(office=office).order_by("id")
        lines = [[one.shown, one.served_order, one.outcome, one.out_of_order] for one in book]
        rows = [[str(cell) for cell in row] for one in (book, numbers, notes)
                for row in one.values_list()]
        return {"lines": lines, "numbers": len(numbers), "notes": len(notes), "rows": rows}


before, now = kept(), timezone.now()
with acting_as(rudi.actor):
    for group in told["groups"]:
        waiting = Ticket.objects.in_queue(office, today_at(office, now), group=group).count()
        for _ in range(min(left, waiting)):
            call = calls.call_next(by=rudi, office=office, group=group, now=timezone.now())
            calls.serve(by=rudi, ticket=call.ticket, now=timezone.now())
            calls.finish(by=rudi, ticket=call.ticket, now=timezone.now())
        left -= min(left, waiting)
print(json.dumps([before, kept()]))
"""


def serve(installation, number):
    """So many are served by the front desk; what is kept before and afterwards."""
    words = {"number": number, "groups": GROUPS}
    return json.loads(run(installation, SERVE, role="service", **words))


def test_order_book_and_tickets_survive_a_day_at_reception(visit, installation):
    run(installation, ARRIVE, role="service", number=VISITORS - 3, groups=GROUPS)
    rudi, hall = visit("rudi"), visit()
    hall.goto(_address_of_the_display(rudi))
    _take_number(rudi, "A")
    hers = _take_number(rudi, "A", need="Hamil")
    broker = _take_number(rudi, "A")
    _the_broker_is_not_called_before_the_others(rudi, hall, broker)

    called = _call(rudi, "E", hall)
    _before, at_eleven = serve(installation, SERVED_BEFORE_ELEVEN)
    _the_power_fails(installation, rudi, hall, called)
    after, evening = serve(installation, VISITORS)

    assert after == at_eleven
    assert len(after["lines"]) == SERVED_BEFORE_ELEVEN + 3
    numbers = [line[0] for line in evening["lines"] if line[0].startswith("A-")]
    assert numbers[-1] == broker
    assert numbers.index(hers) < numbers.index("A-002")
    _the_day_ends(installation, rudi, called)
    _the_head_reads(visit("gatot"))


def _address_of_the_display(rudi):
    rudi.goto("/antrean/layar/")
    rudi.press("Buat alamat")
    return rudi.page.locator('dd a[href*="/layar/"]').get_attribute("href")


def _take_number(rudi, letter, need=None):
    """At the front desk, as somebody stands there; returns the number on the paper."""
    began = time.monotonic()
    rudi.goto("/antrean/")
    if need:
        rudi.page.get_by_label(need, exact=True).check()
    rudi.press(re.compile(f"^{letter} ·"))
    number = rudi.page.locator(".sa-code--large").inner_text()
    assert number.startswith(f"{letter}-")
    assert time.monotonic() - began < MOST_SECONDS
    return number


def _call(rudi, letter, hall):
    """Call the first of a group; returns the number that the hall then reads in large."""
    rudi.goto("/antrean/")
    rudi.press(f"Panggil {letter}")
    hall.page.reload()
    return hall.page.locator(".re-now__number").inner_text()


def _the_broker_is_not_called_before_the_others(rudi, hall, broker):
    """His number asks for a reason; called are those with needs first, then by the order."""
    rudi.goto("/antrean/")
    rudi.follow(broker)
    rudi.press("Panggil")
    assert "Nomor lain lebih dahulu" in rudi.text
    hall.page.reload()
    assert "Belum ada nomor yang dipanggil" in hall.text
    for number in sorted(LATE):  # A-002 has no need that goes first
        assert _call(rudi, "A", hall) == number
        rudi.press("Tidak datang")


def _the_power_fails(installation, rudi, hall, called):
    """Service and database are killed in the same moment; what stood there stands there again."""
    hall.page.reload()
    rudi.goto("/antrean/")
    shown, page = hall.text, rudi.text
    assert called in shown
    note = Home(installation.home).notes / "administration-service.json"
    service = json.loads(note.read_text())["pid"]
    for pid in (service, installation.cluster().running_pid()):
        os.kill(pid, signal.SIGKILL)
    _until_it_answers(rudi, note, service)

    hall.page.reload()
    rudi.goto("/antrean/")
    assert (hall.text, rudi.text) == (shown, page)


def _until_it_answers(visitor, note, killed, patience=60):
    """Until another process serves, and the database behind it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if note.exists() and json.loads(note.read_text())["pid"] != killed:
            try:
                if visitor.page.context.request.get(f"{visitor.home}/janji/").ok:
                    return
            except Exception:  # noqa: S110  nobody listens yet
                pass
        time.sleep(0.1)
    raise AssertionError("the service did not come back")


def _the_day_ends(installation, rudi, called):
    """Who was called before the power failed is served; then what was told is erased."""
    rudi.goto("/antrean/")
    rudi.press("Layani")
    rudi.press("Selesai")
    rudi.goto("/antrean/tutup/")
    rudi.press("Tutup dan hapus keterangan")
    assert "Keterangan hari ini sudah dihapus" in rudi.text
    kept, _same = serve(installation, 0)
    assert (kept["numbers"], kept["notes"]) == (VISITORS, 0)
    numbers, order, outcomes, before_their_turn = zip(*kept["lines"], strict=True)
    assert len(numbers) == len(set(numbers)) == VISITORS
    assert sorted(filter(None, order)) == list(range(1, VISITORS - 1))  # two were not served
    assert {number for number, nth in zip(numbers, order, strict=True) if nth is None} == LATE
    assert dict(zip(numbers, outcomes, strict=True))[called] == "done"
    assert not any(before_their_turn)


def _the_head_reads(gatot):
    """Every line of the book, page by page, and a fairness report without a favour."""
    gatot.goto("/pengunjung/buku-urutan/")
    rows = gatot.page.locator("tbody tr").all_inner_texts()
    while gatot.page.get_by_role("link", name="Berikutnya").count():
        gatot.follow("Berikutnya")
        rows += gatot.page.locator("tbody tr").all_inner_texts()
    assert len(rows) == VISITORS
    assert not [row for row in rows if "Didahulukan" in row]
    gatot.goto("/pengunjung/keadilan/")
    row = gatot.page.locator("tbody tr").first.inner_text()
    assert "Rudi Hartono" in row and str(VISITORS) in row and "0 (0%)" in row
