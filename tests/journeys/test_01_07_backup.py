"""Walk 7: backup, destroy the state, restore: the letter still verifies, chains are whole."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

from demo.town import CHECKOUT
from tests.journeys import siti
from tests.journeys.test_01_03_two_desks_and_a_letter import write_letter


def manage(home, *words):
    """`python -m launcher manage administration …` in this home; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "launcher", "manage", "administration", *map(str, words)],
        cwd=CHECKOUT, env={"PATH": os.environ["PATH"], "SATUATAP_HOME": str(home)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_letter_survives_the_end_of_the_machine(
    visit, installation, own_installation, tmp_path, browser
):
    name = "Siti Lestarini"
    _dewi, application, code = siti.ready_for_letter(visit, name)
    _letter, check = write_letter(visit, application)
    shelf, lost, found = tmp_path / "shelf", installation.home, tmp_path / "found"
    shelf.mkdir()
    sheet = manage(lost, "recovery_key", "create")
    identity = tmp_path / "identity.txt"
    identity.write_text(re.search(r"AGE-SECRET-KEY-1[A-Z0-9 \n]+", sheet).group())
    manage(lost, "backup", "--to", shelf)

    said = manage(found, "restore", "--from", shelf, "--identity", identity)
    assert "Restored and proved" in said
    running = own_installation(home=found)

    page = browser.new_context(locale="id-ID").new_page()
    page.goto(running.administration + urlsplit(check).path)
    assert "Surat ini berlaku" in page.inner_text("body")
    page.goto(f"{running.administration}/lacak/{code.replace('-', '')}/")
    assert "Surat siap diambil" in page.inner_text("body")
    assert "Everything is as it was sealed" in running.python("manage.py", "audit", "verify")
