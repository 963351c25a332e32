"""`manage.py keys`: make, list and rotate the keys of one world while its services run."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from satuatap.common import resealing
from satuatap.common.keystore import KeyStoreError
from satuatap.common.postgres import OWNER
from satuatap.common.vault import PURPOSES, vault

SHOWN = "%d.%m.%Y %H:%M"


class Command(BaseCommand):
    """One verb per call; what touches rows runs as the owner (SATUATAP_ROLE=owner)."""

    help = __doc__

    def add_arguments(self, parser):
        resealing.meet_rooms()
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        create = verbs.add_parser("create", help="make the key store, or only what it lacks")
        create.add_argument("--if-missing", action="store_true", help="add what is missing")
        verbs.add_parser("list", help="show the keys, never their secrets")
        renew = verbs.add_parser("renew", help="put a fresh data key in use for one purpose")
        renew.add_argument("purpose", choices=sorted(PURPOSES), metavar="PURPOSE")
        verbs.add_parser("rotate-master", help="wrap all data keys by a fresh master key")
        verbs.add_parser("reseal", help="seal everything by the keys in use; may be broken off")
        drop = verbs.add_parser("drop-old", help="forget keys by which nothing is sealed any more")
        drop.add_argument("--at-once", action="store_true", help="all services stand still")

    def handle(self, *, verb, **options):
        try:
            getattr(self, verb.replace("-", "_"))(**options)
        except KeyStoreError as wrong:
            raise CommandError(str(wrong)) from wrong

    def create(self, *, if_missing, **options):
        store = vault().store
        if store.exists() and not if_missing:
            raise CommandError(
                f"There is a key store in {store.folder} already. Add what it lacks with "
                "--if-missing; put fresh keys in use with `keys renew`."
            )
        if not store.has_data_keys() and _is_anything_sealed():
            raise CommandError(
                f"The database holds sealed values, but {store.folder} has no data keys. New ones "
                "would open nothing: restore the key store from its backup."
            )
        made = store.create(PURPOSES)
        self._say(f"Made in {store.folder}: {', '.join(made)}" if made else "Nothing is missing.")

    def list(self, **options):
        store = vault().store
        self._say("master keys: " + ", ".join(store.masters()) + " (the first one is in use)")
        for key in store.data_keys().values():
            state = "in use" if key.active else f"retired {_shown(key.retired_at)}"
            rest = f", seals nothing since {_shown(key.unused_at)}" if key.unused_at else ""
            self._say(f"{key.number:>4}  {key.purpose:<24} wrapped by {key.master}  {state}{rest}")

    def renew(self, *, purpose, **options):
        number = vault().store.renew(purpose)
        self._say(f"Data key {number} is in use for {purpose}. `keys reseal` seals the rest by it.")

    def rotate_master(self, **options):
        name = vault().store.rotate_master()
        self._say(f"Master key {name} wraps all data keys. `keys drop-old` forgets the old one.")

    def reseal(self, **options):
        _must_be_owner()
        damaged = 0
        for kept in resealing.everything_kept():
            damaged += self._reseal_one(kept)
        if damaged:
            raise CommandError(f"{damaged} values could not be opened and were left as they are.")

    def _reseal_one(self, kept):
        done, damaged, number = 0, 0, vault().active_number(kept.purpose)
        for now_done, now_damaged in kept.seal_again(number):
            done, damaged = done + now_done, damaged + now_damaged
            self._progress(kept.name, done)
        note = f", {damaged} CANNOT BE OPENED" if damaged else ""
        self._say(f"\r{kept.name}: {done} sealed by key {number}{note}")
        return damaged

    def drop_old(self, *, at_once, **options):
        _must_be_owner()
        dropped, resting = resealing.drop_old_keys(datetime.now(UTC), at_once=at_once)
        masters = vault().store.drop_old_masters()
        self._say(f"Forgotten: {len(dropped)} data keys, {masters} master keys.")
        if resting:
            self._say(
                f"{len(resting)} more data keys seal nothing, but a running process may still hold "
                "a value of theirs. Run this again when an hour has passed."
            )

    def _progress(self, name, done):
        if self.stdout.isatty():
            self.stdout.write(f"\r{name}: {done}", ending="")
            self.stdout.flush()

    def _say(self, sentence):
        self.stdout.write(sentence)


def _shown(moment):
    return f"{moment.astimezone():{SHOWN}}" if moment else "before"


def _must_be_owner():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    if role != OWNER:
        raise CommandError(
            f"Row policies hide rows from {role}. Run this with SATUATAP_ROLE=owner "
            f"in the world of {settings.WORLD}."
        )


def _is_anything_sealed() -> bool:
    """Does the database hold sealed values? Not, when it or its tables are not there yet."""
    return any(_holds_something(kept) for kept in resealing.everything_kept())


def _holds_something(kept):
    try:
        return bool(kept.numbers())
    except DatabaseError:
        return False
