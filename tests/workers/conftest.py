"""Who these tests are about."""

import pytest


@pytest.fixture
def dewi(db, person):
    """At the front desk in Cirebon."""
    return person("dewi")


@pytest.fixture
def bu_lestari(db, person):
    """The placement officer in Cirebon."""
    return person("lestari")


@pytest.fixture
def bu_ratna(db, person):
    """At the manpower desk in Cirebon."""
    return person("ratna")


@pytest.fixture
def pak_hasan(db, person):
    """At the immigration desk in Cirebon, where nothing of Siti's lies."""
    return person("hasan")


@pytest.fixture
def pak_rudi(db, person):
    """At the front desk in Tulungagung."""
    return person("rudi")
