"""Walk 5: the ministry closes a destination at noon; lists print; a month later all go on."""

import json

import pytest

from tests.journeys.inside import run

LETTER = "Surat Dirjen nomor 12 tanggal 20 November 2026"
CLOSED = "Penempatan ke negara tujuan Anda sedang ditutup pemerintah"

LAY = """
from datetime import date
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.applications import actions
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.places.models import Area
from satuatap.workers.actions import register_worker

dewi = User.objects.with_roles().get(username="dewi")
answers = {"marital_status": "divorced", "scheme": "p2p", "destination": told["destination"],
           "occupation": "ELDERCARE_HOME"}
codes = []
for nth in range(told["number"]):
    with acting.acting_as(dewi.actor):
        village = Area.objects.filter(pk__startswith="32.09.11.", level=4).order_by("pk")[nth % 3]
        her, _made = register_worker(
            by=dewi, office=dewi.home_office, once=new_id(), manner="read_aloud", sex="female",
            full_name=f"{told['name']} {nth:03}", birth_date=date(1998, 3, 17), village=village,
            nik="",
        )
        opened = actions.open_application(
            by=dewi, once=new_id(), worker=her, service=services()["verifikasi_cpmi"],
            answers=answers, now=timezone.now(),
        )
        codes.append(opened.code)
print(json.dumps(codes))
"""

# as if everything that happened to these files so far had happened 31 days earlier
A_MONTH_PASSES = """
from datetime import timedelta
from django.db.models import F
from satuatap.applications.models import DestinationStop, Step, StepEvent

ago, theirs = timedelta(days=31), {"application__destination": told["destination"]}
steps = Step.objects.filter(**theirs)
StepEvent.objects.filter(step__in=steps).update(at=F("at") - ago)
steps.update(ready_at=F("ready_at") - ago, status_since=F("status_since") - ago)
DestinationStop.objects.filter(destination=told["destination"]).update(
    stopped_at=F("stopped_at") - ago
)
"""

# what the first steps' clocks say, and what pure arithmetic over their events says
CLOCKS = """
from satuatap.applications.clocks import calendar_of_desk, fold
from satuatap.applications.models import Step

wrong, days = [], set()
steps = Step.objects.filter(application__destination=told["destination"], position=0)
for step in steps.select_related("desk__office", "desk__refer_to_office"):
    calendar = calendar_of_desk(step.desk)
    clock = fold(step.events.order_by("at", "id"), calendar)
    running = clock.running_since and calendar.local_date(clock.running_since)
    due_on = running and calendar.add_working_days(running, step.standard_days)
    if (step.clock, step.used_days, step.due_on) != (clock, 0, due_on):
        wrong.append(str(step.pk))
    days.add(str(step.due_on))
print(json.dumps([len(steps), wrong, sorted(days)]))
"""


@pytest.mark.parametrize(("number", "destination", "place"), [
    (12, "PL", "Polandia"),
    pytest.param(300, "TR", "Turki", marks=[pytest.mark.prove, pytest.mark.timeout(900)]),
])  # fmt: skip
def test_files_wait_together_and_go_on_with_their_clocks_whole(
    visit, installation, number, destination, place
):
    name = f"Siti Menuju {place}"
    words = {"number": number, "destination": destination, "name": name}
    codes = json.loads(run(installation, LAY, role="service", **words))
    anyone = visit()
    assert "Janji: paling lambat" in _her_page(anyone, codes[0])

    endang = visit("endang")
    _closes(endang, number, place)
    page = _her_page(anyone, codes[0])
    assert CLOSED in page and "Janji" not in page and place not in page
    count, wrong, days = _clocks(installation, destination)
    assert (count, wrong, days) == (number, [], ["None"])

    _lists_print(endang, name, number)
    _money_is_asked(visit("dewi"), endang.page.url, f"{name} 000", number)

    run(installation, A_MONTH_PASSES, destination=destination)
    _opens_again(endang, number)

    count, wrong, days = _clocks(installation, destination)
    assert (count, wrong) == (number, []) and len(days) == 1 and days != ["None"]
    for code in (codes[0], codes[-1]):
        page = _her_page(anyone, code)
        assert "Janji: paling lambat" in page and CLOSED not in page


def _her_page(anyone, code):
    anyone.goto(f"/lacak/{code}/")
    return anyone.text


def _clocks(installation, destination):
    return json.loads(run(installation, CLOCKS, destination=destination))


def _closes(endang, number, place):
    """She is told how many files wait before anything is closed."""
    endang.goto("/tujuan-ditutup/")
    endang.follow("Tutup sebuah tujuan")
    endang.page.get_by_label("Negara tujuan").select_option(label=place)
    endang.page.get_by_label("Surat atau keputusan").fill(LETTER)
    endang.press("Lihat berapa berkas yang menunggu")
    assert f"{number} berkas akan menunggu" in endang.text and LETTER in endang.text
    endang.press("Ya, tutup tujuan ini")


def _lists_print(endang, name, number):
    """Everybody is on the paper, without the buttons of the screen."""
    rows = endang.page.locator("main tbody tr")
    assert rows.count() == number
    assert endang.page.locator("main .sa-badge--waiting").count() == number
    endang.page.emulate_media(media="print")
    assert endang.page.locator("main tbody th", has_text=name).last.is_visible()
    assert not endang.page.get_by_role("button", name="Cetak daftar").is_visible()
    endang.page.emulate_media(media="screen")


def _money_is_asked(dewi, affected, person, number):
    """What she paid and owes stands on the list; the others are still to be asked."""
    dewi.goto(affected)
    dewi.follow(f"Tanyakan {person}")
    page = dewi.page
    page.locator('[name="has_paid"][value="yes"]').check()
    page.get_by_label("Berapa, dalam rupiah").fill("Rp 2.500.000")
    page.locator('[name="has_debt"][value="yes"]').check()
    page.locator('[name="papers_held"][value="no"]').check()
    dewi.press("Simpan")
    row = page.locator("main tbody tr", has_text=person)
    assert "2.500.000" in row.inner_text() and "belum ditanyakan" not in row.inner_text()
    assert page.locator("main .sa-badge--waiting").count() == number - 1


def _opens_again(endang, number):
    endang.page.reload()
    endang.follow("Buka lagi tujuan ini")
    assert f"{number} berkas berjalan lagi" in endang.text
    endang.press("Ya, buka lagi")
    assert "Berkas yang menunggu berjalan lagi" in endang.text
    assert "Tidak ada berkas yang menunggu tujuan ini" in endang.text
