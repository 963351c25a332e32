"""As whom PostgreSQL's programs run: they refuse the superuser, and we may be the superuser.

Three ways: as ourselves; as root inside a user namespace, where PostgreSQL sees an ordinary user
and every file stays ours; else under an unprivileged account of this machine.
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher.refusal import Refusal

_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
_UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A way of running a program; `uid` and `gid` say who owns what it writes."""

    name: str
    uid: int
    gid: int
    wrapper: tuple[str, ...] = ()
    switches: bool = False

    def popen(self, arguments, **options):
        """Start a program as this account."""
        if self.switches:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.Popen([*self.wrapper, *map(str, arguments)], **options)

    def run(self, *arguments):
        """Run a program to its end: (whether it succeeded, what it said)."""
        quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": "/"}
        try:
            program = self.popen(arguments, stdout=subprocess.PIPE, text=True, **quiet)
        except OSError as error:
            return False, str(error)
        said, _ = program.communicate()
        return program.returncode == 0, said

    def own(self, folder):
        """Give a folder and all within to this account; does nothing when it has it already."""
        folder = Path(folder)
        if os.geteuid() != 0 or folder.stat().st_uid == self.uid:
            return
        for path, _, names in os.walk(folder, topdown=False):
            for name in names:
                os.chown(Path(path) / name, self.uid, self.gid, follow_symlinks=False)
            os.chown(path, self.uid, self.gid)

    def reaches(self, folder):
        """Whether programs of this account may write into the folder."""
        return self.run("test", "-w", folder)[0]


def ourselves():
    """The account that runs the launcher, when it is an ordinary one."""
    return Account("ourselves", os.geteuid(), os.getegid())


def in_namespace():
    """Root, dressed as user 1000 in a user namespace."""
    return Account("a user namespace", os.geteuid(), os.getegid(), _NAMESPACE)


def unprivileged():
    """The ordinary accounts of this machine that may lend themselves to PostgreSQL."""
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        yield Account(name, entry.pw_uid, entry.pw_gid, switches=True)


def choose(program, *, candidates=None):
    """The first account that can run this PostgreSQL program; refuses when none can."""
    if candidates is None:
        if os.geteuid() != 0:
            return ourselves()
        candidates = [*([in_namespace()] if sys.platform == "linux" else []), *unprivileged()]
    for account in candidates:
        if account.run(program, "--version")[0]:
            return account
    raise Refusal(
        "PostgreSQL does not run as root, this machine allows no user namespace (unshare --user), "
        f"and no unprivileged account (postgres, nobody) can reach {program}. "
        "Start Satu Atap as an ordinary user, or move it to a folder that everyone may read, "
        "such as /srv."
    )
