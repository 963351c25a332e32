"""In protection only offices and officers are generated, and it says so."""

import io

import pytest
from django.core.management import call_command

from satuatap.accounts.models import Assignment
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("protection")


def test_protection_gets_officers_and_nobody_else(committing, settings):
    settings.ROLE, said = "owner", io.StringIO()

    with owner_at_work():
        call_command("generate", people=300, stdout=said)

        held = Assignment.objects.filter(office__code__startswith="contoh-")
        assert set(held.values_list("role", flat=True)) == {
            "counsellor", "supervisor", "administrator", "data_protection",
        }  # fmt: skip
    assert "Nobody is laid in protection" in said.getvalue()
