"""P6: a backup is restored and verified within the promised time, at the size of one centre."""

import time

import pytest

from launcher.cluster import Cluster
from tests.common.living_world import LivingWorld

PEOPLE, FILES = 25_000, 2_000
SCAN = 300_000  # bytes
RTO_SECONDS = 30 * 60
LAY = f"""
from satuatap.common import files
lay_an_office()
lay_people({PEOPLE})
for number in range({FILES}):
    files.store(os.urandom({SCAN}))
"""

pytestmark = pytest.mark.prove


@pytest.mark.timeout(7200)
def test_a_centre_of_25000_people_is_back_within_half_an_hour(tmp_path, record_testsuite_property):
    identity, shelf = tmp_path / "identity.txt", tmp_path / "shelf"
    with Cluster(tmp_path / "before", durable=False) as cluster:
        world = LivingWorld(cluster, tmp_path / "home")
        world.manage("migrate", "-v0")
        world.manage("keys", "create")
        world.manage("load_reference")
        identity.write_text(world.manage("recovery_key", "create"))
        world.python(LAY)
        world.manage("seal_audit", "--once", role="sealer")
        began = time.monotonic()
        world.manage("backup", "--to", shelf)
        written = time.monotonic() - began

    with Cluster(tmp_path / "after") as cluster:  # this one waits for its disk
        world = LivingWorld(cluster, tmp_path / "new")
        began = time.monotonic()
        said = world.manage("restore", "--from", shelf, "--identity", identity)
        restored = time.monotonic() - began

    assert f"{PEOPLE} sealed entries in 1 chains are whole" in said
    assert restored < RTO_SECONDS
    record_testsuite_property("backup_seconds", round(written, 1))
    record_testsuite_property("restore_seconds", round(restored, 1))
    record_testsuite_property("backup_bytes", sum(path.stat().st_size for path in shelf.iterdir()))
