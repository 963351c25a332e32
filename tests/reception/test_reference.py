"""Groups, needs and reasons are data; a broken file stops the start with its line."""

import pytest

from satuatap.common.reference import ReferenceError
from satuatap.reception import checks, groups

pytestmark = pytest.mark.world("administration")
CACHED = (groups.groups, groups.needs, groups.reasons, groups.first_needs, groups.order_rule)


@pytest.fixture
def files(tmp_path, settings):
    """A copy of the reference files to break."""
    real = groups.groups_file().parent
    folder = tmp_path / "reference" / "reception"
    folder.mkdir(parents=True)
    for path in real.iterdir():
        (folder / path.name).write_text(path.read_text())
    settings.REFERENCE = tmp_path / "reference"
    for read in CACHED:
        read.cache_clear()
    yield folder
    for read in CACHED:
        read.cache_clear()


BROKEN = [
    ("groups.toml", 'letter = "B"', 'letter = "A"', "stands there twice"),
    ("groups.toml", 'letter = "B"', 'letter = "b"', "one capital letter"),
    ("groups.toml", '["ketenagakerjaan"]', '["loket"]', "unknown desk"),
    ("groups.toml", "private = true", "private = false", "is private"),
    ("groups.toml", "[groups.informasi]", "[groups.lain]", "is private"),
    ("groups.toml", "quota = 24", "quota = -1", "make no sense"),
    ("groups.toml", "minutes = 20\nquota = 24", "quota = 24", "minutes"),
    ("groups.toml", 'owner = "', 'nobody = "', "owner"),
    ("needs.toml", 'rule = "', 'regel = "', "rule"),
    ("needs.toml", "[reasons.", "[grounds.", "reasons"),
]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), BROKEN)
def test_a_broken_file_is_named_with_its_reason(files, name, old, new, sentence):
    path = files / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    found = checks.reception_is_in_order(None)

    assert [error.id for error in found] == ["reception.E001"]
    assert name in found[0].msg
    assert sentence in found[0].msg


def test_the_files_that_are_delivered_are_in_order():
    assert checks.reception_is_in_order(None) == []
    assert set(groups.first_needs()) == {
        "hamil", "menyusui", "membawa_anak", "disabilitas", "lanjut_usia",
    }  # fmt: skip


def test_a_missing_file_is_named(files):
    (files / "needs.toml").unlink()

    with pytest.raises(ReferenceError, match=r"needs\.toml"):
        groups.needs()
