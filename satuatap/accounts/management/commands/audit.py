"""`manage.py audit`: prove the audit, write it to a file, print a day's head, note a restore."""

import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from satuatap.accounts import proving, seal
from satuatap.accounts.anchor import Anchor
from satuatap.accounts.sealing import note_restore

SHOWN = 20


class Command(BaseCommand):
    """Runs as owner or sealer of one world: both see every entry, the service does not."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        words = parser.add_subparsers(dest="word", required=True)
        verify = words.add_parser("verify", help="check every sealed entry; ends with 1 if wrong")
        verify.add_argument("--all", action="store_true", help=f"show more than {SHOWN} findings")
        export = words.add_parser("export", help="write all sealed entries and days to a file")
        export.add_argument("file", type=Path)
        head = words.add_parser("head", help="print the number of a day, to be published")
        head.add_argument("--day", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        words.add_parser("restored", help="after a restore: note which places were lost")

    def handle(self, *, word, **options):
        if settings.ROLE not in ("owner", "sealer"):
            raise CommandError(
                f"The role {settings.ROLE} does not see every entry. "
                "Run it with SATUATAP_ROLE=owner or SATUATAP_ROLE=sealer."
            )
        try:
            with seal.connect() as connection:
                getattr(self, f"_{word}")(connection, **options)
        except seal.SealingError as refused:
            raise CommandError(str(refused)) from None

    def _verify(self, connection, **options):
        key = seal.read_key()
        begin = time.perf_counter()
        memory = Anchor(settings.AUDIT_ANCHOR, key).read()
        report = proving.verify(connection, world=settings.WORLD, key=key, memory=memory)
        seconds = time.perf_counter() - begin
        self._say(report, seconds)
        if not report.is_whole:
            self._complain(report, len(report.findings) if options["all"] else SHOWN)
            sys.exit(1)

    def _say(self, report, seconds):
        rate = report.entries / seconds
        self.stdout.write(
            f"{settings.WORLD}: {report.entries:,} sealed entries in {len(report.chains)} chains "
            f"and {report.days} days read in {seconds:.1f} s ({rate:,.0f} per second)"
        )
        self.stdout.write(
            f"{report.waiting:,} entries wait for their seal"
            + (f", the oldest for {report.waiting_seconds:.1f} s" if report.waiting else "")
        )
        if report.restores:
            self.stdout.write(f"{report.restores} gaps are noted as lost by a restore")
        if not report.has_anchor:
            self.stdout.write(
                f"There is no anchor file {settings.AUDIT_ANCHOR}: "
                "entries cut off since the last day's head cannot be noticed."
            )
        if report.is_whole:
            self.stdout.write("Everything is as it was sealed.")

    def _complain(self, report, shown):
        for finding in report.findings[:shown]:
            self.stdout.write(str(finding))
        hidden = len(report.findings) - shown + report.more
        if hidden > 0:
            self.stdout.write(f"and {hidden:,} more findings")
        self.stderr.write("The audit is NOT as it was sealed.")

    def _export(self, connection, *, file, **options):
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"Cannot make {file} ({error.strerror}).") from None
        with os.fdopen(descriptor, "wb") as target:
            anchor = Anchor(settings.AUDIT_ANCHOR, b"").lines()
            count = proving.export(connection, target, world=settings.WORLD, anchor=anchor)
        self.stdout.write(f"{count:,} sealed entries written to {file}")

    def _head(self, connection, *, day, **options):
        head = proving.head_of_day(connection, day.isoformat())
        if head is None:
            raise CommandError(f"{day} has no head: it is not over, or nothing was sealed before.")
        self.stdout.write(f"{day} {head.hex()}")

    def _restored(self, connection, **options):
        anchor = Anchor(settings.AUDIT_ANCHOR, seal.read_key())
        at = datetime.now(UTC).isoformat(timespec="seconds")
        gaps = note_restore(connection, anchor, at)
        for name, gap in gaps.items():
            self.stdout.write(f"chain {name}: positions {gap.first} to {gap.last} noted as lost")
        if not gaps:
            self.stdout.write("The database has every place that the anchor knows.")
