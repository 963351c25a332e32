"""Backup and restore with real commits and PostgreSQL's own programs, onto 18 and 15.

The backup is made once; then Ratna's account is closed and the machine is lost.
"""

import os
import shutil
import signal
import stat
import tarfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher.cluster import Cluster
from tests.common.living_world import LivingWorld, nik_of

pytestmark = [pytest.mark.xdist_group("backup"), pytest.mark.timeout(600)]
PEOPLE, FILES = 30, 5
LAY = f"""
from django.utils import timezone
from satuatap.accounts.models import Session
lay_an_office(); lay_people({PEOPLE})
Session.objects.create(session_key="x", session_data="", expire_date=timezone.now())
print(lay_files({FILES})[0])
"""
LOOK = """
from satuatap.accounts.models import Session, User
from satuatap.common import files
from satuatap.workers.models import Worker
print(all_niks() == [nik_of(number) for number in range(%d)])
print(files.read("%s").startswith(b"kartu keluarga"))
print(User.objects.get().is_active, Session.objects.count())
"""
LOOK_AS_SERVICE = """
from satuatap.common.wrong_role import refuse_wrong_role
from satuatap.workers.models import Worker
refuse_wrong_role()
print(Worker.objects.count())
"""
CLOSE = """
from datetime import UTC, datetime
from django.db import transaction
from satuatap.accounts.actions.people import shut
from satuatap.accounts.models import User
from satuatap.common import endings
ratna = User.objects.get(username="ratna")
with transaction.atomic():
    shut(ratna, datetime.now(UTC))
    endings.note("account_closed", ratna.pk)
"""


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """What is left of a world after the machine burned down: its backups, and the sheet."""
    base = tmp_path_factory.mktemp("lost")
    with Cluster(base / "postgres", durable=False) as cluster:
        world = LivingWorld(cluster, base / "home")
        world.manage("migrate", "-v0")
        world.manage("keys", "create", "--if-missing")
        said = world.manage("recovery_key", "create")
        identity = base / "identity.txt"
        identity.write_text(said)  # as somebody keeps what the terminal showed
        one_file = world.python(LAY).strip().splitlines()[-1]
        world.manage("seal_audit", "--once", role="sealer")
        refused = world.manage("backup", "--to", base / "shelf", role="service", fails=True)
        assert not list((base / "shelf").iterdir())
        world.manage("backup", "--to", base / "shelf")
        world.python(CLOSE)
        world.manage("backup", "--to", base / "shelf", "--only", "endings")
    content = {p: p.read_bytes() for p in base.rglob("*") if p.is_file() and p != identity}
    shutil.rmtree(base / "postgres")
    shutil.rmtree(base / "home")
    return SimpleNamespace(
        shelf=base / "shelf",
        identity=identity,
        file=one_file,
        everything=content,
        refused=refused,
    )


def secret_in(file):
    return next(line for line in file.read_text().splitlines() if "SECRET" in line)


def debian_programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        assert not os.environ.get("CI"), "Debian's PostgreSQL is not installed"
        pytest.skip("Debian's PostgreSQL is not installed")
    return found[0]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    """A running cluster of the embedded PostgreSQL."""
    with Cluster(tmp_path_factory.mktemp("embedded") / "postgres", durable=False) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """A running cluster of Debian's PostgreSQL."""
    folder = tmp_path_factory.mktemp("debian") / "postgres"
    with Cluster(folder, durable=False, program_folder=debian_programs()) as cluster:
        yield cluster


def an_empty_world(cluster, home):
    cluster.execute("DROP DATABASE IF EXISTS satuatap WITH (FORCE)")
    cluster._let_roles_in()
    return LivingWorld(cluster, home)


@pytest.fixture(params=["embedded", "debian"])
def anywhere(request, tmp_path):
    """An empty world, once on each PostgreSQL."""
    return an_empty_world(request.getfixturevalue(request.param), tmp_path / "home")


@pytest.fixture
def fresh(embedded, tmp_path):
    """An empty world on the embedded PostgreSQL."""
    return an_empty_world(embedded, tmp_path / "home")


def restore(world, lost, *words, **options):
    return world.manage(
        "restore", "--from", lost.shelf, "--identity", lost.identity, *words, **options
    )


