"""The demo district: who is in it, and where it must not be."""

import io

import pytest
from django.core.management import CommandError, call_command

from demo.cast import DOES, PEOPLE
from satuatap.accounts.roles import ROLES


def test_everybody_of_the_cast_is_printed_with_what_she_does():
    said = io.StringIO()
    call_command("demo_accounts", stdout=said)

    for member in PEOPLE:
        if member.world == "administration":
            assert f"{member.username} " in said.getvalue()
    assert set(DOES) == set(ROLES)


@pytest.mark.django_db
def test_the_demo_is_not_laid_in_production(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_demo")
