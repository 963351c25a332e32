"""`manage.py generate --size S --seed 1`: people and applications in numbers; demo mode only."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from satuatap.places.models import Office


class Command(BaseCommand):
    """Runs as the owner, once per installation; the same seed and day lay the same lives."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=("S", "M", "L"), default="S")
        parser.add_argument("--people", type=int, help="so many people instead, at one centre")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", help="history ends before this day (YYYY-MM-DD); today")

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("People are generated in demo mode only (SATUATAP_MODE=demo).")
        if settings.ROLE != "owner":
            raise CommandError("Run it as the owner (SATUATAP_ROLE=owner).")
        if Office.objects.filter(code__startswith="contoh-").exists():
            raise CommandError("People were generated here before. Begin with an empty home.")
        from demo.generating.generate import generate
        from demo.generating.sizes import SIZES, Size

        size = Size(options["people"], 1) if options["people"] else SIZES[options["size"]]
        generate(size, options["seed"], _beginning_of(options["until"]), self._say)

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def _beginning_of(day: str | None) -> datetime:
    try:
        date = datetime.strptime(day, "%Y-%m-%d").date() if day else timezone.now().date()
    except ValueError:
        raise CommandError("--until takes a day such as 2026-11-24.") from None
    return datetime.combine(date, time.min, tzinfo=UTC)
