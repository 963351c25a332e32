"""The folder of backups: names, the newest, and what may be removed."""

from datetime import UTC, datetime, timedelta

import pytest

from satuatap.common.backup import shelf
from satuatap.common.backup.problems import BackupProblem

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    for days in (0, 1, 8, 40):
        for world in ("administration", "protection"):
            for kind in (shelf.DATA, shelf.KEYS):
                name = shelf.dated_name(world, NOW - timedelta(days=days), kind)
                (tmp_path / name).touch()
    (tmp_path / "notes.txt").touch()
    return tmp_path


def test_old_key_stores_are_removed_and_nothing_else(folder):
    removed = shelf.remove_older(folder, "protection", shelf.KEYS, days=7, now=NOW)

    assert len(removed) == 2
    assert len(shelf.on_shelf(folder, "protection", shelf.KEYS)) == 2
    assert len(shelf.on_shelf(folder, "protection", shelf.DATA)) == 4
    assert len(shelf.on_shelf(folder, "administration", shelf.KEYS)) == 4
    assert (folder / "notes.txt").exists()


def test_the_newest_one_stays_however_old_it_is(folder):
    later = NOW + timedelta(days=400)

    shelf.remove_older(folder, "protection", shelf.DATA, days=7, now=later)

    assert [kept.moment for kept in shelf.on_shelf(folder, "protection", shelf.DATA)] == [NOW]


def test_an_empty_shelf_says_what_is_missing(tmp_path):
    with pytest.raises(BackupProblem, match="protection"):
        shelf.newest(tmp_path, "protection", shelf.DATA)
