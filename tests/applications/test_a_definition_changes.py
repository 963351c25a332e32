"""A service changes while files run: they finish by their copy, new ones start by the new rule."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as configured

from satuatap.applications.models import Application
from satuatap.catalogue.reading import forget
from satuatap.catalogue.services import services
from tests.centre import (
    SERVICE,
    a_worker,
    act,
    an_application,
    browser,
    open_with,
    text_of,
    walk_to_the_end,
)

pytestmark = pytest.mark.world("administration")
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


@pytest.fixture
def reference(tmp_path, settings):
    """A folder of reference data that this test may change; `begin()` reads it as a start does."""
    copy = tmp_path / "reference"
    shutil.copytree(configured.REFERENCE, copy)
    settings.REFERENCE = copy
    forget()
    yield copy
    settings.REFERENCE = configured.REFERENCE
    forget()


def change(reference, text=NEW_STEP, of=SERVICE):
    """A new definition comes with the next start."""
    path = reference / "services" / f"{of}.toml"
    path.write_text(path.read_text() + text)
    forget()


def test_fifty_running_files_finish_by_their_copy(reference, dewi, bu_lestari):
    running = [
        an_application(dewi, a_worker(dewi, nik="", full_name=f"Siti {n:02}"), papers=())
        for n in range(49)
    ]
    running.append(an_application(dewi, a_worker(dewi)))
    change(reference)

    for application in running:
        application.refresh_from_db()
        assert [step["code"] for step in application.definition["steps"]] == [
            "periksa_berkas", "cocok_data",
        ]  # fmt: skip
    ended = walk_to_the_end(running[-1], by=bu_lestari)
    assert ended.status == "letter"
    assert ended.steps.count() == 2


def test_a_new_file_starts_by_the_new_rule(reference, dewi):
    old = an_application(dewi)
    change(reference)
    nur = a_worker(dewi, nik="", full_name="Nur Aini")
    page = text_of(browser(dewi).get(f"{nur.get_absolute_url()}buka/{SERVICE}/"))
    assert "Cocokkan dengan data paspor" in page

    new = open_with(dewi, services()[SERVICE], nur)

    act(dewi)
    assert [step.code for step in new.steps.order_by("position")] == [
        "periksa_berkas", "cocok_data", "cocok_paspor",
    ]  # fmt: skip
    assert new.definition["version"] != old.definition["version"]
    assert new.steps.get(code="cocok_paspor").standard_days == 4


def test_a_service_that_is_gone_leaves_its_running_files_readable(reference, dewi, bu_lestari):
    application = an_application(dewi)
    (reference / "services" / f"{SERVICE}.toml").unlink()
    forget()

    page = text_of(browser(dewi).get(application.get_absolute_url()))
    assert "Rekomendasi paspor untuk calon pekerja migran" in page
    assert browser(dewi).get("/permohonan/").status_code == 200
    ended = walk_to_the_end(application, by=bu_lestari)
    assert ended.status == "letter"
    assert Application.objects.count() == 1


# --- a broken file, in a second process ---------------------------------------------------------

BROKEN = {  # what somebody did to the file: what stands in it, what the start says
    "a line that is no TOML": ("\nstandard_days = = 4\n", ["not valid TOML", "line"]),
    "a desk that does not exist": (
        NEW_STEP.replace("keimigrasian", "bea_cukai"), ["steps.cocok_paspor", "bea_cukai"],
    ),
    "a step without its cost": (
        NEW_STEP.replace("cost_rupiah = 0\n", ""), ["steps.cocok_paspor", "cost_rupiah"],
    ),
    "a paper that nobody knows": (
        NEW_STEP.replace('"KTP"', '"KTPX"'), ["steps.cocok_paspor", "KTPX"],
    ),
    "a word that no step has": (
        NEW_STEP + 'pemeriksa = "Pak Yusuf"\n', ["steps.cocok_paspor", "pemeriksa"],
    ),
}  # fmt: skip


def start_says(reference) -> subprocess.CompletedProcess:
    """`manage.py check` as the start of a process does it, with this reference folder."""
    told = {
        **os.environ,
        "SATUATAP_REFERENCE": str(reference),
        "SATUATAP_HOME": str(reference.parent / "home"),
        "SATUATAP_ROLE": "owner",
        "SATUATAP_OWNER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=configured.BASE, env=told,
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_stops_the_start_with_its_place(what, reference):
    text, said = BROKEN[what]
    change(reference, text)

    done = start_says(reference)

    assert done.returncode == 1
    assert f"reference/services/{SERVICE}.toml" in done.stderr
    for words in said:
        assert words in done.stderr


def test_a_changed_file_that_is_in_order_starts(reference):
    change(reference)

    done = start_says(reference)

    assert done.returncode == 0, done.stderr
