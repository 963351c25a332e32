"""The child processes: started, watched, started again when they die, stopped in order."""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from launcher import processes
from launcher.choices import CHECKOUT
from launcher.private_files import last_lines, open_log

_STOP_SECONDS = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_STEADY_SECONDS = 60  # whoever lives that long starts afresh with the shortest pause


@dataclass
class Child:
    """One program of one world, e.g. `protection-worker`."""

    name: str
    command: list
    environment: dict
    log_file: Path
    process: subprocess.Popen | None = None
    pause: float = _FIRST_PAUSE
    started_at: float = 0.0
    rests_until: float = field(default=0.0)

    def start(self, home):
        """Start the program in a process group of its own, on a leash."""
        with open_log(self.log_file) as log:
            self.process = subprocess.Popen(
                [str(word) for word in self.command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                start_new_session=True,
                preexec_fn=processes.leashed(signal.SIGTERM),
            )
        self.started_at = time.monotonic()
        home.note(self.name, self.process.pid)

    def has_ended(self):
        """Whether the program was started and is not running any more."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self):
        """What it wrote last."""
        return last_lines(self.log_file)

    def clean_up(self, home):
        """After the end: its own children must not keep the port."""
        processes.stop_group(self.process.pid, patience=1)
        self.process = None
        home.forget(self.name)


class Family:
    """All children of a launcher."""

    def __init__(self, home):
        self.home = home
        self.children = []

    def add(self, child):
        """Start a child and watch it from now on."""
        self.children.append(child)
        child.start(self.home)

    def look_after(self, say):
        """Start again what has died, each with a growing pause; to be called often."""
        now = time.monotonic()
        for child in self.children:
            if child.has_ended():
                self._lay_to_rest(child, now, say)
            elif child.process is None and now >= child.rests_until:
                child.start(self.home)

    def _lay_to_rest(self, child, now, say):
        if now - child.started_at > _STEADY_SECONDS:
            child.pause = _FIRST_PAUSE
        say(
            f"{child.name} ended ({_reason(child.process.returncode)}), starting again in "
            f"{child.pause:g} s. Its last words are in {child.log_file}."
        )
        child.rests_until = now + child.pause
        child.pause = min(child.pause * 2, _LONGEST_PAUSE)
        child.clean_up(self.home)

    def stop(self, names=None):
        """Ask these children (or all) to end together, wait a moment, then make them."""
        chosen = [c for c in self.children if c.process and (names is None or c.name in names)]
        for child in chosen:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in chosen:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            child.clean_up(self.home)


def _reason(code):
    return f"exit {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def run_together(jobs, home):
    """Run several commands side by side; those that failed, as (child, last words)."""
    running = []
    try:
        for job in jobs:
            job.start(home)
            running.append(job)
        return [(job, job.last_words()) for job in jobs if job.process.wait() != 0]
    finally:
        for job in running:
            job.clean_up(home)
