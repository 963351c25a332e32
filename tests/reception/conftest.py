"""Who these tests are about: the front desk, two desks, the head, somebody of another office."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from satuatap.reception.actions import tickets
from satuatap.reception.reading import today_at
from tests.centre import act

MONDAY_MORNING = datetime(2026, 11, 23, 2, tzinfo=timezone.get_fixed_timezone(0))  # 09.00 WIB


@pytest.fixture
def dewi(db, person):
    """At the front desk in Cirebon."""
    return person("dewi")


@pytest.fixture
def bu_lestari(db, person):
    """The placement officer, who plans the rota."""
    return person("lestari")


@pytest.fixture
def bu_ratna(db, person):
    """At the manpower desk."""
    return person("ratna")


@pytest.fixture
def pak_yusuf(db, person):
    """At the civil registry desk."""
    return person("yusuf")


@pytest.fixture
def pak_hasan(db, person):
    """At the immigration desk."""
    return person("hasan")


@pytest.fixture
def bu_endang(db, person):
    """The head of the centre."""
    return person("endang")


@pytest.fixture
def pak_joko(db, person):
    """The village officer."""
    return person("joko")


@pytest.fixture
def pak_rudi(db, person):
    """At the front desk in Tulungagung."""
    return person("rudi")


@pytest.fixture
def nine():
    """Nine o'clock on an ordinary Monday."""
    return MONDAY_MORNING


@pytest.fixture
def a_number(dewi):
    """`a_number("lowongan", minutes=3, needs=["hamil"])`: somebody takes a number."""

    def issue(group="lowongan", minutes=0, at=None, **told):
        act(dewi)
        moment = (at or timezone.now()) + timedelta(minutes=minutes)
        return tickets.issue_ticket(
            by=dewi, office=dewi.home_office, group=group, now=moment, told=told
        )

    return issue


@pytest.fixture
def month(dewi, now):
    """The running month at the office."""
    return today_at(dewi.home_office, now).replace(day=1)
