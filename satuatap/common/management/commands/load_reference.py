"""`manage.py load_reference`: bring the reference data of all rooms into the database."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from satuatap.common.postgres import OWNER
from satuatap.common.reference import ReferenceError, run_loaders


class Command(BaseCommand):
    """Load everything, or only the named parts; running it again does no harm."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("parts", nargs="*", help="names of loaders; all when left out")

    def handle(self, *, parts, **options):
        self._must_be_owner()
        try:
            for done in run_loaders(parts):
                counts = ", ".join(f"{rows:,} {kind}" for kind, rows in done.counts.items())
                self.stdout.write(f"{done.name}: {counts} ({done.seconds:.1f} s)")
        except (ReferenceError, LookupError) as wrong:
            raise CommandError(str(wrong)) from wrong

    def _must_be_owner(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            role = cursor.fetchone()[0]
        if role != OWNER:
            raise CommandError(
                f"Reference data is written by the owner, and this is {role}. "
                "Run it with SATUATAP_ROLE=owner."
            )
