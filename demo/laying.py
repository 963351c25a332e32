"""Lays the cast's offices and accounts; run as the owner, outside row security."""

import datetime

from django.conf import settings

from demo.cast import NATIONAL_AREAS, OFFICES, PASSWORD, cast_of
from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import ROLES, Reach
from satuatap.places.models import Area, Desk, Office, OpeningHours
from satuatap.places.models.desks import Presence


def lay_offices() -> dict[str, Office]:
    """The offices of this world with desks and opening hours, by code."""
    return {row.code: _office(row) for row in OFFICES if settings.WORLD in row.worlds}


def _office(row) -> Office:
    office, is_new = Office.objects.get_or_create(
        code=row.code,
        defaults={
            "name": row.name, "area": Area.objects.get(pk=row.area), "address": row.address,
            "kind": Office.Kind.SERVICE_CENTRE, "is_installed": True,
            "letterhead": f"PEMERINTAH KABUPATEN CONTOH\nDINAS TENAGA KERJA\n{row.name}\n{row.address}",
        },
    )  # fmt: skip
    if is_new:
        Desk.objects.bulk_create(
            Desk(office=office, institution=desk, presence=_presence(desk, row))
            for desk in row.desks
        )
        OpeningHours.objects.bulk_create(
            OpeningHours(
                office=office, weekday=day,
                opens=datetime.time(8), closes=datetime.time(15, 30),
            )
            for day in range(5)
        )  # fmt: skip
    return office


def _presence(desk, row):
    return Presence.REMOTE if desk in row.absent else Presence.PRESENT


def lay_people(offices: dict[str, Office]) -> dict[str, User]:
    """The accounts of this world with their roles, by user name."""
    return {member.username: _person(member, offices) for member in cast_of(settings.WORLD)}


def _person(member, offices) -> User:
    known = User.objects.filter(username=member.username).first()
    if known:
        return known
    office = offices[member.office]
    person = User.objects.create_user(
        member.username, PASSWORD, full_name=member.full_name, home_office=office, is_demo=True
    )
    for code, where in member.roles:
        for place in _places(code, where, office):
            Assignment.objects.create(user=person, role=code, **place)
    return person


def _places(code, where, office):
    """Where a role is held, as fields of an assignment."""
    if ROLES[code].reach is Reach.OFFICE:
        return [{"office": office}]
    if ROLES[code].reach is Reach.DESK:
        return [{"office": office, "desk": office.desks.get(institution=where)}]
    areas = [where] if where else NATIONAL_AREAS
    return [{"area_id": area} for area in areas]
