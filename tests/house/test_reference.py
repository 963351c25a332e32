"""Everything in `reference/` that officers rely on stands on the page of what changed since when."""

from pathlib import Path

import pytest
from django.conf import settings

from satuatap.catalogue import changes
from satuatap.common.reference import origin_of, sidecar

DATA = {".toml", ".csv", ".gz", ".typ"}
# frames and programs, which say nothing by themselves
NO_FACTS = {"letters/_letter.typ"}


def data_files() -> list[str]:
    """Every file with facts or words, from `reference/` on."""
    root = Path(settings.REFERENCE)
    found = [path for path in root.rglob("*") if path.is_file() and path.suffix in DATA]
    return sorted(set(str(path.relative_to(root)) for path in found) - NO_FACTS)


@pytest.mark.parametrize("name", data_files())
def test_every_file_says_its_origin_and_stands_among_what_may_change(name):
    described_by = sidecar(Path(settings.REFERENCE) / name)

    assert described_by in changes.files(), "nobody would be told that this changed"
    assert origin_of(described_by).source


def test_a_new_folder_is_not_forgotten(tmp_path, settings):
    folder = tmp_path / "baru"
    folder.mkdir()
    (folder / "sesuatu.toml").write_text("owner = 'x'")
    settings.REFERENCE = tmp_path

    assert folder / "sesuatu.toml" in changes.files()
