"""Walk 6: SIAPkerja is down for three days; the centre goes on, and nobody types anything twice."""

import json

import pytest

from satuatap.catalogue.services import services
from tests.journeys import siti
from tests.journeys.inside import run
from tests.journeys.officers import Centre, at_the_desk, open_service, photograph, take

NAME = "Siti Gangguan"
SYSTEM = "/sistem-luar/siapkerja/"
SENTENCE = "Sistem pemerintah pusat sedang tidak dapat dibuka. Berkas Anda aman di sini"
ANSWERS = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
           "marital_status": "divorced"}  # fmt: skip
PAPERS = ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN")
# typed before, of whom one gets the number meanwhile; then who is not typed yet, oldest first
ANSWERED, TYPED, OLDEST, SECOND, WITHDRAWN = "Dijawab", "Diketik", "Tertua", "Kedua", "Menarik"
FRESH = "Datang Kemudian"

# files whose number is to be typed in SIAPkerja, one after the other; their codes
LAY = """
import json
from tests.journeys import laying

front, ratna = laying.somebody("dewi"), laying.somebody("ratna")
codes = []
for name in told["names"]:
    her = laying.a_person(front, name)
    laying.photographed(front, her, told["papers"])
    file = laying.opened(front, her, "verifikasi_cpmi", told["answers"])
    laying.brought_to(front, ratna, file, "terbitkan_id")
    codes.append(file.code)
print(json.dumps(codes))
"""

# as if everything that happened to these files, and the outage, had happened three days earlier
THREE_DAYS_PASS = """
from datetime import timedelta
from django.db.models import F
from satuatap.applications.clock_keeping import calendar_changed
from satuatap.applications.models import Step, StepEvent
from satuatap.applications.models.applications import CLOCKS
from satuatap.common.acting import acting_as, service_actor
from satuatap.exchange.models import Outage

ago = timedelta(days=3)
steps = Step.objects.filter(application__worker__full_name__startswith=told["name"])
StepEvent.objects.filter(step__in=steps).update(at=F("at") - ago)
steps.update(ready_at=F("ready_at") - ago, running_since=F("running_since") - ago,
             status_since=F("status_since") - ago)
Outage.objects.filter(ended_at__isnull=True).update(began_at=F("began_at") - ago)
with acting_as(service_actor(CLOCKS)):
    calendar_changed(None)  # what was promised then
"""

# the clocks that stand on the steps of these people, and pure arithmetic over their events
CLOCKS = """
import json
from satuatap.applications.clocks import calendar_of_desk, fold
from satuatap.applications.models import Step

wrong, paused = [], 0
steps = Step.objects.open().filter(application__worker__full_name__startswith=told["name"])
for step in steps.select_related("desk__office", "desk__refer_to_office"):
    calendar = calendar_of_desk(step.desk)
    clock = fold(step.events.order_by("at", "id"), calendar)
    paused += clock.running_since is None
    if (step.clock, step.due_on) != (clock, clock.due_on(step.standard_days, calendar)):
        wrong.append(str(step.pk))
print(json.dumps([wrong, paused]))
"""


@pytest.fixture
def centre(installation, browser):
    """Everybody of the centre."""
    people = Centre(browser, installation.administration)
    yield people
    people.close()


