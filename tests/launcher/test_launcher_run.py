"""The whole life of `make run`, with a stand-in for the application: start, fall, start, stop."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
# Notes each command that it is given, and signs in where the real one would.
MANAGE = """
import os, sys, time, psycopg
role, world, command = os.environ["SATUATAP_ROLE"], os.environ["SATUATAP_WORLD"], sys.argv[1]
names = {"owner": "OWNER_DATABASE_URL", "service": "DATABASE_URL", "sealer": "SEALER_DATABASE_URL"}
with open("commands", "a") as file:
    file.write(f"{world} {role} {command}\\n")
with psycopg.connect(os.environ[f"SATUATAP_{names[role]}"]) as connection:
    if command == "migrate":
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (id integer)")
if command == os.environ.get("BREAKS"):
    raise SystemExit("it broke")
if command == "keys":
    open(os.environ["SATUATAP_KEYS"] + "/master.keys", "w").close()
if command == "demo_accounts":
    print(f"dewi sits at the front desk of {world}")
while command in ("work", "seal_audit"):
    time.sleep(1)
"""
WSGI = """
import os, psycopg
def application(environ, start_response):
    with psycopg.connect(os.environ["SATUATAP_DATABASE_URL"]) as connection:
        who = connection.execute("SELECT current_user").fetchone()[0]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.environ['SATUATAP_WORLD']} {who}".encode()]
"""


class Run:
    """One `python -m launcher run` of the stand-in."""

    def __init__(self, folder, ports, **settings):
        names = dict(zip(("SATUATAP_PORT", "SATUATAP_PROTECTION_PORT"), ports, strict=True))
        self.folder, self.ports, self.lines = folder, ports, []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "launcher", "run"],
            cwd=folder,
            env={key: value for key, value in os.environ.items() if "SATUATAP" not in key}
            | names
            | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        self.lines.extend(self.process.stdout)

    def said(self):
        return "".join(list(self.lines))

    def until_ready(self):
        wait_until(lambda: "Ctrl-C stops everything" in self.said(), self.said)
        return self

    def ended(self):
        self.process.wait(60)
        self._reader.join(10)
        return self.said()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def commands(self):
        """Which commands were given since the last question."""
        path = self.folder / "commands"
        given = sorted(set(path.read_text().splitlines())) if path.exists() else []
        path.unlink(missing_ok=True)
        return [line.split()[2] for line in given if line.startswith("administration")]

    def leftovers(self):
        """Processes that carry this home in their environment or command line."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                known = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if str(self.folder / "var").encode() in known:
                found.append(int(entry.name))
        return found


def wait_until(question, why=str, seconds=60):
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, why()
        time.sleep(0.05)


def answer(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            return page.read().decode()
    except OSError:
        return None


@pytest.fixture(scope="module")
def launch(tmp_path_factory):
    """`launch()`: run the launcher beside a stand-in for the application."""
    folder = tmp_path_factory.mktemp("checkout").resolve()
    shutil.copytree(CHECKOUT / "launcher", folder / "launcher")
    (folder / "satuatap" / "common").mkdir(parents=True)
    for name in ("satuatap/__init__.py", "satuatap/common/postgres.py", "requirements.txt"):
        shutil.copy(CHECKOUT / name, folder / name)
    (folder / "satuatap" / "common" / "__init__.py").touch()
    (folder / "satuatap" / "wsgi.py").write_text(WSGI)
    (folder / "manage.py").write_text(MANAGE)
    with socket.create_server(("127.0.0.1", 0)) as a, socket.create_server(("127.0.0.1", 0)) as b:
        ports = [str(server.getsockname()[1]) for server in (a, b)]
    started = []

    def start(**settings):
        started.append(Run(folder, ports, **settings))
        return started[-1]

    yield start
    for run in started:
        if run.process.poll() is None:
            run.stop()


def test_the_life_of_an_installation(launch):
    """One story, because each chapter begins with what the one before has left."""
    a_step_that_breaks_is_told_with_its_last_words(launch(BREAKS="load_reference"))
    first = launch().until_ready()
    the_first_start_prepares_everything(first)
    a_killed_service_and_a_killed_database_come_back(first)
    a_second_launcher_is_refused(first, launch())
    first.process.kill()
    first.ended()
    second = launch().until_ready()
    a_later_start_prepares_nothing(second)
    second.stop()
    assert second.leftovers() == []
    assert second.process.returncode == 0


def a_step_that_breaks_is_told_with_its_last_words(run):
    said = run.ended()

    assert run.process.returncode == 1
    assert "administration-load_reference did not succeed" in said
    assert "it broke" in said
    assert "load_demo" not in run.commands()
    assert run.leftovers() == []


def the_first_start_prepares_everything(run):
    wait_until(lambda: "work" in (run.folder / "commands").read_text(), run.said)
    prepared = {"keys", "migrate", "load_reference", "collectstatic", "load_demo"}
    assert prepared <= set(run.commands())
    assert "dewi sits at the front desk of administration" in run.said()
    assert [answer(port) for port in run.ports] == [
        "administration satuatap_service",
        "protection satuatap_service",
    ]


def a_killed_service_and_a_killed_database_come_back(run):
    port = run.ports[0]
    for pid in run.leftovers():
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"granian" in words or b"/administration/postgres" in words:
            kill(pid)

    wait_until(lambda: "ended (killed by SIGKILL), starting again" in run.said(), run.said)
    wait_until(lambda: answer(port) == "administration satuatap_service", run.said)


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it went with its parent


def a_second_launcher_is_refused(first, second):
    assert f"runs already from {first.folder / 'var'}" in second.ended()
    assert second.process.returncode == 1
    assert first.process.poll() is None


def a_later_start_prepares_nothing(run):
    given = set(run.commands())

    assert not given & {"keys", "migrate", "load_reference", "load_demo", "collectstatic"}
    assert "dewi sits at the front desk of protection" in run.said()
    assert all(answer(port) for port in run.ports)
