"""The sealer's process: `manage.py seal_audit`, or lighter `python -m satuatap.accounts.seal`.

It needs no Django application, only the settings: a third of the memory, twice per machine.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading

import psycopg

from satuatap import settings
from satuatap.accounts.anchor import Anchor
from satuatap.accounts.sealing import AlreadySealingError, Sealer
from satuatap.common.keystore import KeyStore, KeyStoreError

EVERY_SECONDS = 0.5
AGAIN_SECONDS = 2  # after an outage, or while another sealer holds the lock

log = logging.getLogger(__name__)


class SealingError(Exception):
    """The sealer does not start; the sentence says why."""


def connect() -> psycopg.Connection:
    """A connection of its own as the role of this process."""
    database = settings.DATABASES["default"]
    options = {name: value for name, value in database["OPTIONS"].items() if name != "pool"}
    return psycopg.connect(
        host=database["HOST"],
        port=database["PORT"] or None,
        dbname=database["NAME"],
        user=database["USER"],
        password=database["PASSWORD"],
        autocommit=True,
        **options,
    )


def read_key() -> bytes:
    """The key of the seals; raises SealingError."""
    try:
        return KeyStore(settings.KEY_STORE).single("audit.key")
    except KeyStoreError as error:
        raise SealingError(str(error)) from None


def run(*, once: bool = False, stop: threading.Event | None = None) -> int:
    """Seal until told to stop; with `once`, seal what is waiting. Returns how many entries."""
    if settings.ROLE != "sealer":
        raise SealingError(f"The sealer is a role of its own, and this is {settings.ROLE}. "
                      "Run it with SATUATAP_ROLE=sealer.")  # fmt: skip
    if (settings.HOME / settings.WORLD / "RESTORING").exists():  # see common.unfinished
        raise SealingError("A restore is not finished. Run `manage.py restore` again first.")
    anchor = Anchor(settings.AUDIT_ANCHOR, read_key())
    stop, sealed = stop or _stop_by_signal(), 0
    while not stop.is_set():
        try:
            with connect() as connection:
                sealed += _seal_over(connection, anchor, once, stop)
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            if once:
                raise SealingError(f"The database does not answer ({error.sqlstate}).") from error
            log.warning("the database does not answer (%s)", error.sqlstate)
        except AlreadySealingError:
            if once:
                raise SealingError("Another sealer works on this database already.") from None
        if once:
            break
        stop.wait(AGAIN_SECONDS)
    return sealed


def _seal_over(connection, anchor, once, stop):
    """Seal over one connection until it breaks."""
    _check_world(connection)
    sealer = Sealer(
        connection,
        world=settings.WORLD,
        key=read_key(),
        anchor=anchor,
        zone=settings.TIME_ZONE,
    )
    sealer.open()
    sealed = sealer.tick()
    while not once and not stop.wait(EVERY_SECONDS):
        sealed += sealer.tick()
    return sealed


def _check_world(connection):
    """Entries of another world must never be sealed with this world's key."""
    worlds = [row[0] for row in connection.execute("SELECT name FROM satuatap_world").fetchall()]
    if worlds != [settings.WORLD]:
        raise SealingError(f"This is the sealer of {settings.WORLD}, but the database belongs to "
                      f"{' and '.join(worlds)}. Mend SATUATAP_SEALER_DATABASE_URL.")  # fmt: skip


def _stop_by_signal():
    stop = threading.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda *_: stop.set())
    return stop


def main() -> None:
    """Run as a program."""
    logging.basicConfig(format="%(levelname)s %(message)s")
    try:
        run(once="--once" in sys.argv[1:])
    except SealingError as refused:
        raise SystemExit(str(refused)) from None


if __name__ == "__main__":
    main()