@pytest.mark.parametrize("more", [
    0, pytest.param(100, marks=[pytest.mark.prove, pytest.mark.timeout(900)]),
])  # fmt: skip
def test_while_siapkerja_is_down_the_centre_goes_on(centre, visit, installation, more):
    group = f"{NAME} {'Banyak' if more else 'Tiga Hari'}"
    names = [f"{group} {one}" for one in (ANSWERED, TYPED, OLDEST, SECOND, WITHDRAWN)]
    many = [f"{group} Tambahan {one:03}" for one in range(more)]
    codes = json.loads(run(installation, LAY, role="service", names=names + many, answers=ANSWERS,
                           papers=PAPERS))  # fmt: skip
    answered, typed, oldest, second, withdrawn = names
    dewi, anyone = centre("dewi"), visit(viewport={"width": 360, "height": 740})
    for name in (answered, typed):
        _types(dewi, name, "Diajukan")
    assert "Janji: paling lambat" in _her_page(anyone, codes[2])

    dewi.goto(SYSTEM)
    dewi.press("Sistem sedang terganggu")
    assert _of(group, dewi, "gangguan") == [oldest, second, withdrawn, *many]
    assert _of(group, dewi, "ketik") == []
    assert _of(group, dewi, "jawaban") == [answered, typed]
    assert SENTENCE in _her_page(anyone, codes[2]) and "Janji" not in anyone.text
    assert "Janji: paling lambat" in _her_page(anyone, codes[1])

    fresh = _the_others_go_on(centre, group, answered)
    assert _of(group, dewi, "gangguan") == [oldest, second, withdrawn, *many, fresh]
    _withdraws(dewi, withdrawn)
    stuck = [oldest, second, *many, fresh]
    assert _of(group, dewi, "gangguan") == stuck

    run(installation, THREE_DAYS_PASS, name=group)
    dewi.goto(SYSTEM)
    dewi.press("Sistem sudah pulih")
    assert _of(group, dewi, "gangguan") == [] and _of(group, dewi, "ketik") == stuck
    assert _of(group, dewi, "jawaban") == [typed]
    assert "Janji: paling lambat" in _her_page(anyone, codes[2]) and SENTENCE not in anyone.text
    assert json.loads(run(installation, CLOCKS, name=group)) == [[], 0]

    _types(dewi, oldest, "Sudah diketik, belum diajukan", twice=True)
    assert _of(group, dewi, "ketik") == [second, *many, fresh]
    assert _of(group, dewi, "jawaban") == [typed, oldest]


def _of(group, dewi, which):
    """Names of this group in one list of the system, as they stand there, on all its pages."""
    dewi.goto(f"{SYSTEM}?lihat={which}")
    names = []
    while True:
        rows = dewi.page.locator("main tbody th").all_inner_texts()
        names += [name for name in rows if name.startswith(group)]
        if not dewi.page.get_by_role("link", name="Berikutnya").count():
            return names
        dewi.follow("Berikutnya")


def _her_page(anyone, code):
    anyone.goto(f"/lacak/{code}/")
    return anyone.text


def _types(dewi, name, answer, twice=False):
    """From the copy-out sheet into SIAPkerja, and the status back; perhaps the form goes twice."""
    dewi.goto(f"{SYSTEM}?lihat=ketik")
    dewi.follow(name)
    assert name in dewi.page.inner_text("main") and "Lembar salin SIAPkerja" in dewi.text
    sheet = dewi.page.url
    dewi.page.get_by_label(answer, exact=True).check()
    form = dewi.page.locator("main form").evaluate(
        "f => Object.fromEntries(new FormData(f).entries())"
    )
    dewi.press("Catat status")
    if twice:
        again = dewi.page.request.post(sheet, form=form, headers={"Referer": sheet})
        assert again.ok
        dewi.goto(sheet)
        assert dewi.page.locator("main li", has_text=answer).count() == 1


def _the_others_go_on(centre, group, answered):
    """Another person is served at two desks; a file that is typed already gets its number."""
    dewi, ratna, name = centre("dewi"), centre("ratna"), f"{group} {FRESH}"
    her = siti.register(dewi, name)
    photograph(dewi, her, PAPERS)
    for code in ("verifikasi_cpmi", "pemeriksaan_kesehatan"):
        service = services()[code]
        answers = {one: ANSWERS[one] for one in service.questions if one in ANSWERS}
        open_service(dewi, her, service, answers)
    at_the_desk(centre("nurul"), name, services()["pemeriksaan_kesehatan"].steps[0])
    papers, family, number = services()["verifikasi_cpmi"].steps_for(ANSWERS)[:3]
    for step in (papers, family):
        at_the_desk(ratna, name, step)
    take(ratna, "/loket/?lihat=luar", name, "Terbitkan ID")
    assert "siapkerja tidak dapat dibuka" in ratna.text.lower()
    at_the_desk(ratna, answered, number)
    return name


def _withdraws(dewi, name):
    """She does not want to wait: her file leaves the list."""
    dewi.goto("/orang/")
    dewi.page.get_by_role("main").get_by_role("textbox").first.fill(name)
    dewi.press("Cari")
    dewi.follow(name)
    dewi.follow("Verifikasi calon pekerja migran")
    dewi.follow("Ia ingin menarik")
    dewi.press("Ya, tarik permohonan")
