"""Reading a backup: the whole archive is proved before anything of it is used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from pyrage.x25519 import Identity

from satuatap.common.backup import writing
from satuatap.common.backup.problems import BackupProblem
from satuatap.common.backup.stream import contents, opened_archive


@dataclass(frozen=True)
class Proved:
    """A data archive that was read to its end and is what it says."""

    path: Path
    manifest: dict


def prove(path: Path, identity: Identity) -> Proved:
    """Read a data archive once without writing anything; raises when it is not whole."""
    database_digest, files_digest = hashlib.sha256(), writing.FilesDigest()
    manifest = None
    with opened_archive(path, identity) as tar:
        _check_head(path, tar, "data")
        for name, content in contents(tar):
            if name.startswith(writing.PARTS_OF_DATABASE):
                database_digest.update(content)
            elif name.startswith(writing.FILES):
                files_digest.take(name.removeprefix(writing.FILES), content)
            elif name == writing.MANIFEST:
                manifest = json.loads(content)
    if (
        manifest is None
        or manifest["database"]["sha256"] != database_digest.hexdigest()
        or manifest["files"] != files_digest.summary()
    ):
        raise BackupProblem(f"{path.name} is not what its manifest says. Use an older backup.")
    return Proved(path, manifest)


def keys_in(path: Path, identity: Identity) -> dict[str, bytes]:
    """The files of a key store from its archive."""
    with opened_archive(path, identity) as tar:
        _check_head(path, tar, "keys")
        found = dict(contents(tar))
    return {name.removeprefix("keys/"): content for name, content in found.items()}


def journal_in(path: Path, identity: Identity) -> bytes:
    """The journal of endings from its archive."""
    with opened_archive(path, identity) as tar:
        _check_head(path, tar, "endings")
        return b"".join(content for _name, content in contents(tar))


def _check_head(path, tar, kind):
    name, content = next(contents(tar), ("", b""))
    if name != writing.HEAD:
        raise BackupProblem(f"{path.name} is no backup of Satu Atap.")
    head = json.loads(content)
    if head["format"] != writing.FORMAT:
        raise BackupProblem(
            f"{path.name} has format {head['format']}, this version reads {writing.FORMAT}. "
            "Use the version of Satu Atap that wrote it."
        )
    if (head["world"], head["kind"]) != (settings.WORLD, kind):
        raise BackupProblem(
            f"{path.name} holds {head['kind']} of {head['world']}, and this is {settings.WORLD}. "
            "The worlds are never mixed."
        )
