"""What is offered on a day is what the catalogue says of that day."""

from datetime import timedelta

import pytest

from satuatap.applications.reading.offers import offered_services, why_not_offered
from satuatap.catalogue.services import services
from tests.catalogue.conftest import reference
from tests.centre import act

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
__all__ = ["reference"]


def test_a_service_of_tomorrow_is_offered_tomorrow_and_says_so_today(reference, dewi, now):
    tomorrow = (now + timedelta(days=1)).date()
    reference("services/skck.toml", "valid_from = 2026-01-01", f"valid_from = {tomorrow}")
    office = act(dewi).home_office

    today = offered_services(office, now)

    assert set(services()) - set(today) == {"skck"}
    assert why_not_offered(office, services()["skck"], now).startswith("Mulai berlaku")
    assert set(offered_services(office, now + timedelta(days=1))) == set(services())
