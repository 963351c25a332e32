"""What is offered on a day is what the catalogue says of that day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.applications.reading.offers import offered_services, why_not_offered
from satuatap.catalogue.services import services
from satuatap.places.calendars import local_date
from tests.centre import act, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]


def test_a_service_of_tomorrow_is_offered_tomorrow_and_says_so_today(reference):
    now = timezone.now()
    office = act(somebody("dewi")).home_office
    tomorrow = local_date(now + timedelta(days=1), office.zone)
    reference("services/skck.toml", "valid_from = 2026-01-01", f"valid_from = {tomorrow}")

    today = offered_services(office, now)

    assert set(services()) - set(today) == {"skck"}
    assert why_not_offered(office, services()["skck"], now).startswith("Mulai berlaku")
    assert set(offered_services(office, now + timedelta(days=1))) == set(services())
