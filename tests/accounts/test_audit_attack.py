"""A superuser without the key changes the sealed audit: verification names the place, always."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.accounts.audit_attacks import WITHOUT_RULES, Attacker
from tests.accounts.audit_room import OFFICES

SEED = 20260701


@pytest.fixture
def tomorrow():
    """A clock that is a day ahead."""
    return lambda: datetime.now(UTC) + timedelta(days=1)


def lay_sealed_entries(audit_room, count):
    """Chains of different length, sealed in batches, with a day's head between."""
    audit_room.write(count // 2)
    audit_room.seal()
    audit_room.write(count // 3, office=OFFICES[0])
    audit_room.seal()
    audit_room.write(count - count // 2 - count // 3)
    audit_room.seal()


def survivors(audit_room, rounds, seed=SEED):
    """Random changes that no finding named, and how often each kind was tried.

    Each is made in a transaction that is rolled back after the verification.
    """
    missed, tried = [], Counter()
    with audit_room.connect() as connection:
        for number in range(rounds):
            with connection.transaction(force_rollback=True):
                hit = Attacker(connection, f"{seed}-{number}").strike()
                report = audit_room.verify(connection)
            tried[hit.deed] += 1
            named = any(
                finding.chain == name and finding.first <= place <= finding.last
                for finding in report.findings
                for name, place in hit.places
            )
            if not named:
                missed.append((number, hit, report.findings[:3]))
    return missed, tried


def test_every_one_of_300_random_changes_is_found_and_its_place_named(audit_room):
    lay_sealed_entries(audit_room, 150)
    assert audit_room.verify().is_whole

    missed, tried = survivors(audit_room, 300)

    assert missed == []
    assert len(tried) > 25, "the attacks are of many kinds"


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        ("delete", "deleted"),
        ("swap_places", "moved"),
        ("move_to_another_chain", "moved"),
        ("insert", "inserted"),
        ("append", "inserted"),
        ("cut_off", "cut off"),
        ("drop_chain", "cut off"),
        ("rewrite", "changed"),
        ("swap_contents", "changed"),
    ],
)
def test_verification_says_what_was_done(audit_room, deed, kind):
    lay_sealed_entries(audit_room, 30)

    with audit_room.connect() as connection, connection.transaction(force_rollback=True):
        attacker = Attacker(connection, deed)
        connection.execute(WITHOUT_RULES)
        getattr(attacker, deed)()
        report = audit_room.verify(connection)

    assert kind in {finding.kind for finding in report.findings}


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("UPDATE accounts_auditday SET chains = '{}'", "does not fit its list"),
        ("UPDATE accounts_auditday SET mac = sha256(mac)", "MAC is wrong"),
        ("UPDATE accounts_auditday SET head = sha256(head)", "MAC is wrong"),
        ("UPDATE accounts_auditday SET day = day - 1", "in the anchor but not in the database"),
        ("DELETE FROM accounts_auditday", "in the anchor but not in the database"),
    ],
)
def test_a_changed_or_deleted_day_is_found(audit_room, tomorrow, sql, word):
    audit_room.write(3)
    audit_room.seal()
    audit_room.seal(now=tomorrow)
    assert audit_room.verify().days == 1

    with audit_room.connect() as connection:
        connection.execute(sql)

    assert any(word in finding.what for finding in audit_room.verify().findings)
