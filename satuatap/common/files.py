"""Encrypted files of one world: whole small files, sealed, named by a random id."""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from satuatap.common.keystore import sync_folder
from satuatap.common.vault import HEAD, key_number, purpose, vault

FILES = purpose("files")
HALF = ".new"  # suffix of a file that is being written


def _path(file_id: uuid.UUID) -> Path:
    name = str(file_id)
    return Path(settings.FILES) / name[-2:] / name


def store(content: bytes) -> uuid.UUID:
    """Seal the content and keep it; returns the id by which it is read.

    The file is whole or absent: it is written beside its place and then renamed. A
    transaction that is rolled back leaves an unnamed file, which `sweep_files` removes.
    """
    file_id = uuid.uuid4()
    _write(file_id, content)
    return file_id


def read(file_id: uuid.UUID) -> bytes:
    """The content of a kept file; raises FileNotFoundError when it was destroyed."""
    return vault().open(FILES, _path(file_id).read_bytes(), str(file_id))


def read_sealed(file_id: uuid.UUID) -> bytes:
    """The file as it lies on the disk, for the backup."""
    return _path(file_id).read_bytes()


def put_back(file_id: uuid.UUID, sealed: bytes) -> None:
    """Lay a sealed file in its place, from a backup."""
    _lay(file_id, sealed)


def destroy(file_id: uuid.UUID) -> None:
    """Remove a file for good; nothing happens when it is already gone."""
    with _one_at_a_time():
        _path(file_id).unlink(missing_ok=True)


def every_file() -> Iterator[uuid.UUID]:
    """Ids of all kept files."""
    for path in sorted(Path(settings.FILES).glob("??/*-*-*-*-*")):
        if path.suffix != HALF:
            yield uuid.UUID(path.name)


def key_number_of(file_id: uuid.UUID) -> int:
    """Number of the data key that sealed this file."""
    with _path(file_id).open("rb") as file:
        return key_number(file.read(HEAD + 16))


def seal_again(file_id: uuid.UUID, number: int) -> bool:
    """Seal a file with data key `number` unless it already is; says whether it was done.

    A file that is destroyed meanwhile stays destroyed.
    """
    with _one_at_a_time():
        if not _path(file_id).exists() or key_number_of(file_id) == number:
            return False
        _write(file_id, read(file_id))
        return True


def _write(file_id: uuid.UUID, content: bytes) -> None:
    _lay(file_id, vault().seal(FILES, content, str(file_id)))


def _lay(file_id: uuid.UUID, sealed: bytes) -> None:
    """Write beside the place and rename; the file is on the disk when this returns."""
    path = _path(file_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(HALF)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Destroying and sealing again exclude each other, across processes."""
    Path(settings.FILES).mkdir(parents=True, exist_ok=True, mode=0o700)
    with (Path(settings.FILES) / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