def test_a_lost_world_comes_back_whole_and_what_ended_stays_ended(anywhere, lost):
    said = restore(anywhere, lost)

    assert "as in the manifest" in said
    assert f"{PEOPLE} sealed entries in 1 chains are whole" in said
    assert "workers_worker.nik: 30 of 30 sampled values open" in said
    assert "1 endings applied (1 account_closed)" in said
    seen = anywhere.python(LOOK % (PEOPLE, lost.file)).split()
    assert seen == ["True", "True", "False", "0"]  # her account is closed, no session came back
    assert anywhere.python(LOOK_AS_SERVICE, role="service").strip() == "0"
    assert "Everything is as it was sealed" in anywhere.manage("audit", "verify")
    assert (anywhere.home / "recovery.recipient").read_text().startswith("age1")
    assert stat.S_IMODE((anywhere.folder / "keys" / "master.keys").stat().st_mode) == 0o600


def test_nothing_readable_leaves_the_machine(lost):
    canaries = [nik_of(3).encode(), b"Siti 3", b"kartu keluarga", b"CREATE TABLE", b"ratna"]
    for path in lost.shelf.iterdir():
        assert not [word for word in canaries if word in path.read_bytes()], path.name
        assert oct(path.stat().st_mode)[-3:] == "600"
    secret = secret_in(lost.identity).encode()
    assert not [path for path, content in lost.everything.items() if secret in content]


def test_a_restore_refuses_a_database_or_home_in_which_something_is(fresh, lost):
    restore(fresh, lost)

    assert "not empty" in restore(fresh, lost, fails=True)
    an_empty_world(fresh.cluster, fresh.home)
    assert "never writes over keys" in restore(fresh, lost, fails=True)


def test_a_restore_that_was_killed_lets_no_service_start_and_begins_anew(fresh, lost):
    child = fresh.start("manage.py", "restore", "--from", lost.shelf, "--identity", lost.identity)
    marker = fresh.folder / "RESTORING"
    deadline = time.monotonic() + 60
    while not marker.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.communicate()

    assert "is not finished" in fresh.python(
        "from satuatap.common.wrong_role import refuse_wrong_role as r; r()",
        role="service",
        fails=True,
    )
    assert "may start" in restore(fresh, lost)
    assert not marker.exists()


@pytest.mark.parametrize("deed", ["cut", "flip", "other key", "other world", "no journal"])
def test_a_backup_that_is_not_right_changes_nothing(fresh, lost, tmp_path, deed):
    spoiled = SimpleNamespace(shelf=tmp_path / "shelf", identity=lost.identity)
    shutil.copytree(lost.shelf, spoiled.shelf)
    data = next(spoiled.shelf.glob("*.data.age"))
    content, world, words = data.read_bytes(), fresh, "damaged or was cut off"
    if deed == "cut":
        data.write_bytes(content[: len(content) // 2])
    elif deed == "flip":
        place = len(content) * 2 // 3
        data.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    elif deed == "other key":
        other = LivingWorld(world.cluster, tmp_path / "another")
        spoiled.identity = tmp_path / "other.txt"
        spoiled.identity.write_text(other.manage("recovery_key", "create"))
        words = "not encrypted to this recovery key"
    elif deed == "other world":
        for path in spoiled.shelf.iterdir():
            path.rename(path.with_name(path.name.replace("administration", "protection")))
        world, words = LivingWorld(world.cluster, world.home, "protection"), "never mixed"
    else:
        (spoiled.shelf / "administration-endings.age").unlink()
        words = "would come back"

    assert words in restore(world, spoiled, fails=True)

    assert not (world.folder / "keys").exists() and not (world.folder / "RESTORING").exists()
    assert world.cluster.execute(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind = 'r'", database="satuatap",
    ) == [(0,)]  # fmt: skip


def test_other_tools_can_open_a_backup_too(lost, tmp_path):
    """age and tar are enough; the manual says how."""
    import pyrage

    identity = pyrage.x25519.Identity.from_str(secret_in(lost.identity))
    path = next(lost.shelf.glob("*.data.age"))
    (tmp_path / "data.tar").write_bytes(pyrage.decrypt(path.read_bytes(), [identity]))

    with tarfile.open(tmp_path / "data.tar") as tar:
        names = tar.getnames()

    assert names[0] == "head.json" and names[-1] == "manifest.json"
    assert len([name for name in names if name.startswith("files/")]) == FILES


def test_only_the_owner_makes_backups(lost):
    assert "SATUATAP_ROLE=owner" in lost.refused
