"""Full houses for benches: laid once by `manage.py generate`, kept under build/, started as they are.

A kept house is named by size, seed and by the code that it was made of; when that changes, the
next bench lays a fresh one. Benches that write put back what they moved (`put_back`).
"""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.putting_back import put_back
from demo.town import CHECKOUT, Installation, start
from launcher.cluster import Cluster
from launcher.preparing import fingerprint

SEED = 1
MADE_OF = (
    "satuatap/*/migrations/*.py", "reference/**/*", "demo/*.py", "demo/generating/*.py",
    "satuatap/applications/clocks.py", "satuatap/places/calendars.py",
)  # fmt: skip
SIZES = {"small": "S", "S": "S", "M": "M", "L": "L"}
WORLDS = ("administration", "protection")


def size_given(bench: str, words) -> str:
    """The size of the house that a bench is asked for; small is S."""
    parser = argparse.ArgumentParser(prog=f"bench {bench}")
    parser.add_argument("--size", choices=SIZES, default="small")
    return SIZES[parser.parse_args(words).size]


@contextmanager
def house(size: str) -> Iterator[Installation]:
    """A running installation with so many people; stopped afterwards and kept."""
    home = _folder(size) / "home"
    if not (home.parent / "laid").exists():
        _lay(size, home)
    ended = (home.parent / "laid").read_text().split()[0]
    installation = start(home)
    try:
        put_back(installation, ended)
        yield installation
        put_back(installation, ended)
    finally:
        installation.stop()


def _folder(size) -> Path:
    return CHECKOUT / "build" / "bench" / f"{size}-{SEED}-{fingerprint(MADE_OF)[:12]}"


def _lay(size, home):
    """First as `make run` does; then people, while the database does not wait for the disk."""
    for old in home.parent.parent.glob(f"{size}-*"):
        shutil.rmtree(old)
    home.parent.mkdir(parents=True)
    begun, today = time.monotonic(), datetime.now(UTC).date()
    print(f"Laying a house of size {size}; it is kept in {home.parent}.", flush=True)
    installation = start(home)
    installation.stop()
    for world in WORLDS:
        with _forgetful(installation, world):
            _generate(installation, world, size, today)
    (home.parent / "laid").write_text(f"{today} in {time.monotonic() - begun:.0f} s\n")
    print(f"Laid in {time.monotonic() - begun:.0f} s.", flush=True)


def _forgetful(installation, world) -> Cluster:
    folder = installation.home / world
    return Cluster(
        folder / "postgres", secrets_file=folder / "secrets.json", durable=False,
        log_file=folder / "log" / "postgres.log",
    )  # fmt: skip


def _generate(installation, world, size, until):
    words = ["manage.py", "generate", "--size", size, "--seed", str(SEED)]
    words += ["--until", str(until)]
    subprocess.run(
        [sys.executable, *words], cwd=CHECKOUT, check=True,
        env=installation.environment("owner", world),
    )  # fmt: skip
