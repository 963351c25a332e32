"""Who these tests are about: the front desk, the two desks that a recommendation needs, the head."""

import datetime

import pytest
from django.utils import timezone

from tests.centre import a_worker, act, an_application
from tests.directory.conftest import an_agency, an_order, compared


@pytest.fixture
def dewi(db, person):
    """At the front desk in Cirebon."""
    return person("dewi")


@pytest.fixture
def bu_lestari(db, person):
    """The placement officer, who drafts letters."""
    return person("lestari")


@pytest.fixture
def bu_ratna(db, person):
    """At the manpower desk: the first step."""
    return person("ratna")


@pytest.fixture
def pak_yusuf(db, person):
    """At the civil registry desk: the second step."""
    return person("yusuf")


@pytest.fixture
def pak_hasan(db, person):
    """At the immigration desk, where nothing of Siti's lies."""
    return person("hasan")


@pytest.fixture
def bu_endang(db, person):
    """The head of the centre."""
    return person("endang")


@pytest.fixture
def pak_rudi(db, person):
    """At the front desk in Tulungagung."""
    return person("rudi")


@pytest.fixture
def bu_wati(db, person):
    """At the manpower desk in Tulungagung."""
    return person("wati")


@pytest.fixture
def siti(dewi):
    """On file in Cirebon."""
    return a_worker(dewi)


@pytest.fixture
def application(dewi, siti):
    """Hers, with all papers photographed, at the manpower desk."""
    return an_application(dewi, siti)


@pytest.fixture
def first(application, dewi):
    """The manpower desk's part."""
    act(dewi)
    return application.steps.get(position=0)


@pytest.fixture
def second(application, dewi):
    """The civil registry's part."""
    act(dewi)
    return application.steps.get(position=1)


@pytest.fixture
def journey(bu_lestari, bu_endang):
    """What is told beside the answers: an heir, a job order that two people have seen."""

    def told(service):
        heir = ("Aminah", "spouse") if service.for_heir else None
        if not service.needs_job_order:
            return {"heir": heir}
        now = timezone.now()
        today = now.date()
        agency = compared(bu_endang, an_agency(bu_lestari, now, seen_on=today), now)
        order = an_order(bu_lestari, agency, now, seen_on=today,
                         valid_until=today + datetime.timedelta(days=60),
                         permit_until=today + datetime.timedelta(days=90))  # fmt: skip
        return {"heir": heir, "job_order": compared(bu_endang, order, now)}

    return told
