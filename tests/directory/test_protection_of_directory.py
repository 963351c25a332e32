"""Protection has the tables and nothing else: no address, and nobody who reads or writes a row."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from satuatap.common import acting
from satuatap.common.acting import service_actor
from satuatap.directory.models import Agency, JobOrder

pytestmark = pytest.mark.world("protection")


def test_there_is_no_address_of_it(db, person):
    with pytest.raises(NoReverseMatch):
        reverse("directory:agencies")
    for username in ("wulan", "indah", "tini"):
        hers = Client(raise_request_exception=False)
        hers.force_login(person(username))
        assert hers.get("/p3mi/").status_code == 404


def test_no_row_is_there(db, as_owner):
    with as_owner():
        assert not Agency.objects.exists() and not JobOrder.objects.exists()
    with acting.acting_as(service_actor("message_sender")):
        assert not Agency.objects.exists()
