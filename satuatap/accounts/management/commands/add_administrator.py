"""`manage.py add_administrator`: the first administrator of an office, with a code on paper."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from satuatap.accounts import audit
from satuatap.accounts.actions.people import (
    PAPER_CODE_LASTS,
    PAPER_CODE_MADE,
    PERSON_ADDED,
    ROLE_GIVEN,
    issue_paper_code,
)
from satuatap.accounts.models import Assignment, User
from satuatap.places.models import Area, Level, Office

OPERATOR = "operator"  # whoever may run commands on the machine


class Command(BaseCommand):
    """Asks for what is not given; makes the office too, when its code is new."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--username")
        parser.add_argument("--full-name")
        parser.add_argument("--office", help="the office's code, such as ltsa-cirebon")
        parser.add_argument("--office-name", help="only for a new office")
        parser.add_argument("--area", help="only for a new office: code of its regency (32.09)")

    def handle(self, **given):
        with transaction.atomic():
            office = self._office(given)
            person = self._person(given, office)
            code = issue_paper_code(
                person=person, made_by=None, lost_phone=False, now=timezone.now()
            )
            audit.record(PAPER_CODE_MADE, by=OPERATOR, about=person, office=office)
        days = PAPER_CODE_LASTS.days
        self.stdout.write(f"Administrator {person.username} of {office.name}.")
        self.stdout.write(f"Code on paper, once, within {days} days: {code}")
        self.stdout.write("Use it at /akun/kode-kertas/ with the user name and a new password.")

    def _office(self, given):
        code = given["office"] or self._ask("Code of the office (small letters, digits, -)")
        office = Office.objects.filter(code=code).first()
        if office:
            return office
        self.stdout.write(f"There is no office {code} yet; it is made now.")
        name = given["office_name"] or self._ask("Name of the office")
        area_code = given["area"] or self._ask("Code of its regency or city, such as 32.09")
        area = Area.objects.find_current(area_code, (Level.PROVINCE, Level.REGENCY))
        if area is None:
            raise CommandError(
                f"{area_code} is no code of a province, regency or city. "
                "Load the areas first (`manage.py load_reference`), or check the code."
            )
        office = Office(code=code, name=name, area=area, is_installed=True)
        office.kind = Office.Kind.SERVICE_CENTRE
        self._refuse_wrong(office)
        office.save()
        return office

    def _person(self, given, office):
        username = given["username"] or self._ask("User name (small letters, digits, . _ -)")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"There is an account {username} already. Choose another name.")
        full_name = given["full_name"] or self._ask("Full name")
        person = User(username=username, full_name=full_name, home_office=office)
        person.set_unusable_password()
        self._refuse_wrong(person)
        person.save()
        audit.record(PERSON_ADDED, by=OPERATOR, about=person, office=office)
        Assignment.objects.create(user=person, role="administrator", office=office)
        audit.record(ROLE_GIVEN, by=OPERATOR, about=person, office=office, reason="administrator")
        return person

    def _refuse_wrong(self, row):
        try:
            row.full_clean()
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None

    def _ask(self, question):
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            answer = ""
        if not answer:
            raise CommandError(f"Nothing was answered to: {question}.")
        return answer
