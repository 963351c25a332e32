"""The sealer at work beside others: nothing is skipped, nothing waits, nobody else may do it."""

import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import errors

from satuatap.accounts import seal
from satuatap.accounts.anchor import head_note
from satuatap.accounts.sealing import TABLE, AlreadySealingError, note_restore
from satuatap.common.postgres import SEALER, SERVICE
from tests.accounts.audit_room import INSERT, OFFICES
from tests.conftest import OTHER_WORLD
from tests.database import WORLD

SEALED_IN_ORDER = f"SELECT verb, position FROM {TABLE} WHERE chain = %s ORDER BY position"


def places(audit_room, office=OFFICES[0]):
    """Verbs of one office's chain in the order of the chain."""
    with audit_room.connect(SEALER) as connection:
        rows = connection.execute(SEALED_IN_ORDER, [office]).fetchall()
    assert [position for _, position in rows] == list(range(1, len(rows) + 1))
    return [verb for verb, _ in rows]


def wait_until(question, seconds):
    """Ask until the answer is yes; the seconds it took."""
    begin = time.monotonic()
    while not question():
        assert time.monotonic() - begin < seconds, "waited too long"
        time.sleep(0.02)
    return time.monotonic() - begin


def waiting(audit_room):
    """How many entries are not sealed."""
    with audit_room.connect(SEALER) as connection:
        return connection.execute(
            f"SELECT count(*) FROM {TABLE} WHERE position IS NULL"
        ).fetchone()[0]


def test_an_entry_that_commits_after_later_ones_is_not_skipped(audit_room):
    with audit_room.connect(SERVICE) as slow:
        with slow.transaction():
            audit_room.write(office=OFFICES[0], verb="slow", connection=slow)
            audit_room.write(office=OFFICES[0], verb="quick")
            assert audit_room.seal() == 1
        assert audit_room.seal() == 1

    assert places(audit_room) == ["quick", "slow"]
    assert audit_room.verify().is_whole


def test_a_running_sealer_seals_within_two_seconds_of_the_end_of_the_oldest_open_write(audit_room):
    with audit_room.sealer_process(), audit_room.connect(SERVICE) as slow:
        audit_room.write()
        wait_until(lambda: waiting(audit_room) == 0, 15)  # it runs
        with slow.transaction():
            audit_room.write(office=OFFICES[0], verb="slow", connection=slow)
            for _ in range(5):
                audit_room.write(office=OFFICES[0], verb="quick")
                time.sleep(0.2)
            wait_until(lambda: waiting(audit_room) == 0, 2)
        assert wait_until(lambda: waiting(audit_room) == 0, 2) < 2

    assert places(audit_room)[-1] == "slow"
    assert audit_room.verify().is_whole


def test_sixteen_writers_at_once_leave_one_chain_without_gap(audit_room):
    def write_many(number):
        with audit_room.connect(SERVICE) as connection:
            for _ in range(25):
                audit_room.write(office=OFFICES[0], verb=f"writer_{number}", connection=connection)

    writers = [threading.Thread(target=write_many, args=(n,)) for n in range(16)]
    with audit_room.sealer_process():
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        wait_until(lambda: waiting(audit_room) == 0, 15)

    assert len(places(audit_room)) == 400
    assert audit_room.verify().is_whole


def test_the_sealer_ends_cleanly_when_told_to(audit_room):
    with audit_room.sealer_process() as process:
        audit_room.write()
        wait_until(lambda: waiting(audit_room) == 0, 15)
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=5) == 0
        assert process.stderr.read() == ""


def test_a_sealer_killed_and_started_again_goes_on_after_its_last_place(audit_room):
    for _ in range(2):
        with audit_room.sealer_process():
            audit_room.write(office=OFFICES[0])
            wait_until(lambda: waiting(audit_room) == 0, 15)

    assert len(places(audit_room)) == 2
    assert audit_room.verify().is_whole


def test_only_one_sealer_works_at_a_time(audit_room):
    with audit_room.connect(SEALER) as one, audit_room.connect(SEALER) as other:
        audit_room.sealer(one)

        with pytest.raises(AlreadySealingError):
            audit_room.sealer(other)


def test_a_sealer_waits_for_the_other_to_end_and_takes_over(audit_room):
    with audit_room.connect(SEALER) as first:
        audit_room.sealer(first)
        with audit_room.sealer_process():
            audit_room.write()
            time.sleep(1.5)
            assert waiting(audit_room) == 1
            first.close()
            wait_until(lambda: waiting(audit_room) == 0, 15)


def test_a_fall_between_commit_and_anchor_is_made_good_at_the_next_start(audit_room):
    audit_room.write(4, office=OFFICES[0])
    with audit_room.connect(SEALER) as connection:
        sealer = audit_room.sealer(connection)
        sealer.anchor.append = _fall
        with pytest.raises(OSError, match="disk"):
            sealer.tick()
    assert audit_room.anchor.read().top(OFFICES[0]) is None

    audit_room.seal()

    assert audit_room.anchor.read().top(OFFICES[0]).position == 4
    assert audit_room.verify().is_whole


