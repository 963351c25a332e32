"""Walk 3: two days over a long weekend with joint leave, a pause for a paper, a desk in WITA."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from satuatap.common.reference import reference_folder
from tests.journeys.inside import run
from tests.journeys.officers import Centre, fill, take

NAME, CODE = "Siti Akhir Pekan", "dinas-wita-contoh"
SETTINGS = "/pengaturan/kantor/"
DESK = f"{SETTINGS}ltsa-seberang/loket/ketenagakerjaan/"
WITA = timezone(timedelta(hours=8))
TUESDAY_NIGHT = "2026-05-12T16:30+00:00"  # half past midnight of Wednesday in WITA
LAST_TUESDAY = "2026-05-19T23:00+08:00"
STEP = "Terbitkan ID"
ANSWERS = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
           "marital_status": "divorced"}  # fmt: skip
PAPERS = ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN")

# May 2026: Thursday 14 is a holiday, Friday 15 joint leave. A file comes on Wednesday 13 in WITA,
# where in WIB it is still Tuesday: its two days are Monday 18 and Tuesday 19 (in WIB: 13 and 18).
# On Monday a paper is missing; it comes on Thursday 21, and one of the two days is left.
LAY = """
import json
from datetime import datetime
from satuatap.applications import actions
from satuatap.common.acting import acting_as
from tests.journeys import laying

front, wati = laying.somebody("rudi"), laying.somebody("wati")
moments = {name: datetime.fromisoformat(moment) for name, moment in told["moments"].items()}

def file(name, until):
    her = laying.a_person(front, f"{told['name']} {name}")
    laying.photographed(front, her, told["papers"])
    found = laying.opened(front, her, "verifikasi_cpmi", told["answers"], moments["opened"])
    step = laying.brought_to(front, wati, found, "terbitkan_id", moments["arrived"])
    with acting_as(wati.actor):
        if until != "arrived":
            actions.hold_step(by=wati, step=step, reason="paper_missing", now=moments["held"])
        if until not in ("arrived", "held"):
            actions.resume_step(by=wati, step=step, now=moments["resumed"])
    return found.code, str(step.pk)

print(json.dumps({name: file(name, until) for name, until in told["files"].items()}))
"""

# the database itself writes when a file is opened, and that none ends before
OPENED_THEN = """
from satuatap.applications.models import Application

steps = [step for _code, step in told["files"].values()]
Application.objects.filter(steps__in=steps).update(opened_at=told["opened"])
"""
FINISH = """
from datetime import datetime
from satuatap.applications.clock_keeping import measure
from satuatap.applications.models import Step
from satuatap.applications.models.applications import CLOCKS
from satuatap.common.acting import acting_as, service_actor
from tests.journeys import laying

wati = laying.somebody("wati")
for step, moment in told["ends"]:
    with acting_as(wati.actor):
        step = Step.objects.select_related("desk__office", "application").get(pk=step)
    laying.finished(wati, step, datetime.fromisoformat(moment))
with acting_as(service_actor(CLOCKS)):
    measure(wati.home_office, datetime.fromisoformat(told["measured"]))
"""

# what stands on these steps; what their events say now and for a moment that is past; and how many
# days or times a recount of the whole office moves
RECOUNTED = """
import json
from datetime import datetime
from satuatap.accounts.models import User
from satuatap.applications.clock_keeping import measure, recount
from satuatap.applications.clocks import calendar_of_desk, fold
from satuatap.applications.models import Step
from satuatap.applications.models.applications import CLOCKS
from satuatap.common.acting import acting_as, service_actor
from tests.journeys import laying

past, rudi = datetime.fromisoformat(told["past"]), laying.somebody("rudi")
with acting_as(rudi.actor):
    stands, folded, was = {}, {}, {}
    for name, (_code, step) in told["files"].items():
        step = Step.objects.select_related("desk__office", "desk__refer_to_office").get(pk=step)
        events, calendar = list(step.events.order_by("at", "id")), calendar_of_desk(step.desk)
        clock, earlier = fold(events, calendar), fold(events, calendar, until=past)
        due_on, was_due = (one.due_on(step.standard_days, calendar) for one in (clock, earlier))
        is_open = step.done_at is None
        stands[name] = [step.used_days, str(step.due_on) if is_open else None]
        folded[name] = [clock.used_days, str(due_on) if is_open else None]
        was[name] = [earlier.used_at(past, calendar), str(was_due)]
with acting_as(service_actor(CLOCKS)):
    changed = recount(rudi.home_office)
    measure(rudi.home_office, datetime.fromisoformat(told["measured"]))
