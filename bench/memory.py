"""Promise P11: memory of a whole installation, both worlds, with a house of this size.

    python -m bench memory --size M

The proportional set size of the launcher and of all its descendants: memory that several share
is counted once. First as it stands after the start, then after officers and people were served
for a while, highest of all readings. A machine of 4 GB is to be enough for M, so that 3 GB are
allowed here and the rest is the system's and its cache's.
"""

import json
import threading
import time
from pathlib import Path

from bench.at_desks import Officers, movable_steps
from bench.kept import house, size_given
from bench.lacak import codes_of, together

ALLOWED_MB = {"S": 1_500, "M": 3_000, "L": 3_000}
IDLE_MB = 600
OFFICERS, PAGES = 40, 10


def main(words=None) -> int:
    """Print lines for people, and as the last one a JSON object."""
    size = size_given("memory", words)
    with house(size) as installation:
        launcher = installation.process.pid
        time.sleep(5)
        idle, processes = reading(launcher)
        print(f"  after the start: {idle} MB in {processes} processes (promise {IDLE_MB} MB)")
        with Highest(launcher) as highest:
            work(installation)
        after, processes = reading(launcher)
    print(f"  at work: {highest.found} MB at most; afterwards {after} MB in {processes} processes")
    print(json.dumps({
        "bench": "memory", "size": size, "ours": highest.found, "sql": None, "plain": None,
        "peer": None, "ratio_sql": None, "ratio_plain": None, "ratio_peer": None,
        "idle_mb": idle, "highest_mb": highest.found, "after_mb": after, "processes": processes,
        "allowed_mb": ALLOWED_MB[size],
    }))  # fmt: skip
    return 0 if highest.found <= ALLOWED_MB[size] else 1


def work(installation):
    """Queues, files, moves, and a hundred people who look at their code."""
    steps = movable_steps(installation)[: 2 * OFFICERS]
    officers = Officers(installation.administration)
    for step in steps[:OFFICERS]:
        browser = officers.of(step.username)
        for _ in range(PAGES):
            browser.get("/loket/")
        browser.get(step.address)
    for step in steps:
        officers.finish(step)
    together(installation.administration, [f"/lacak/{c}/" for c in codes_of(installation)], 10)


class Highest:
    """Reads every half second while the block runs."""

    def __init__(self, launcher):
        self.launcher, self.found, self._stop = launcher, 0, threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _watch(self):
        while not self._stop.wait(0.5):
            self.found = max(self.found, reading(self.launcher)[0])


def reading(launcher: int) -> tuple[int, int]:
    """Megabytes and number of the launcher and all that descend from it."""
    parents, family = {}, {launcher}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except OSError:
            continue  # it has just ended
    grown = 0
    while grown != len(family):
        grown = len(family)
        family |= {pid for pid, parent in parents.items() if parent in family}
    sizes = [size for pid in family if (size := _proportional(pid)) is not None]
    return round(sum(sizes) / 1000), len(sizes)


def _proportional(pid):
    """Kilobytes of one process, None when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), None)
