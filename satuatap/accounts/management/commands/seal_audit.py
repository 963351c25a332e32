"""`manage.py seal_audit`: chain and seal the audit's entries as they are committed."""

from django.core.management.base import BaseCommand, CommandError

from satuatap.accounts import seal


class Command(BaseCommand):
    """Run until SIGTERM, or with --once until nothing waits; role sealer."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="seal what is waiting, then end")

    def handle(self, *, once, **options):
        try:
            sealed = seal.run(once=once)
        except seal.SealingError as refused:
            raise CommandError(str(refused)) from None
        if once:
            self.stdout.write(f"{sealed:,} entries sealed")
