"""The key store of one world: a folder outside the database and outside its backups.

`master.keys`     master keys, one per line as `id base64`, the first one is in use
`hash.key`        key of the keyed hashes by which encrypted columns are searched
`audit.key`       key of the seals; only the sealer and the verifier read it
`data_keys.json`  data keys per purpose, each wrapped by a master key (RFC 3394)

Every write replaces a file as a whole and is on the disk before the key is used.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

SINGLE_KEYS = ("hash.key", "audit.key")
PARTS = ("master.keys", *SINGLE_KEYS, "data_keys.json")


class KeyStoreError(Exception):
    """The key store is missing, unreadable or does not fit; the text says what to do."""


@dataclass(frozen=True)
class DataKey:
    """One unwrapped data key.

    `retired_at` is when a newer one took its place, `unused_at` since when nothing was found
    that it had sealed.
    """

    number: int
    purpose: str
    secret: bytes
    active: bool
    master: str
    retired_at: datetime | None
    unused_at: datetime | None


class KeyStore:
    """Reads and writes one world's keys."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def exists(self) -> bool:
        """Is there any part of a key store in the folder?"""
        return any(self._path(name).exists() for name in PARTS)

    def has_data_keys(self) -> bool:
        """Are there data keys, without which nothing sealed can be opened?"""
        return self._path("data_keys.json").exists()

    def create(self, purposes: Iterable[str]) -> list[str]:
        """Make what is missing: master, hash and audit key, one data key per purpose.

        A store that lost a part is never filled up: a fresh key in place of a lost one would
        hide the loss until nothing could be opened or found any more.
        """
        self._refuse_half_a_store()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._locked():
            made = [] if self.has_data_keys() else self._make_parts()
            kept = self._kept()
            missing = sorted(set(purposes) - {row["purpose"] for row in kept["keys"]})
            for purpose in missing:
                self._add(kept, purpose)
            if missing or not self.has_data_keys():
                self._keep(kept)
        return [*made, *missing]

    def single(self, name: str) -> bytes:
        """The secret in `hash.key` or `audit.key`, 32 bytes."""
        return base64.b64decode(self._read(name))

    def masters(self) -> dict[str, bytes]:
        """Master keys by id; the first one is in use."""
        lines = [line.split() for line in self._read("master.keys").splitlines() if line.strip()]
        return {name: base64.b64decode(secret) for name, secret in lines}

    def data_keys(self) -> dict[int, DataKey]:
        """All data keys by number, unwrapped."""
        rows = self._kept()["keys"]  # before the masters: a rotation writes the masters first
        masters = self.masters()
        return {row["number"]: self._unwrap(row, masters) for row in rows}

    def renew(self, purpose: str) -> int:
        """Add a data key for this purpose and put it in use; the older ones still open."""
        with self._locked():
            kept = self._kept()
            number = self._add(kept, purpose)
            self._keep(kept)
            return number

    def rotate_master(self) -> str:
        """Put a new master key in use and wrap every data key by it again.

        The old master key stays in the file below the new one, so that processes which hold
        the old wrapping go on; `drop_old_masters` removes it.
        """
        with self._locked():
            keys = self.data_keys()
            self._write("master.keys", self._master_line() + self._read("master.keys"))
            master, secret = next(iter(self.masters().items()))
            kept = self._kept()
            for row in kept["keys"]:
                wrapped = aes_key_wrap(secret, keys[row["number"]].secret)
                row.update(master=master, wrapped=base64.b64encode(wrapped).decode())
            self._keep(kept)
            return master

    def drop_old_masters(self) -> int:
        """Remove master keys that wrap nothing any more; returns how many."""
        with self._locked():
            needed = {row["master"] for row in self._kept()["keys"]}
            lines = self._read("master.keys").splitlines(keepends=True)
            kept = [line for n, line in enumerate(lines) if n == 0 or line.split()[0] in needed]
            self._write("master.keys", "".join(kept))
            return len(lines) - len(kept)

    def drop_data_key(self, number: int) -> None:
        """Forget a data key: whatever it sealed can never be opened again."""
        with self._locked():
            kept = self._kept()
            kept["keys"] = [row for row in kept["keys"] if row["number"] != number]
            self._keep(kept)

    def note_unused(self, numbers: Iterable[int], now: datetime) -> None:
        """Remember since when nothing is sealed by these keys; the others are in use (again)."""
        unused = set(numbers)
        with self._locked():
            kept = self._kept()
            for row in kept["keys"]:
                since = row.pop("unused_at", None)
                if row["number"] in unused:
                    row["unused_at"] = since or now.isoformat()
            self._keep(kept)

    def parts(self) -> dict[str, bytes]:
        """The files of the store as they are, for the backup; they fit together."""
        with self._locked():
            return {name: self._read(name).encode() for name in PARTS}

    def put_back(self, parts: dict[str, bytes]) -> None:
        """Fill an empty folder with the files of a backup."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in PARTS:
            self._write(name, parts[name].decode())

    def mark(self) -> tuple[int, int]:
        """Changes whenever the data keys were written: cheap to compare."""
        try:
            found = self._path("data_keys.json").stat()
        except OSError:
            return (0, 0)
        return (found.st_ino, found.st_mtime_ns)

    def _refuse_half_a_store(self):
        missing = [name for name in PARTS if not self._path(name).exists()]
        if missing and self.has_data_keys():
            raise KeyStoreError(
                f"{', '.join(missing)} is missing in {self.folder}, although data keys are there. "
                "Put it back from a backup of the key store; a new one would open nothing."
            )

    def _make_parts(self):
        made = []
        for name in ("master.keys", *SINGLE_KEYS):
            if not self._path(name).exists():
                fresh = base64.b64encode(secrets.token_bytes(32)).decode() + "\n"
                self._write(name, self._master_line() if name == "master.keys" else fresh)
                made.append(name)
        return made

    def _add(self, kept, purpose):
        number = kept["next"]  # never given twice, so that a dropped key stays dropped
        kept["next"] += 1
        for row in kept["keys"]:
            if row["active"] and row["purpose"] == purpose:
                row.update(active=False, retired_at=datetime.now(UTC).isoformat())
        master, secret = next(iter(self.masters().items()))
        wrapped = base64.b64encode(aes_key_wrap(secret, secrets.token_bytes(32))).decode()
        row = {"number": number, "purpose": purpose, "master": master, "wrapped": wrapped}
        kept["keys"].append({**row, "active": True})
        return number

    def _unwrap(self, row, masters):
        if row["master"] not in masters:
            raise KeyStoreError(
                f"Data key {row['number']} is wrapped by master key {row['master']}, which "
                f"is not in {self._path('master.keys')}. Put the old master key back."
            )
        try:
            secret = aes_key_unwrap(masters[row["master"]], base64.b64decode(row["wrapped"]))
        except InvalidUnwrap:
            raise KeyStoreError(
                f"Data key {row['number']} does not open with master key {row['master']}: "
                f"{self.folder} is damaged. Restore the key store from its backup."
            ) from None
        retired, unused = (
            datetime.fromisoformat(row[name]) if row.get(name) else None
            for name in ("retired_at", "unused_at")
        )
        return DataKey(
            row["number"], row["purpose"], secret, row["active"], row["master"], retired, unused
        )

    def _master_line(self) -> str:
        return f"m{secrets.token_hex(4)} {base64.b64encode(secrets.token_bytes(32)).decode()}\n"

    def _kept(self) -> dict:
        """What `data_keys.json` says: the next number, and one row per key."""
        if self.has_data_keys():
            return json.loads(self._read("data_keys.json"))
        if self.exists():
            return {"next": 1, "keys": []}
        raise KeyStoreError(
            f"There is no key store in {self.folder}. Run `manage.py keys create`, or restore "
            "the key store from its backup."
        )

    def _keep(self, kept: dict) -> None:
        self._write("data_keys.json", json.dumps(kept, indent=1))

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _read(self, name: str) -> str:
        try:
            return self._path(name).read_text()
        except OSError as error:
            raise KeyStoreError(
                f"Cannot read the key file {self._path(name)} ({error.strerror}). "
                "Run `manage.py keys create`, or restore the key store from its backup."
            ) from error

    def _write(self, name: str, text: str) -> None:
        """Replace a file; it is on the disk when this returns, also after a power cut."""
        fresh = self.folder / f".{name}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(name))
        sync_folder(self.folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._path(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, after a rename or a new file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
