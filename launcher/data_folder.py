"""The folder of a cluster on disk: is it ours, of which version, and is there room beside it?"""

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from launcher.private_files import read_json, write_private_json
from launcher.refusal import Refusal
from satuatap.common.postgres import OLDEST_MAJOR

MARKER = "satuatap.json"
LEAST_SPACE = 500_000_000  # bytes


def make_folder(folder, mode=0o700):
    """Make a folder of ours, or refuse with a sentence when this account may not write there.

    Without a mode, a folder that is there already stays as it is.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if mode is not None and os.geteuid() in (0, folder.stat().st_uid):
            folder.chmod(mode)
    except (NotADirectoryError, FileExistsError):
        raise Refusal(f"{folder} is a file: choose another folder in SATUATAP_HOME.") from None
    except OSError:
        pass
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Refusal(
            f"{folder} cannot be written by this account: give it the folder, "
            "or choose another one in SATUATAP_HOME."
        )


def check_space(folder):
    """Refuse to begin on a disk that is nearly full: a database that runs out of room stops."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        raise Refusal(
            f"Only {free // 1_000_000} MB are free beside {folder}, "
            f"at least {LEAST_SPACE // 1_000_000} MB are needed: make room, then start again."
        )


def check_ours(folder):
    """Refuse a folder with anything in it that we did not make. Answers whether data are there."""
    folder = Path(folder)
    marker = _marker(folder)
    if marker is None:
        if any(folder.iterdir()):
            raise Refusal(
                f"{folder} was not made by Satu Atap and is left alone: move it away, "
                "or choose another folder in SATUATAP_HOME."
            )
        return False
    data = folder / "data"
    if data.exists():
        _check_owner(data)
    elif not marker.get("created_at"):
        return False
    if not (data / "PG_VERSION").is_file():
        raise Refusal(
            f"{data} holds no PostgreSQL data any more: restore a backup, "
            f"or move {folder} away to begin anew."
        )
    return True


def _marker(folder):
    """What our marker file says; None when it is absent or not ours."""
    try:
        marker = read_json(folder / MARKER)
    except (ValueError, OSError):
        return None
    is_ours = isinstance(marker, dict) and marker.get("product") == "satuatap"
    return marker if is_ours else None


def _check_owner(data):
    if os.geteuid() not in (0, data.stat().st_uid):
        raise Refusal(
            f"{data} belongs to another account: start Satu Atap as the account that made it "
            "(root, perhaps), or give the whole folder to this one with chown -R."
        )


def mark(folder, major, *, created):
    """Leave our marker: before the data are laid without a date, afterwards with one."""
    moment = datetime.now(UTC).isoformat(timespec="seconds") if created else None
    content = {"product": "satuatap", "postgresql": major, "created_at": moment}
    write_private_json(Path(folder) / MARKER, content)


def major_of_program(said):
    """The major version in what `postgres --version` says; refuses what is too old."""
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    major = int(found.group(1)) if found else 0
    if major < OLDEST_MAJOR:
        raise Refusal(f"PostgreSQL {OLDEST_MAJOR} or newer is needed; this is: {said.strip()}")
    return major


def check_major(folder, major):
    """Refuse data of another major version: PostgreSQL cannot read them."""
    written = int((Path(folder) / "data" / "PG_VERSION").read_text().split(".")[0])
    if written == major:
        return
    age = "a newer" if written > major else "an older"
    raise Refusal(
        f"{folder}/data was written by {age} PostgreSQL ({written}), the installed one is {major}. "
        f"Use PostgreSQL {written} (SATUATAP_POSTGRES_BIN), or back up there and restore here."
    )
