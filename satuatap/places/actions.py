"""Verbs of places: writes that touch several rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from satuatap.places.models import Closure, Office, OpeningHours


@transaction.atomic
def set_opening_hours(*, office: Office, hours: Iterable[OpeningHours]) -> None:
    """Replace the weekly hours of an office; days without a row are closed."""
    Office.objects.select_for_update().get(pk=office.pk)
    office.hours.all().delete()
    OpeningHours.objects.bulk_create(hours)


@transaction.atomic
def close_office(*, office: Office, first: date, last: date, name: str) -> int:
    """Close an office from `first` to `last`, both included; how many days are new."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    known = set(office.closures.filter(date__in=days).values_list("date", flat=True))
    fresh = [Closure(office=office, date=day, name=name) for day in days if day not in known]
    Closure.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def reopen_office(*, office: Office, day: date) -> None:
    """Take back the closure of one day."""
    office.closures.filter(date=day).delete()
