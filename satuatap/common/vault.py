"""Sealing of secrets in the application: AES-256-GCM with the place as associated data.

A sealed value is `version (1) | data key number (4) | nonce (12) | ciphertext and tag`.
A value copied to another row or column does not open there.
"""

from __future__ import annotations

import hmac
import secrets
import struct
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from satuatap.common.keystore import KeyStore, KeyStoreError

VERSION = b"\x01"
HEAD = 17
PURPOSES: set[str] = set()


def purpose(name: str) -> str:
    """Declare a purpose that has data keys of its own; `manage.py keys create` makes them."""
    PURPOSES.add(name)
    return name


class CannotOpen(Exception):
    """A sealed value is damaged, stands at another place, or its key is gone."""


class Vault:
    """Seals and opens with the keys of one key store, and follows it while it changes.

    Before each sealing it looks whether the store was written since, so that a renewed key is
    used at once everywhere; opening reads the store again when it meets an unknown key.
    """

    def __init__(self, store: KeyStore):
        self.store = store
        self._lock = threading.Lock()
        self._mark = (-1, -1)
        self._ciphers: dict[int, AESGCM] = {}
        self._active: dict[str, int] = {}
        self._hash_key = b""

    def seal(self, purpose_name: str, data: bytes, place: str) -> bytes:
        """Encrypt `data` for this purpose, bound to its place (`table.column:id`)."""
        number = self.active_number(purpose_name)
        head, nonce = VERSION + struct.pack(">I", number), secrets.token_bytes(12)
        bound = f"{purpose_name}|{place}".encode()
        return head + nonce + self._ciphers[number].encrypt(nonce, data, bound)

    def open(self, purpose_name: str, sealed: bytes, place: str) -> bytes:
        """Decrypt what `seal` made for the same purpose and place, else raise CannotOpen."""
        sealed = bytes(sealed)
        number = key_number(sealed)
        if number not in self._ciphers:
            self.reload()
        cipher = self._ciphers.get(number)
        if cipher is None:
            raise CannotOpen(f"data key {number} is not in the key store")
        bound = f"{purpose_name}|{place}".encode()
        try:
            return cipher.decrypt(sealed[5:HEAD], sealed[HEAD:], bound)
        except InvalidTag:
            raise CannotOpen(f"a sealed value does not open at {place.split(':')[0]}") from None

    def keyed_hash(self, purpose_name: str, value: str) -> bytes:
        """HMAC-SHA-256 of a normalised value, by which an encrypted column is searched."""
        if not self._hash_key:
            self._hash_key = self.store.single("hash.key")
        return hmac.digest(self._hash_key, f"{purpose_name}|{value}".encode(), "sha256")

    def active_number(self, purpose_name: str) -> int:
        """Number of the data key in use for this purpose."""
        if self.store.mark() != self._mark:
            self.reload()
        number = self._active.get(purpose_name)
        if number is None:
            raise KeyStoreError(
                f"There is no data key for “{purpose_name}”. "
                "Run `manage.py keys create --if-missing`."
            )
        return number

    def reload(self) -> None:
        """Read the key store again, and forget the keys that were dropped from it."""
        with self._lock:
            mark = self.store.mark()
            keys = self.store.data_keys().values()
            self._ciphers = {key.number: AESGCM(key.secret) for key in keys}
            self._active = {key.purpose: key.number for key in keys if key.active}
            self._mark = mark


def key_number(sealed: bytes) -> int:
    """Number of the data key that sealed this value."""
    if len(sealed) < HEAD + 16 or sealed[:1] != VERSION:
        raise CannotOpen("this is not a sealed value")
    return struct.unpack(">I", sealed[1:5])[0]


_vault: Vault | None = None


def vault() -> Vault:
    """The vault of this process."""
    global _vault
    if _vault is None:
        _vault = Vault(KeyStore(settings.KEY_STORE))
    return _vault


def keyed_hash(purpose_name: str, value: str) -> bytes:
    """Keyed hash of a normalised value for equality search."""
    return vault().keyed_hash(purpose_name, value)
