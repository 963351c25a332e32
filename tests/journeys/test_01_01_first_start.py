"""Walk 1: a fresh clone, one command, as root and as an ordinary user."""

import os
import pwd
import shutil
import subprocess
import urllib.request

import pytest

from demo.cast import cast_of
from demo.town import CHECKOUT


def test_both_services_answer_and_every_printed_account_works(installation, visit):
    for member in cast_of("administration"):
        assert member.full_name in visit(member.username).text
    for member in cast_of("protection"):
        assert member.full_name in visit(member.username, world="protection").text


def test_nothing_of_administration_is_known_to_protection(installation, visit):
    stranger = visit(world="protection")

    for address in ("/orang/", "/loket/", "/permohonan/", "/lacak/"):
        assert stranger.goto(address).status == 404
    assert "Satu Atap" not in stranger.text


@pytest.mark.prove
@pytest.mark.parametrize("account", ["root", "nobody"])
def test_make_run_in_a_fresh_clone(tmp_path, account):
    """`make run` with nothing but git, make and Python: a venv of its own and all the rest."""
    if account == "nobody" and os.getuid():
        pytest.skip("only root can become somebody else")
    place = tmp_path / account
    subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(place)], check=True)
    who = pwd.getpwnam(account)
    for folder in (place, *place.rglob("*")):
        os.chown(folder, who.pw_uid, who.pw_gid, follow_symlinks=False)
    _open_the_way(place)
    told = {"PATH": os.environ["PATH"], "HOME": str(place), "SATUATAP_PORT": "8460",
            "SATUATAP_PROTECTION_PORT": "8461"}  # fmt: skip
    with (tmp_path / f"{account}.log").open("w+") as log:
        running = subprocess.Popen(
            ["make", "run"], cwd=place, env=told, stdout=log, stderr=subprocess.STDOUT,
            user=who.pw_uid, group=who.pw_gid, start_new_session=True,
        )  # fmt: skip
        try:
            assert _answers("http://127.0.0.1:8460/", running), (
                tmp_path / f"{account}.log"
            ).read_text()
            assert _answers("http://127.0.0.1:8461/", running)
        finally:
            os.killpg(running.pid, 2)
            running.wait(60)
    shutil.rmtree(place, ignore_errors=True)


def _open_the_way(place):
    for parent in place.parents:
        if parent.stat().st_uid == os.getuid() and str(parent) not in ("/", "/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)


def _answers(address, running, patience=300):
    import time

    for _try in range(patience):
        try:
            return urllib.request.urlopen(address, timeout=5).status == 200
        except OSError:
            if running.poll() is not None:
                return False
            time.sleep(1)
    return False
