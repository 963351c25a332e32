"""PostgreSQL never runs as root, whoever starts Satu Atap."""

import os
import sys
from pathlib import Path

import pytest

from launcher import account as accounts
from launcher.cluster import Cluster
from launcher.refusal import Refusal
from satuatap.common.postgres import binary

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
LAY_AND_ASK = """
from launcher.cluster import Cluster
with Cluster({folder!r}, durable=False) as cluster:
    print(cluster.account.name, cluster.execute("SELECT count(*) FROM pg_roles")[0][0] > 3)
"""


def owner_of_server(cluster):
    """Under which user id the kernel knows the server."""
    status = Path(f"/proc/{cluster.running_pid()}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("Uid:"))


@pytest.fixture
def as_nobody(another_process):
    """Run some lines as an ordinary user: what they print."""
    nobody = next(account for account in accounts.unprivileged() if account.name == "nobody")
    minor = "import sys; print(sys.version_info[:2])"
    for python in (sys.executable, "/usr/bin/python3"):
        if nobody.run(python, "-c", minor) == (True, f"{sys.version_info[:2]}\n"):
            break
    else:
        pytest.skip("an ordinary user can reach no Python of this version")

    def run(code):
        who = {"user": nobody.uid, "group": nobody.gid, "extra_groups": []}
        return another_process(code, python=python, **who).communicate(timeout=30)[0]

    return run


@needs_root
def test_root_starts_it_in_a_user_namespace_and_keeps_its_files(cluster):
    if accounts.choose(binary("postgres")).name != "a user namespace":
        assert not os.environ.get("CI"), "this machine allows no user namespace"
        pytest.skip("this machine allows no user namespace")

    cluster.start()

    assert cluster.data.stat().st_uid == 0
    assert cluster.execute("SELECT 1") == [(1,)]


@needs_root
def test_without_namespaces_root_lends_it_an_unprivileged_account(open_folder):
    account = accounts.choose(binary("postgres"), candidates=list(accounts.unprivileged()))

    with Cluster(open_folder / "postgres", durable=False, account=account) as cluster:
        assert owner_of_server(cluster) == account.uid != 0
        assert cluster.execute("SELECT 1", role="satuatap_service", database="satuatap") == [(1,)]


@needs_root
def test_data_change_hands_when_the_way_of_running_changes(open_folder):
    account = accounts.choose(binary("postgres"), candidates=list(accounts.unprivileged()))
    with Cluster(open_folder / "postgres", durable=False, account=account) as cluster:
        cluster.execute("CREATE TABLE kept ()")

    with Cluster(open_folder / "postgres", durable=False) as cluster:
        assert cluster.execute("SELECT * FROM kept") == []
        assert cluster.data.stat().st_uid == cluster.account.uid


@needs_root
def test_a_home_that_the_account_cannot_enter_is_refused(tmp_path):
    tmp_path.chmod(0o700)
    account = accounts.choose(binary("postgres"), candidates=list(accounts.unprivileged()))

    with pytest.raises(Refusal, match="cannot reach"):
        Cluster(tmp_path / "postgres", account=account).start()


def test_with_no_way_to_run_it_one_sentence_says_so():
    with pytest.raises(Refusal, match="does not run as root"):
        accounts.choose(binary("postgres"), candidates=[])


@needs_root
def test_an_ordinary_user_starts_it_as_herself(open_folder, as_nobody):
    open_folder.chmod(0o777)

    said = as_nobody(LAY_AND_ASK.format(folder=str(open_folder / "postgres")))

    assert said == "ourselves True\n"


@needs_root
def test_an_ordinary_user_is_told_when_the_home_is_not_hers(open_folder, as_nobody):
    said = as_nobody(LAY_AND_ASK.format(folder=str(open_folder / "postgres")))

    assert "cannot be written by this account" in said


@needs_root
def test_an_ordinary_user_is_told_when_the_data_are_not_hers(open_folder, as_nobody):
    Cluster(open_folder / "postgres", durable=False).create()
    for path in (open_folder / "postgres", open_folder / "postgres" / "satuatap.json"):
        path.chmod(0o777)

    said = as_nobody(LAY_AND_ASK.format(folder=str(open_folder / "postgres")))

    assert "belongs to another account" in said
