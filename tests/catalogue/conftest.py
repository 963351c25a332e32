"""A copy of `reference/` that a test may break."""

import shutil

import pytest

from satuatap.catalogue.reading import forget


@pytest.fixture
def reference(tmp_path, settings):
    """`change(file, old, new)` changes a copy of `reference/`; the catalogue is read from it."""
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    settings.REFERENCE = folder
    forget()

    def change(name, old, new):
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return path

    yield change
    forget()
