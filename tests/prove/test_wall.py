"""P1 at full size: a million random probes, and every policy made wrong in every way."""

import time

import pytest

from tests.database import WORLD
from tests.wall.conftest import matrix  # noqa: F401
from tests.wall.mutants import equivalent, mutants
from tests.wall.test_wall import probes, say, survivors  # noqa: F401

SEED = 1
PROBES = 1_000_000
GROUNDS = 4  # a fresh population for every quarter

pytestmark = pytest.mark.prove


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("ground", range(GROUNDS))
def test_a_million_random_probes_find_no_leak(probes, ground):  # noqa: F811
    began, asked = time.monotonic(), probes(SEED + ground)

    asked.run(PROBES // GROUNDS)

    took = time.monotonic() - began
    say(f"{asked.count} probes, seed {SEED + ground}, {took:.0f} s, {len(asked.wrong)} wrong")
    assert asked.wrong == []
    assert asked.count >= PROBES // GROUNDS


@pytest.mark.timeout(3600)
def test_every_wrong_policy_is_noticed(matrix):  # noqa: F811
    everyone, excused = mutants(), equivalent(WORLD)

    alive = survivors(matrix, everyone)

    say(f"{len(everyone) - len(alive)} of {len(everyone)} mutants caught")
    say(*(f"  {'equivalent' if name in excused else 'SURVIVES'}: {name}" for name in alive))
    assert set(alive) == set(excused)