def _fall(notes):
    list(notes)
    raise OSError("the disk is full")


def test_a_line_torn_by_a_power_cut_does_not_spoil_the_next(audit_room):
    audit_room.write(2, office=OFFICES[0])
    audit_room.seal()
    with audit_room.anchor_file.open("ab") as file:
        file.write(b'{"kind":"he')
    audit_room.write(2, office=OFFICES[0])
    audit_room.seal()

    memory = audit_room.anchor.read()

    assert memory.top(OFFICES[0]).position == 4
    assert memory.broken_lines == [2]


def test_a_cut_off_end_stays_visible_although_the_sealer_goes_on(audit_room):
    audit_room.write(5, office=OFFICES[0])
    audit_room.seal()
    with audit_room.connect() as connection:
        connection.execute(f"DELETE FROM {TABLE} WHERE position >= 4")
    audit_room.write(2, office=OFFICES[0])
    audit_room.seal()

    (finding,) = audit_room.verify().findings

    assert (finding.kind, finding.first, finding.last) == ("deleted", 4, 5)


def test_a_restore_that_is_noted_is_no_finding_but_is_said(audit_room):
    audit_room.write(5, office=OFFICES[0])
    audit_room.seal()
    with audit_room.connect() as connection:
        connection.execute(f"DELETE FROM {TABLE} WHERE position >= 4")
    assert audit_room.verify().findings[0].kind == "cut off"

    with audit_room.connect(SEALER) as connection:
        note_restore(connection, audit_room.anchor, "2026-07-01T00:00:00+00:00")
    audit_room.write(2, office=OFFICES[0])
    audit_room.seal()

    report = audit_room.verify()
    assert report.is_whole
    assert report.restores == 1


def test_what_a_restore_excuses_excuses_nothing_else(audit_room):
    audit_room.write(5, office=OFFICES[0])
    audit_room.seal()
    with audit_room.connect() as connection:
        connection.execute(f"DELETE FROM {TABLE} WHERE position >= 4")
        note_restore(connection, audit_room.anchor, "2026-07-01T00:00:00+00:00")
        audit_room.write(2, office=OFFICES[0])
        audit_room.seal()
        connection.execute(f"UPDATE {TABLE} SET verb = 'x' WHERE position = 6")
        connection.execute(f"DELETE FROM {TABLE} WHERE position = 3")

    kinds = {(finding.kind, finding.first) for finding in audit_room.verify().findings}

    assert kinds == {("deleted", 3), ("changed", 6)}


def test_a_forged_entry_at_the_sealers_next_place_does_not_stop_it(audit_room):
    audit_room.write(2, office=OFFICES[0])
    audit_room.seal()
    with audit_room.connect(SEALER) as connection:
        sealer = audit_room.sealer(connection)
        with audit_room.connect() as superuser:
            superuser.execute(
                f"INSERT INTO {TABLE} SELECT gen_random_uuid(), at, person_id, service, office_id, "
                "'forged', about_kind, about_id, reason, chain, 3, chain_hash, mac, sealed_at "
                f"FROM {TABLE} WHERE position = 2"
            )
        audit_room.write(2, office=OFFICES[0], verb="true")
        assert sealer.tick() == 2

    (finding,) = audit_room.verify().findings
    assert (finding.kind, finding.first) == ("changed", 3)
    assert places(audit_room)[2:] == ["forged", "true", "true"]


def test_the_heads_of_a_day_become_one_number_when_the_day_is_over(audit_room):
    audit_room.write(6)
    today = datetime.now(UTC)
    audit_room.seal(now=lambda: today)
    audit_room.seal(now=lambda: today)
    assert audit_room.verify().days == 0

    audit_room.write(3)
    audit_room.seal(now=lambda: today + timedelta(days=1))
    audit_room.seal(now=lambda: today + timedelta(days=4))

    report = audit_room.verify()
    assert report.is_whole
    assert report.days == 2, "days on which nobody sealed have no number of their own"
    assert len(audit_room.anchor.read().days) == 2


def test_the_anchor_keeps_one_head_per_chain_and_day_once_a_day_is_over(audit_room):
    now = datetime.now(UTC)
    for _ in range(5):
        audit_room.write(office=OFFICES[0])
        audit_room.seal(now=lambda: now)
    assert len(audit_room.anchor.lines()) == 5

    audit_room.seal(now=lambda: now + timedelta(days=1))

    assert len(audit_room.anchor.lines()) == 2
    assert audit_room.anchor.read().top(OFFICES[0]).position == 5
    assert audit_room.verify().is_whole


