"""`manage.py demo_accounts`: who can sign in to the demo, and what each may do."""

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.cast import DOES, PASSWORD, cast_of
from satuatap.accounts.roles import ROLES


class Command(BaseCommand):
    """Prints a table of this world's demo accounts."""

    help = __doc__

    def handle(self, **options):
        self.stdout.write(f"{settings.WORLD}: password of every account is {PASSWORD}")
        for member in cast_of(settings.WORLD):
            roles = ", ".join(
                f"{ROLES[code].name}{f' ({where})' if where else ''}"
                for code, where in member.roles
            )
            does = "; ".join(dict.fromkeys(DOES[code] for code, _where in member.roles))
            self.stdout.write(f"  {member.username:<8} {roles}, {member.office}: {does}")
