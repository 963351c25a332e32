"""Who these tests are about: the front desk, the two desks that a recommendation needs, the head."""

import pytest

from tests.centre import a_worker, act, an_application


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
