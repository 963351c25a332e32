"""One launcher per home; children that are looked after; leftovers that are found again."""

import os
import signal
import subprocess
import sys
import time

import pytest

from launcher.children import Child, Family, run_together
from launcher.home import Home
from launcher.private_files import write_private_json
from launcher.refusal import Refusal

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
PARENT = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {SLEEP!r}])
print(child.pid, flush=True)
time.sleep(60)
"""
LAUNCH = """
import os, sys, time
from launcher.children import Child
from launcher.home import Home
home = Home({home!r})
home.claim()
command = [sys.executable, "-c", "import time; time.sleep(60)"]
child = Child("child", command, dict(os.environ), {log!r})
child.start(home)
print(child.process.pid, flush=True)
time.sleep(60)
"""
HOLD = """
import time
from launcher.home import Home
home = Home({home!r})
home.claim()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.claim()
    yield home
    home.release()


@pytest.fixture
def family(home):
    family = Family(home)
    yield family
    family.stop()


@pytest.fixture
def child(tmp_path):
    """`child("name", "print(1)")`: a program that waits to be started."""

    def make(name, code):
        told = os.environ | {"SATUATAP_HOME": str(tmp_path / "home")}
        return Child(name, [sys.executable, "-c", code], told, tmp_path / f"{name}.log")

    return make


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(question, seconds=15):
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def test_a_home_has_one_launcher_and_a_killed_one_leaves_no_lock(tmp_path, another_process):
    holder = another_process(HOLD.format(home=str(tmp_path)))
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(Refusal, match=f"runs already from .* \\(process {holder.pid}\\)"):
        Home(tmp_path).claim()

    holder.send_signal(signal.SIGKILL)
    holder.wait()
    Home(tmp_path).claim()


def test_whoever_dies_is_started_again_after_a_growing_pause(family, child):
    said = []
    family.add(mortal := child("mortal", "print('goodbye')"))

    wait_until(lambda: family.look_after(said.append) or len(said) == 2)

    assert mortal.pause == 2.0
    assert "mortal ended (exit 0), starting again in 0.5 s" in said[0]
    assert "starting again in 1 s" in said[1]
    assert mortal.last_words() == "goodbye\ngoodbye"


def test_the_stubborn_are_made_to_stop(family, child, monkeypatch):
    monkeypatch.setattr("launcher.children._STOP_SECONDS", 0.5)
    family.add(child("stubborn", STUBBORN))
    family.add(child("willing", SLEEP))
    pids = [one.process.pid for one in family.children]
    time.sleep(0.3)

    family.stop()

    assert not any(map(is_alive, pids))
    assert not list(family.home.notes.iterdir())


def test_commands_run_side_by_side_and_failures_come_with_their_last_words(home, child):
    jobs = [child("good", ""), child("bad", "raise SystemExit('it broke')")]

    failed = run_together(jobs, home)

    assert [(job.name, words) for job, words in failed] == [("bad", "it broke")]


def test_leftovers_are_stopped_children_of_children_too(home, child):
    left = child("left", PARENT)
    left.start(home)
    wait_until(lambda: left.last_words())
    grandchild = int(left.last_words())
    os.kill(left.process.pid, signal.SIGKILL)
    left.process.wait()

    home.stop_leftovers()

    wait_until(lambda: not is_alive(grandchild))
    assert not list(home.notes.iterdir())


def test_a_stranger_who_got_the_number_since_is_left_alone(home):
    stranger = subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True)
    write_private_json(home.notes / "old.json", {"pid": stranger.pid, "born": "long ago"})

    home.stop_leftovers()

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_children_end_with_a_killed_launcher(tmp_path, another_process):
    code = LAUNCH.format(home=str(tmp_path / "home"), log=str(tmp_path / "log"))
    launcher = another_process(code)
    child = int(launcher.stdout.readline())

    launcher.kill()
    launcher.wait()

    wait_until(lambda: not is_alive(child))
