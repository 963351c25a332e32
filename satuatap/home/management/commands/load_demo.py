"""`manage.py load_demo`: lay the imaginary district; refused outside demo mode."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from demo.laying import lay_offices, lay_people


class Command(BaseCommand):
    """Runs as the owner, once, on an empty installation."""

    help = __doc__

    @transaction.atomic
    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("The demo district is laid in demo mode only (SATUATAP_MODE=demo).")
        offices = lay_offices()
        people = lay_people(offices)
        told = 0
        if settings.WORLD == "administration":
            from demo.directory import lay_directory
            from demo.reception import lay_reception
            from demo.stories import lay_stories

            lay_directory(offices, people)
            told = len(lay_stories(offices, people))
            lay_reception(offices, people)
        self.stdout.write(f"{len(offices)} offices, {len(people)} accounts, {told} stories")
