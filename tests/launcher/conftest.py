"""Throw-away clusters for the launcher's tests; no Django here."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from launcher.cluster import Cluster

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def files_of_this_test():
    """The launcher's tests need none of the application's settings."""


@pytest.fixture
def cluster(tmp_path):
    """A cluster of our own PostgreSQL, not started yet; stopped afterwards whatever happens."""
    cluster = Cluster(tmp_path / "postgres", durable=False)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session", params=["embedded", "debian"])
def running(request, tmp_path_factory):
    """A running cluster, once of the embedded PostgreSQL and once of Debian's."""
    folder = tmp_path_factory.mktemp(request.param) / "postgres"
    programs = None if request.param == "embedded" else debian_programs()
    with Cluster(folder, durable=False, program_folder=programs) as cluster:
        yield cluster


def debian_programs():
    """The programs of the system's own PostgreSQL; with CI=true they may not be missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        assert not os.environ.get("CI"), "Debian's PostgreSQL is not installed"
        pytest.skip("Debian's PostgreSQL is not installed")
    return found[0]


@pytest.fixture
def open_folder():
    """A folder that every account of the machine may enter (pytest's own ones are private)."""
    folder = Path(tempfile.mkdtemp(prefix="satuatap-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def another_process():
    """Run some lines of Python beside us, where the launcher can be imported."""
    started = []

    def run(code, *, python=sys.executable, **options):
        paths = [str(CHECKOUT), *(path for path in sys.path if path.endswith("site-packages"))]
        program = subprocess.Popen(
            [python, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            cwd="/",
            **options,
        )
        started.append(program)
        return program

    yield run
    for program in started:
        program.kill()
        program.wait()
        program.stdout.close()
