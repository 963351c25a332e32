"""The home folder of an installation: served by one launcher at a time, free of leftovers."""

import contextlib
import fcntl
import os
from pathlib import Path

from launcher import processes
from launcher.data_folder import make_folder
from launcher.private_files import read_json, write_private_json
from launcher.refusal import Refusal
from launcher.worlds import HOME_MARK

_PATIENCE = 5  # seconds for a leftover to end by itself


class Home:
    """Holds the lock of a home folder and the notes about its child processes."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.notes = self.folder / "run"
        self._lock = None

    def claim(self):
        """Take the home for us; refuses while another launcher lives.

        The kernel drops the lock with its holder, so that a killed launcher leaves none.
        """
        make_folder(self.folder, mode=None)
        make_folder(self.notes)
        lock = os.fdopen(os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise Refusal(
                f"Satu Atap runs already from {self.folder} (process {holder}): stop it first, "
                "or choose another folder in SATUATAP_HOME."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def release(self):
        """Give the home back."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def note(self, name, pid):
        """Remember a child, so that a later start can find it."""
        write_private_json(self.notes / f"{name}.json", {"pid": pid, "born": processes.born(pid)})

    def forget(self, name):
        """A child has ended."""
        (self.notes / f"{name}.json").unlink(missing_ok=True)

    def stop_leftovers(self):
        """End what a killed launcher left running here."""
        for path in self.notes.glob("*.json"):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                self._stop_noted(read_json(path))
            path.unlink(missing_ok=True)

    def _stop_noted(self, note):
        """A number alone proves nothing: it may have gone to a stranger since."""
        group = note["pid"]
        members = processes.group_members(group)
        is_same = bool(note["born"]) and processes.born(group) == note["born"]
        if is_same or any(processes.carries(pid, HOME_MARK, str(self.folder)) for pid in members):
            processes.stop_group(group, patience=_PATIENCE)
