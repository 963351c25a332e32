"""What was made elsewhere is what its list says, and the styles stay light."""

import gzip
import hashlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "satuatap/common/static/common"
VENDORED = tomllib.loads((ROOT / "ops/vendor/vendor.toml").read_text())["vendored"]


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["name"])
def test_a_vendored_file_is_the_one_that_was_listed(entry):
    content = (ROOT / entry["file"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert (ROOT / entry["licence_file"]).is_file()


def test_no_style_brings_a_font_a_crown_or_anything_from_elsewhere():
    for sheet in STATIC.rglob("*.css"):
        text = sheet.read_text().lower()
        assert not [word for word in ("gds", "crown", "@font-face", "@import") if word in text]
        assert "url(http" not in text.replace('"', "")


def test_all_styles_together_stay_under_fourteen_kilobytes_on_the_wire():
    sheets = [STATIC / "vendor/govuk.css", STATIC / "tokens.css", STATIC / "satuatap.css"]

    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) < 14_000
