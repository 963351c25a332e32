"""Children that never outlive us, and the finding of those that did."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leashed(last_signal):
    """For Popen's `preexec_fn`: the kernel sends this signal to the child when we are killed.

    Linux only, and it counts the death of the thread that starts the child: start children from
    the main thread.
    """
    parent = os.getpid()

    def leash():
        if _LIBC is None:
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, last_signal, 0, 0, 0)
        if os.getppid() != parent:  # killed between fork and here
            os._exit(1)

    return leash


def command_line(pid):
    """The words with which a process was started; empty when there is no such process."""
    with contextlib.suppress(OSError, ValueError):
        if sys.platform == "linux":
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        shown = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(shown, capture_output=True, text=True, check=False).stdout
    return ""


def born(pid):
    """When a process began, as text that tells it from a later one with the same number."""
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            return _stat(pid)[19]
        shown = ["ps", "-o", "lstart=", "-p", str(pid)]
        return subprocess.run(shown, capture_output=True, text=True, check=False).stdout.strip()
    return ""


def _stat(pid):
    """The fields of /proc/<pid>/stat from the third on; the second may hold any character."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _alive(pid):
    with contextlib.suppress(OSError):
        return sys.platform != "linux" or _stat(pid)[0] not in "ZX"
    return False


def group_members(group):
    """The living processes of a process group."""
    if sys.platform != "linux":
        with contextlib.suppress(OSError):
            os.killpg(group, 0)
            return [group]
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = _stat(entry.name)
                if int(fields[2]) == group and fields[0] not in "ZX":
                    found.append(int(entry.name))
    return found


def carries(pid, name, value):
    """Whether a process was started with this environment variable (Linux; elsewhere unknown)."""
    with contextlib.suppress(OSError):
        return f"{name}={value}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return False


def works_in(folder):
    """Processes whose working folder is this one, as far as we may look."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if entry.readlink() == Path(folder) and _alive(entry.parent.name):
                found.append(int(entry.parent.name))
    return found


def stop_group(group, *, patience):
    """Ask a process group to end; after `patience` seconds make it."""
    with contextlib.suppress(OSError):
        os.killpg(group, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while group_members(group) and time.monotonic() < deadline:
        time.sleep(0.05)
    with contextlib.suppress(OSError):
        os.killpg(group, signal.SIGKILL)
