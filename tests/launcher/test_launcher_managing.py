"""One command of one world, whether or not the installation runs."""

import os
import subprocess
import sys

from launcher.cluster import Cluster


def manage(home, *words):
    """`python -m launcher manage …` in a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SATUATAP")}
    return subprocess.run(
        [sys.executable, "-m", "launcher", "manage", *words],
        env={**kept, "SATUATAP_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_database_runs_for_the_command_and_no_longer(tmp_path):
    done = manage(tmp_path, "administration", "showmigrations", "common")

    assert done.returncode == 0, done.stderr
    assert "[ ] 0001_acting" in done.stdout
    assert not Cluster(tmp_path / "administration" / "postgres").is_running()
    assert not (tmp_path / "protection").exists()


def test_a_wrong_command_ends_with_its_own_exit_code(tmp_path):
    assert manage(tmp_path, "elsewhere", "check").returncode == 2
