"""`manage.py give_national_role`: figures of all provinces, which no office can give."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from satuatap.accounts import audit
from satuatap.accounts.actions.people import ROLE_GIVEN
from satuatap.accounts.management.commands.add_administrator import OPERATOR
from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import roles_of_this_world
from satuatap.places.models import Area, Level

NATIONAL = "national"


class Command(BaseCommand):
    """One role per province, so that each is seen and ended like any other."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *, username, **options):
        if NATIONAL not in roles_of_this_world():
            raise CommandError("This world has no national role.")
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no open account {username}. Check the user name.")
        held = person.assignments.running().filter(role=NATIONAL).values("area")
        provinces = Area.objects.current().filter(level=Level.PROVINCE).exclude(pk__in=held)
        for area in provinces:
            Assignment.objects.create(user=person, role=NATIONAL, area=area)
        if provinces:
            audit.record(
                ROLE_GIVEN, by=OPERATOR, about=person, office=person.home_office_id, reason=NATIONAL
            )
        self.stdout.write(f"{username} reads the figures of {len(provinces)} more provinces.")
