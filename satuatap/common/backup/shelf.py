"""The folder in which backups lie: their names, the newest ones, and how long they are kept."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from satuatap.common.backup.problems import BackupProblem

DATA, KEYS = "data", "keys"
_NAME = re.compile(r"(?P<world>[a-z]+)-(?P<moment>\d{8}T\d{6}Z)\.(?P<kind>data|keys)\.age")
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, order=True)
class Kept:
    """One dated file on the shelf."""

    moment: datetime
    world: str
    kind: str
    path: Path


def dated_name(world: str, moment: datetime, kind: str) -> str:
    """`administration-20260731T020000Z.data.age`."""
    return f"{world}-{moment.astimezone(UTC).strftime(_MOMENT)}.{kind}.age"


def endings_name(world: str) -> str:
    """`protection-endings.age`: only the newest one is of use."""
    return f"{world}-endings.age"


def on_shelf(folder: Path, world: str, kind: str) -> list[Kept]:
    """The files of one world and kind, oldest first."""
    if not folder.is_dir():
        raise BackupProblem(f"{folder} is not a folder with backups.")
    found = []
    for path in folder.iterdir():
        name = _NAME.fullmatch(path.name)
        if name and name["world"] == world and name["kind"] == kind:
            moment = datetime.strptime(name["moment"], _MOMENT).replace(tzinfo=UTC)
            found.append(Kept(moment, world, kind, path))
    return sorted(found)


def remove_older(folder: Path, world: str, kind: str, *, days: int, now: datetime) -> list[Path]:
    """Remove what is older than so many days; the newest one always stays."""
    old = [
        kept.path
        for kept in on_shelf(folder, world, kind)[:-1]
        if now - kept.moment > timedelta(days=days)
    ]
    for path in old:
        path.unlink()
    return old


def newest(folder: Path, world: str, kind: str) -> Kept:
    """The newest file of one kind; raises when there is none."""
    found = on_shelf(folder, world, kind)
    if not found:
        raise BackupProblem(f"{folder} holds no {world}-….{kind}.age file.")
    return found[-1]
