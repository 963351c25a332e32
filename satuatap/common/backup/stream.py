"""A tar archive inside an age file, written and read as a stream with bounded memory."""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from satuatap.common.backup.problems import BackupProblem
from satuatap.common.keystore import sync_folder

CHUNK = 1024 * 1024


class _Work(threading.Thread):
    """Runs a function beside us; `finish` waits for it and raises what it raised."""

    def __init__(self, work: Callable[[], None]):
        super().__init__(daemon=True)
        self._work, self.problem = work, None
        self.start()

    def run(self):
        try:
            self._work()
        except BaseException as problem:  # handed to whoever waits for us
            self.problem = problem

    def finish(self):
        self.join()
        if self.problem is not None:
            raise self.problem


@contextmanager
def sealed_archive(path: Path, recipients: list[Recipient]) -> Iterator[tarfile.TarFile]:
    """Write an archive; the file appears under its name when it is whole and on the disk."""
    half = path.with_name(f".{path.name}.part")
    half.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with _encrypting(file, recipients) as tar:
                yield tar
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        sync_folder(path.parent)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def _encrypting(file, recipients):
    reading, writing = os.pipe()

    def encrypt():
        with os.fdopen(reading, "rb", CHUNK) as source:
            pyrage.encrypt_io(source, file, recipients)

    work = _Work(encrypt)
    try:
        with os.fdopen(writing, "wb", CHUNK) as sink, _tar(sink, "w|") as tar:
            yield tar
    except BrokenPipeError:  # the other end gave up; its reason is the one to tell
        work.finish()
        raise
    work.finish()


@contextmanager
def opened_archive(path: Path, identity: Identity) -> Iterator[tarfile.TarFile]:
    """Read an archive from its beginning to its end; raises when it is damaged or cut off."""
    reading, writing = os.pipe()

    def decrypt():
        with os.fdopen(writing, "wb", CHUNK) as sink, path.open("rb") as file:
            pyrage.decrypt_io(file, sink, [identity])

    work = _Work(decrypt)
    source = os.fdopen(reading, "rb", CHUNK)
    try:
        with _tar(source, "r|") as tar:
            yield tar
            while source.read(CHUNK):
                continue
        work.finish()
    except (tarfile.TarError, EOFError, pyrage.DecryptError, OSError) as seen:
        source.close()
        work.join()
        is_our_end = work.problem is None or isinstance(work.problem, BrokenPipeError)
        if is_our_end and isinstance(seen, OSError):  # the reader's own trouble: a full disk
            raise
        raise _explained(path, seen if is_our_end else work.problem) from seen
    finally:
        with suppress(OSError):
            source.close()


def _tar(stream, mode):
    return tarfile.open(fileobj=stream, mode=mode, format=tarfile.PAX_FORMAT, bufsize=CHUNK)


def _explained(path, problem):
    if isinstance(problem, pyrage.DecryptError) and "matching" in str(problem):
        return BackupProblem(
            f"{path.name} was not encrypted to this recovery key. Use the sheet that belongs to it."
        )
    if isinstance(problem, FileNotFoundError):
        return BackupProblem(f"{path} is not there.")
    return BackupProblem(
        f"{path.name} is damaged or was cut off ({problem}). Use another copy or an older backup."
    )


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put bytes into the archive under a name."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def contents(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """Name and content of each following member; the archive forgets what was read."""
    while member := tar.next():
        tar.members = []  # type: ignore[attr-defined]
        file = tar.extractfile(member)
        yield member.name, file.read() if file else b""