def test_a_head_put_into_the_anchor_without_the_key_is_not_believed(audit_room):
    audit_room.write(2, office=OFFICES[0])
    audit_room.seal()
    top = audit_room.anchor.read().top(OFFICES[0])
    stranger = audit_room.anchor
    stranger._key = b"guess"
    stranger.append([head_note(OFFICES[1], top)])

    (finding,) = audit_room.verify().findings

    assert finding.kind == "anchor"


def test_entries_that_nobody_seals_are_reported_with_their_age(audit_room, monkeypatch):
    monkeypatch.setattr("satuatap.accounts.proving.SECOND_LOOK_SECONDS", 0)
    audit_room.write(2)
    report = audit_room.verify()
    assert (report.waiting, report.findings) == (2, [])

    with audit_room.connect() as connection:
        connection.execute(f"UPDATE {TABLE} SET at = at - interval '2 minutes'")

    (finding,) = audit_room.verify().findings
    assert finding.kind == "late"
    assert "not running" in finding.what


# ---- who may do what ----


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET verb = 'x'",
        f"UPDATE {TABLE} SET position = 1, chain = 'x'",
        f"DELETE FROM {TABLE}",
        f"TRUNCATE {TABLE}",
        f"INSERT INTO {TABLE} (id) SELECT id FROM {TABLE} "
        "ON CONFLICT (id) DO UPDATE SET verb = 'x'",
        "INSERT INTO accounts_auditday (day, head, chains, mac) "
        "VALUES ('2026-01-01', '', '{}', '')",
        "UPDATE accounts_auditday SET head = ''",
        "DELETE FROM accounts_auditday",
    ],
)
def test_the_service_can_change_nothing_that_is_in_the_audit(audit_room, sql):
    audit_room.write(2)

    with audit_room.connect(SERVICE) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(sql)


@pytest.mark.parametrize("column", ["chain", "position", "chain_hash", "mac", "sealed_at"])
def test_the_service_cannot_write_a_seal_with_its_entry(audit_room, column):
    value = {"chain": "'none'", "position": "1", "sealed_at": "now()"}.get(column, "'x'")

    with audit_room.connect(SERVICE) as connection, pytest.raises(psycopg.Error):
        connection.execute(
            f"INSERT INTO {TABLE} (id, at, service, verb, about_kind, about_id, reason, {column}) "
            f"VALUES (gen_random_uuid(), now(), 's', 'v', '', '', '', {value})"
        )


@pytest.mark.parametrize(
    "sql",
    [
        INSERT.replace("%s", "NULL"),
        f"DELETE FROM {TABLE}",
        f"UPDATE {TABLE} SET verb = 'x'",
        f"UPDATE {TABLE} SET at = now()",
        "UPDATE accounts_auditday SET head = ''",
        "DELETE FROM accounts_auditday",
    ],
)
def test_the_sealer_can_only_seal(audit_room, sql):
    with audit_room.connect(SEALER) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(sql)


def test_the_sealer_reads_no_other_table(audit_room):
    with audit_room.connect(SEALER) as connection:
        readable = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'v', 'p', 'm', 'S') AND "
            "CASE relkind WHEN 'S' THEN has_sequence_privilege(oid, 'SELECT') "
            "ELSE has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE, REFERENCES') END "
            "ORDER BY relname"
        ).fetchall()

    assert [name for (name,) in readable] == [
        "accounts_auditday",
        "accounts_auditentry",
        "satuatap_world",
    ]


def test_the_sealers_process_refuses_another_role():
    with pytest.raises(seal.SealingError, match="SATUATAP_ROLE=sealer"):
        seal.run(once=True)


def test_the_sealers_process_refuses_the_other_worlds_database(audit_room):
    told = {**audit_room.environment("sealer"), "SATUATAP_WORLD": OTHER_WORLD[WORLD]}

    done = audit_room.command("sealer", "seal_audit", "--once", environment=told)

    assert done.returncode == 1
    assert f"belongs to {WORLD}" in done.stderr


def test_the_command_for_verification_tells_the_result_by_its_end(audit_room):
    audit_room.write(3)
    audit_room.seal()
    whole = audit_room.command("sealer", "audit", "verify")
    with audit_room.connect() as connection:
        connection.execute(f"UPDATE {TABLE} SET verb = 'x' WHERE chain = %s", [OFFICES[1]])
    spoilt = audit_room.command("owner", "audit", "verify")

    assert (whole.returncode, spoilt.returncode) == (0, 1)
    assert "3 sealed entries in 3 chains" in whole.stdout
    assert f"CHANGED: chain {OFFICES[1]}, position 1" in spoilt.stdout


def test_the_service_cannot_verify_what_it_does_not_see():
    with pytest.raises(CommandError, match="does not see every entry"):
        call_command("audit", "verify")
