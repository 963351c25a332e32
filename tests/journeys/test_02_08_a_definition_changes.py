"""Walk 8: a service changes while files run; a broken file stops the start with its line."""

import json
import os
import shutil
import signal
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from demo.town import CHECKOUT, town
from satuatap.catalogue.services import services
from tests.journeys import siti
from tests.journeys.inside import run
from tests.journeys.officers import Centre, at_the_desk

SERVICE = "rekomendasi_paspor"
WEB = "administration-service"
NEW_STEP = """
[[steps]]
code = "cocok_paspor"
title = "Cocokkan dengan data paspor"
desk = "keimigrasian"
after = ["cocok_data"]
standard_days = 4
cost_rupiah = 0
cost_source = "uji"
documents = ["KTP"]
"""
LAY = """
import io
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.applications import actions
from satuatap.catalogue.services import services
from satuatap.common.acting import acting_as
from satuatap.common.ids import new_id
from satuatap.places.models import Area
from satuatap.workers import actions as workers

photo = io.BytesIO()
Image.new("RGB", (60, 40), "#f6f2ea").save(photo, "JPEG")
dewi, service = User.objects.with_roles().get(username="dewi"), services()[told["service"]]
village = Area.objects.filter(pk__startswith="32.09.11.", level=4).order_by("pk")[0]
for number in range(told["files"]):
    with acting_as(dewi.actor):
        her, _new = workers.register_worker(
            by=dewi, office=dewi.home_office, once=new_id(), manner="read_aloud", sex="female",
            full_name=f"{told['name']} {number:02}", birth_date=None, village=village, nik="")
        for kind in service.documents:
            workers.add_scan(by=dewi, once=new_id(), worker=her, kind=kind,
                             uploaded=SimpleUploadedFile("kk.jpg", photo.getvalue()))
        actions.open_application(by=dewi, once=new_id(), worker=her, service=service,
                                 now=timezone.now())
"""
# every officer does her part in all files but the first, under the rule that holds now
FINISH = """
from django.conf import settings
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.applications import actions
from satuatap.applications.models import Step
from satuatap.catalogue.reading import forget
from satuatap.common.acting import acting_as
from satuatap.workers.models import Scan

settings.REFERENCE = told["reference"]
forget()
for username in ("ratna", "yusuf"):
    officer = User.objects.with_roles().get(username=username)
    with acting_as(officer.actor):
        ready = Step.objects.filter(
            status="ready", application__worker__full_name__startswith=told["name"],
        ).exclude(application__worker__full_name=told["but"])
        for step in ready.select_related("application"):
            for kind in step.documents:
                scan = Scan.objects.get(worker_id=step.application.worker_id, kind=kind)
                actions.decide(by=officer, step=step, scan=scan)
            actions.finish_step(by=officer, step=step, now=timezone.now())
"""
STANDING = """
from collections import Counter
from satuatap.applications.models import Application
rows = Application.objects.filter(worker__full_name__startswith=told["name"])
print(json.dumps(sorted(Counter(
    f"{one.definition['version']}: {one.status}, "
    + ", ".join(one.steps.order_by("position").values_list("code", flat=True))
    for one in rows).items())))
"""


@pytest.fixture(scope="module")
def centre_with_rules(tmp_path_factory):
    """(installation, folder): a centre that reads its rules from a folder of its own."""
    folder = tmp_path_factory.mktemp("rules") / "reference"
    shutil.copytree(CHECKOUT / "reference", folder)
    with town(SATUATAP_REFERENCE=str(folder)) as running:
        yield running, folder


@pytest.fixture
def people(browser, centre_with_rules):
    """Everybody of that centre, with windows that stay open."""
    centre = Centre(browser, centre_with_rules[0].administration)
    yield centre
    centre.close()


@pytest.mark.parametrize("files", [
    3, pytest.param(50, marks=[pytest.mark.prove, pytest.mark.timeout(900)]),
])  # fmt: skip
def test_old_files_finish_by_their_copy_and_new_ones_start_by_the_new_rule(
    centre_with_rules, people, files
):
    installation, folder = centre_with_rules
    old, name = services()[SERVICE], f"Siti Lama {'Tiga' if files == 3 else 'Limapuluh'}"
    run(installation, LAY, role="service", files=files, service=SERVICE, name=name)
    codes = ", ".join(step.code for step in old.steps)
    assert _standing(installation, name) == [[f"{old.version}: open, {codes}", files]]
    path = folder / "services" / f"{SERVICE}.toml"
    whole = path.read_text()

    try:
        path.write_text(whole + NEW_STEP)
        _web_starts_again(installation)

        but = f"{name} 00"
        told = {"name": name, "but": but, "reference": str(folder)}
        run(installation, FINISH, role="service", **told)
        for step, officer in zip(old.steps, ("ratna", "yusuf"), strict=True):
            at_the_desk(people(officer), but, step)
        assert _standing(installation, name) == [[f"{old.version}: letter, {codes}", files]]
        _a_new_one_has_the_new_step(people("dewi"), f"Siti Baru {name.split()[-1]}")

        path.write_text(whole + NEW_STEP.replace("standard_days = 4", "standard_days = = 4"))
        line = whole.count("\n") + 1 + NEW_STEP[: NEW_STEP.index("standard_days")].count("\n")
        said = _web_does_not_start(installation)
        assert f"reference/services/{SERVICE}.toml" in said and f"at line {line}," in said
    finally:
        path.write_text(whole)
        _web_answers(installation)
    assert _standing(installation, name) == [[f"{old.version}: letter, {codes}", files]]


def _standing(installation, name):
    return json.loads(run(installation, STANDING, name=name))


def _a_new_one_has_the_new_step(dewi, name):
    her = siti.register(dewi, name)
    dewi.goto(f"{her}buka/{SERVICE}/")
    assert "Cocokkan dengan data paspor" in dewi.text and "4 hari kerja" in dewi.text
    if dewi.page.get_by_role("button", name="Lihat yang akan berjalan").count():
        dewi.press("Lihat yang akan berjalan")
    dewi.press("Buka permohonan")
    assert "Cocokkan dengan data paspor" in dewi.text


def _web_starts_again(installation):
    _end_web(installation)
    _web_answers(installation)


def _end_web(installation):
    """Its process ends; the launcher starts it again, and it reads the rules anew."""
    pid = json.loads((installation.home / "run" / f"{WEB}.json").read_text())["pid"]
    os.killpg(pid, signal.SIGTERM)
    _until(lambda: not _lives(pid))


def _lives(pid) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _web_answers(installation):
    def answers():
        with suppress(URLError, OSError):
            return urlopen(f"{installation.administration}/akun/masuk/").status == 200

    _until(answers)


def _web_does_not_start(installation) -> str:
    """What it says instead."""
    log = installation.home / "administration" / "log" / "service.log"
    before = log.stat().st_size if log.exists() else 0
    _end_web(installation)
    _until(lambda: "does not start" in log.read_bytes()[before:].decode())
    with pytest.raises(OSError):
        urlopen(f"{installation.administration}/akun/masuk/")
    return log.read_bytes()[before:].decode()


def _until(done, seconds=60):
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
