"""The ground of the wall's tests, laid in the test's transaction."""

import pytest

from tests.database import WORLD
from tests.wall.laying import lay
from tests.wall.matrix import Matrix
from tests.wall.people import everyone
from tests.wall.truth import Truth

IN_WHOSE_NAME = {"administration": "nina", "protection": "tini"}


@pytest.fixture
def matrix(db, as_owner, person):
    """The truth table of this world, ready to be asked."""
    by = person(IN_WHOSE_NAME[WORLD]).pk
    with as_owner():
        ground = lay(by)
    return Matrix(Truth(WORLD), ground, everyone(WORLD, ground), by)
