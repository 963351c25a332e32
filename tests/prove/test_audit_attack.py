"""P5 at full size: every one of 10,000 random changes of sealed entries is found and named."""

import pytest

from tests.accounts.audit_room import audit_database, audit_room  # noqa: F401
from tests.accounts.test_audit_attack import lay_sealed_entries, survivors

ROUNDS = 10_000
SEED = 5

pytestmark = pytest.mark.prove


@pytest.mark.timeout(3600)
def test_every_one_of_10000_random_changes_is_found_and_its_place_named(audit_room):  # noqa: F811
    lay_sealed_entries(audit_room, 1000)

    missed, tried = survivors(audit_room, ROUNDS, SEED)

    assert missed == []
    assert sum(tried.values()) == ROUNDS
