"""What leaves the house: an export proves itself to a verifier that shares no code with us."""

import importlib.util
import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from satuatap.accounts import proving
from tests.accounts.audit_attacks import Attacker
from tests.accounts.test_audit_attack import lay_sealed_entries
from tests.database import WORLD

PROGRAM = Path(__file__).resolve().parents[2] / "ops" / "verify_audit.py"
TOMORROW = datetime.now(UTC) + timedelta(days=1)
# what hashes alone cannot show: seals, and an end that was written anew
NEEDS_THE_KEY = ("update mac", "append", "rewrite, seals kept", "rewrite, seals made up")


@pytest.fixture(scope="module")
def outsider():
    """The verifier without dependencies, as a module."""
    spec = importlib.util.spec_from_file_location("verify_audit", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def exported(audit_room, connection=None):
    """The export as bytes."""
    if connection is None:
        with audit_room.connect() as own:
            return exported(audit_room, own)
    file = io.BytesIO()
    proving.export(connection, file, world=WORLD, anchor=audit_room.anchor.lines())
    return file.getvalue()


def test_the_outsider_agrees_with_us_on_what_is_whole(audit_room, outsider):
    lay_sealed_entries(audit_room, 60)
    audit_room.seal(now=lambda: TOMORROW)
    lines = exported(audit_room).splitlines()

    for key in (None, audit_room.key):
        verifier = outsider.Verifier(key)
        assert verifier.read(lines) == []
        assert (verifier.entries, len(verifier.days_seen)) == (60, 1)


def test_the_outsider_finds_what_we_find_and_names_the_place(audit_room, outsider):
    lay_sealed_entries(audit_room, 60)
    missed = []
    with audit_room.connect() as connection:
        for seed in range(150):
            with connection.transaction(force_rollback=True):
                hit = Attacker(connection, f"export-{seed}").strike()
                lines = exported(audit_room, connection).splitlines()
            if not _named(outsider.Verifier(audit_room.key).read(lines), hit):
                missed.append(("with the key", seed, hit))
            blind = outsider.Verifier().read(lines)
            if not blind and hit.deed not in NEEDS_THE_KEY:
                missed.append(("without", seed, hit))

    assert missed == []


def _named(found, hit):
    for _, place, _ in found:
        if isinstance(place, tuple):
            name, first, *last = place
            if any(name == n and first <= p <= (last or [first])[0] for n, p in hit.places):
                return True
    return False


def test_a_published_head_shows_a_chain_that_was_written_anew_with_the_key(audit_room, outsider):
    lay_sealed_entries(audit_room, 30)
    audit_room.seal(now=lambda: TOMORROW)
    with audit_room.connect() as connection:
        ((day, head),) = connection.execute("SELECT day::text, head FROM accounts_auditday")
    published = {day: head.hex()}
    assert outsider.Verifier(None, published).read(exported(audit_room).splitlines()) == []

    audit_room.empty()
    lay_sealed_entries(audit_room, 30)
    audit_room.seal(now=lambda: TOMORROW)
    lines = exported(audit_room).splitlines()

    assert outsider.Verifier(audit_room.key).read(lines) == []
    assert outsider.Verifier(None, published).read(lines) == [
        ("day", day, "another head was published")
    ]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda lines: lines[:-1], "cut"),
        (lambda lines: [*lines[:-3], lines[-1]], "number of entries"),
        (lambda lines: [*lines, lines[-2]], "after the end"),
        (lambda lines: [*lines[:-2], lines[-2] + b"\tx", lines[-1]], "fields"),
    ],
)
def test_a_spoilt_export_is_noticed(audit_room, outsider, spoil, word):
    lay_sealed_entries(audit_room, 9)
    lines = spoil(exported(audit_room).splitlines())

    assert any(word in found[2] for found in outsider.Verifier().read(lines))


def test_the_program_runs_alone_and_its_end_tells_the_result(audit_room, tmp_path):
    lay_sealed_entries(audit_room, 9)
    file = tmp_path / "audit.txt"
    assert audit_room.command("owner", "audit", "export", str(file)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    again = audit_room.command("owner", "audit", "export", str(file))
    assert "Cannot make" in again.stderr, "a file is never overwritten"
    program = [sys.executable, "-I", str(PROGRAM), str(file)]

    with_key = [*program, "--key", str(audit_room.keys / "audit.key")]
    assert subprocess.run(with_key, check=False).returncode == 0
    file.write_bytes(file.read_bytes().replace(b"step_finished", b"step_returned", 1))
    assert subprocess.run(program, check=False).returncode == 1
    file.write_bytes(b"something else\n")
    assert subprocess.run(program, check=False).returncode == 2
