"""Verbs of places: writes that touch several rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from satuatap.places.calendars import say_that_it_changed
from satuatap.places.models import Closure, Desk, Office, OpeningHours


@transaction.atomic
def save_office(*, office: Office) -> None:
    """Keep the facts of an office; days promised to people move with its time zone."""
    office.save()
    say_that_it_changed(office)


@transaction.atomic
def set_opening_hours(*, office: Office, hours: Iterable[OpeningHours]) -> None:
    """Replace the weekly hours of an office; days without a row are closed."""
    Office.objects.select_for_update().get(pk=office.pk)
    office.hours.all().delete()
    OpeningHours.objects.bulk_create(hours)
    say_that_it_changed(office)


@transaction.atomic
def close_office(*, office: Office, first: date, last: date, name: str) -> int:
    """Close an office from `first` to `last`, both included; how many days are new."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    known = set(office.closures.filter(date__in=days).values_list("date", flat=True))
    fresh = [Closure(office=office, date=day, name=name) for day in days if day not in known]
    Closure.objects.bulk_create(fresh, ignore_conflicts=True)
    say_that_it_changed(office)
    return len(fresh)


@transaction.atomic
def reopen_office(*, office: Office, day: date) -> None:
    """Take back the closure of one day."""
    office.closures.filter(date=day).delete()
    say_that_it_changed(office)


@transaction.atomic
def save_desk(*, desk: Desk) -> None:
    """Keep how an institution is there; days promised to people move with its rota."""
    desk.save()
    say_that_it_changed(desk.office)