print(json.dumps([stands, folded, was, changed]))
"""

FILES = {
    "Tiba": "arrived", "Menunggu Surat": "held", "Dilanjutkan": "resumed",
    **{f"Selesai {one}": "friday" for one in "ABC"},
    **{f"Selesai {one}": "monday" for one in "DEF"},
}  # fmt: skip
MOMENTS = {
    "opened": "2026-05-11T02:00+00:00", "arrived": TUESDAY_NIGHT, "held": "2026-05-18T03:00+00:00",
    "resumed": "2026-05-21T03:00+00:00", "friday": "2026-05-22T04:00+00:00",
    "monday": "2026-05-25T04:00+00:00", "measured": "2026-06-01T00:00+00:00",
}  # fmt: skip


@pytest.fixture
def centre(installation, browser):
    """Everybody of the centre; its manpower desk is again in the house afterwards."""
    people = Centre(browser, installation.administration)
    yield people
    _is_of_the_house(people("nina"))
    people.close()


def test_the_promised_day_and_the_public_time_are_right_and_stay_right(centre, visit, installation):
    nina, wati, anyone = centre("nina"), centre("wati"), visit()
    _refers_to_an_office_in_wita(nina)
    files = _laid(installation)

    assert _promise(anyone, files["Tiba"]) == "Selasa, 19 Mei 2026"
    assert _promise(anyone, files["Menunggu Surat"]) is None
    assert "Berkas Anda menunggu satu surat" in anyone.text
    assert _promise(anyone, files["Dilanjutkan"]) == "Jumat, 22 Mei 2026"
    take(wati, "/loket/?lihat=terlambat", f"{NAME} Tiba", STEP)
    assert "Selasa, 19 Mei 2026 Terlambat" in wati.text
    # of 24 steps that this desk finished, 21 took two days and three took three
    times = _public_times(anyone)
    assert times == ["2 hari", "2,7 hari"]

    stands, folded, was, changed = _recounted(installation, files)
    assert (stands, changed) == (folded, 0)
    # last Tuesday, before the missing paper came: exactly what her page said then
    assert was["Tiba"] == [2, "2026-05-19"]
    assert was["Menunggu Surat"] == was["Dilanjutkan"] == was["Selesai A"] == [1, "None"]

    _closes(nina, date(2026, 5, 18))
    assert _promise(anyone, files["Tiba"]) == "Rabu, 20 Mei 2026"
    assert _promise(anyone, files["Dilanjutkan"]) == "Senin, 25 Mei 2026"
    after, folded, _was, changed = _recounted(installation, files)
    assert changed == 0 and after["Tiba"] == folded["Tiba"]
    assert {name: after[name] for name in after if "Selesai" in name} == {
        name: stands[name] for name in stands if "Selesai" in name
    }
    assert _public_times(anyone) == times

    nina.press("Hapus")  # it was open after all
    assert _promise(anyone, files["Tiba"]) == "Selasa, 19 Mei 2026"
    _paper_comes(wati)  # one of the two days is left
    promised = _in_words(_after(datetime.now(UTC).astimezone(WITA).date(), working_days=1))
    assert _promise(anyone, files["Menunggu Surat"]) == promised


def _laid(installation):
    """Code and second step of each file, as officers of that May would have left them."""
    files = json.loads(run(installation, LAY, role="service", name=NAME, files=FILES,
                           moments=MOMENTS, answers=ANSWERS, papers=PAPERS))  # fmt: skip
    run(installation, OPENED_THEN, files=files, opened=MOMENTS["opened"])
    ends = [(files[name][1], MOMENTS[end]) for name, end in FILES.items() if "Selesai" in name]
    run(installation, FINISH, role="service", ends=ends, measured=MOMENTS["measured"])
    return files


def _refers_to_an_office_in_wita(nina):
    """The manpower desk sits in an office of its own, in another time zone."""
    nina.goto(f"{SETTINGS}baru/")
    for field, value in {"name": "Dinas Contoh Makassar", "code": CODE, "kind": "manpower_office",
                         "area_text": "Kota Makassar, Sulawesi Selatan",
                         "time_zone": "Asia/Makassar", "address": "Jalan Contoh 3"}.items():  # fmt: skip
        fill(nina.page, field, value)
    nina.press("Simpan")
    nina.goto(DESK)
    fill(nina.page, "presence", "refer")
    nina.page.locator('[name="refer_to_office"]').select_option(label="Dinas Contoh Makassar")
    nina.press("Simpan")
    assert "Loket disimpan." in nina.text


def _is_of_the_house(nina):
    nina.goto(DESK)
    fill(nina.page, "presence", "present")
    nina.press("Simpan")


def _closes(nina, day):
    """That office was closed on a day that nobody had noted."""
    nina.goto(f"{SETTINGS}{CODE}/")
    nina.page.get_by_label("Tutup mulai").fill(f"{day:%d-%m-%Y}")
    nina.page.get_by_label("Alasan yang dibaca pengunjung").fill("Upacara daerah")
    nina.press("Catat hari tutup")
    assert "Hari tutup dicatat" in nina.text


def _paper_comes(wati):
    """The missing paper is here: the desk takes the file up again."""
    take(wati, "/loket/?lihat=pemohon", f"{NAME} Menunggu Surat", STEP)
    wati.press("Lanjutkan berkas")


def _promise(anyone, file):
    """The day that her page promises, or None."""
    code, _step = file
    anyone.goto(f"/lacak/{code}/")
    promised = re.search(r"Janji: paling lambat ([^.]+)\.", anyone.text)
    return promised and promised.group(1)


def _public_times(anyone):
    """Half and nine of ten, as everybody reads them of that desk in that May."""
    anyone.goto("/kantor/ltsa-seberang/waktu/")
    row = anyone.page.locator("main tbody tr", has_text="Mei 2026")
    return row.filter(has_text="Ketenagakerjaan").locator("td.sa-table__number").all_inner_texts()


def _recounted(installation, files):
    return json.loads(
        run(installation, RECOUNTED, role="service", files=files, past=LAST_TUESDAY,
            measured=MOMENTS["measured"])
    )  # fmt: skip


def _after(day, working_days):
    """So many working days after a day, from the joint decrees' own lists."""
    off = set()
    for path in (reference_folder() / "calendar").glob("*.csv"):
        off |= {date.fromisoformat(row["date"]) for row in csv.DictReader(path.open())}
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5 and day not in off
    return day


def _in_words(day):
    from babel.dates import format_date

    return format_date(day, "EEEE, d MMMM y", locale="id")
