"""Where a cluster's unix socket lies: a path that is short, private and always the same."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from launcher.refusal import Refusal

PORT = 5432  # only a part of the socket's name; nothing listens on the network
# The kernel takes 108 bytes on Linux and 104 on macOS, the last one being a zero.
_LONGEST = 100
_PLAIN = re.compile(r"[A-Za-z0-9/_.-]+")


def socket_folder(cluster_folder):
    """The folder for the socket: inside the cluster's own, or a short one when that is too deep."""
    inside = Path(cluster_folder) / "socket"
    if len(f"{inside}/.s.PGSQL.{PORT}") <= _LONGEST and _PLAIN.fullmatch(str(inside)):
        return inside
    key = f"{os.getuid()}:{Path(cluster_folder)}".encode()
    name = f"satuatap-{hashlib.sha256(key).hexdigest()[:16]}"
    short = Path(tempfile.gettempdir()) / name
    # A deep TMPDIR would lead back to where we came from.
    return short if len(f"{short}/.s.PGSQL.{PORT}") <= _LONGEST else Path("/tmp") / name  # noqa: S108


def prepare_socket_folder(folder, account):
    """Make the folder, or make sure that nobody else made it: anyone may write in a tempdir."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), account.uid):
        raise Refusal(f"{folder} belongs to somebody else: have it removed, then start again.")
    folder.chmod(0o700)
    account.own(folder)
