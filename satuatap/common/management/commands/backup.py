"""`manage.py backup`: write one world's backup, encrypted to the recovery key."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from satuatap.common.backup import shelf
from satuatap.common.backup.problems import BackupProblem
from satuatap.common.backup.writing import write
from satuatap.common.keystore import KeyStoreError

KINDS = ("data", "keys", "endings")


class Command(BaseCommand):
    """Runs as owner (SATUATAP_ROLE=owner), while the services run."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
        parser.add_argument(
            "--only", choices=KINDS, action="append", help="may be given twice; all when left out"
        )
        parser.add_argument(
            "--keep-data", type=int, metavar="DAYS", help="remove data backups that are older"
        )
        parser.add_argument(
            "--keep-keys", type=int, metavar="DAYS", help="remove key store backups that are older"
        )

    def handle(self, *, to, only, keep_data, keep_keys, **options):
        now = datetime.now(UTC)
        try:
            for written in write(to, now, tuple(only or KINDS)):
                self.stdout.write(f"{written.path} ({written.bytes:,} bytes)")
            for kind, days in ((shelf.DATA, keep_data), (shelf.KEYS, keep_keys)):
                if days is not None:
                    self._remove(to, kind, days, now)
        except (BackupProblem, KeyStoreError) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"The backup in {to} was not written: {problem}.") from problem

    def _remove(self, folder, kind, days, now):
        for path in shelf.remove_older(folder, settings.WORLD, kind, days=days, now=now):
            self.stdout.write(f"removed {path.name}, older than {days} days")
