"""The recovery key: its public half lies on the machine, its secret half only on paper."""

import re
import sys
from pathlib import Path

import pyrage
from django.conf import settings
from pyrage.x25519 import Identity, Recipient

from satuatap.common.backup.problems import BackupProblem


def recipient_file() -> Path:
    """Where the public half lies."""
    return Path(settings.HOME) / "recovery.recipient"


def recipients() -> list[Recipient]:
    """To whom backups are encrypted; raises while nobody is named."""
    try:
        lines = recipient_file().read_text().splitlines()
    except FileNotFoundError:
        raise BackupProblem(
            "There is no recovery key yet. Make one with `manage.py recovery_key create`, print "
            "its sheet, and keep the sheet away from this machine."
        ) from None
    return [_recipient(line) for line in lines if line.strip() and not line.startswith("#")]


def create() -> Identity:
    """Make a recovery key and keep its public half; the caller prints the secret half."""
    identity = Identity.generate()
    keep(str(identity.to_public()))
    return identity


def keep(public: str) -> None:
    """Keep the public half of a recovery key; never in place of another one."""
    _recipient(public)
    path = recipient_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with path.open("x") as file:
            file.write(public.strip() + "\n")
    except FileExistsError:
        raise BackupProblem(
            f"{path} names a recovery key already, and it is never overwritten: whoever holds its "
            "sheet relies on it. Move the file away if you mean to begin with another key."
        ) from None


def keep_again(public: list[str]) -> None:
    """After a restore: later backups go to the same recovery key, unless another one is named."""
    if public and not recipient_file().exists():
        recipient_file().write_text("".join(f"{line}\n" for line in public))


def read_identity(source: str) -> Identity:
    """The secret half from a file, or from standard input when `source` is `-`.

    Lines that begin with # are left out; spaces, line ends and the printed picture do not matter.
    """
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupProblem(f"The identity in {source} cannot be read: {error}.") from None
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    secret = re.sub(r"[^A-Z0-9-]", "", "".join(lines).upper())
    try:
        return Identity.from_str(secret)
    except pyrage.IdentityError:
        raise BackupProblem(
            f"{source} holds no recovery key. It is one long word that begins with "
            "AGE-SECRET-KEY-1; compare it with the sheet letter by letter."
        ) from None


def _recipient(line: str) -> Recipient:
    try:
        return Recipient.from_str(line.strip())
    except pyrage.RecipientError:
        raise BackupProblem(
            f"“{line.strip()[:20]}…” is no public recovery key; it begins with age1."
        ) from None
