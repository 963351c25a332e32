"""P1 in small: random people ask random rows, and some policies are made wrong on purpose.

`tests/prove/test_wall.py` does the same at full size.
"""

import random
import sys

import pytest

from tests.database import WORLD
from tests.wall.mutants import equivalent, first_sign, mutants
from tests.wall.population import Population
from tests.wall.probes import Probes

pytestmark = pytest.mark.wall
SEED = 20260701
PROBES, MUTANTS = 2_000, 5


@pytest.fixture
def probes(matrix, as_owner):
    """`probes(seed)`: random people before a few hundred random rows."""

    def lay(seed, size=8):
        with as_owner():
            people = Population(matrix.ground, matrix.by, seed, size)
        return Probes(matrix, people, seed)

    return lay


def say(*lines):
    """What the run counted, for `pytest -s`; part of the proof."""
    sys.stdout.write("\n".join(["", *lines, ""]))


def survivors(matrix, chosen) -> list[str]:
    """The mutants that the matrix does not notice."""
    return [mutant.name for mutant in chosen if first_sign(matrix, mutant) is None]


def test_random_people_get_the_answers_of_the_truth_table(probes):
    asked = probes(SEED)

    asked.run(PROBES)

    say(f"{asked.count} probes, seed {SEED}")
    assert asked.wrong == []


def test_the_matrix_notices_some_wrong_policies(matrix):
    excused = equivalent(WORLD)
    known = [mutant for mutant in mutants() if mutant.name not in excused]
    chosen = random.Random(SEED).sample(known, MUTANTS)

    assert survivors(matrix, chosen) == []
