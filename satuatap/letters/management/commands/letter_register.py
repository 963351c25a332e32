"""`manage.py letter_register`: move an office's letter numbers on, after a restore."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from satuatap.letters.register import move_on
from satuatap.places.models import Office

YEARS = range(2000, 2101)
HIGHEST = 1_000_000


class Command(BaseCommand):
    """Runs as the owner. Numbers only go forward: none is ever given twice."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--office", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int, metavar="Y")
        parser.add_argument(
            "--at-least", required=True, type=int, metavar="N", help="highest number on paper"
        )

    def handle(self, *, office, year, at_least, **options):
        if settings.WORLD == "protection":
            raise CommandError("In protection numbers are drawn by lot; there is nothing to move.")
        place = Office.objects.filter(code=office, is_installed=True).first()
        if place is None:
            raise CommandError(f"There is no office {office} that works with this system.")
        if year not in YEARS or not 0 < at_least <= HIGHEST:
            raise CommandError(f"The year must be like 2026 and N between 1 and {HIGHEST}.")
        with transaction.atomic():
            before, after = move_on(office=place, year=year, at_least=at_least)
        if before == after:
            self.stdout.write(f"Nothing to do: the last number of {year} is {before} already.")
        else:
            self.stdout.write(
                f"{place.name}, {year}: the last number was {before} and is now {after}. "
                f"The next letter gets {after + 1}."
            )
