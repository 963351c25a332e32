"""Reference files say where they come from; what is wrong is named with file, place and reason."""

import gzip
from datetime import date

import pytest

from satuatap.common import reference
from satuatap.common.reference import ReferenceError, origin_of, overdue, read_csv, read_toml

SIDECAR = 'owner = "Dinas"\nsource = "SK 1/2026"\nvalid_from = 2026-01-01\nreview_by = 2026-12-31\n'


@pytest.fixture
def folder(settings, tmp_path):
    """An empty folder in place of `reference/`."""
    settings.REFERENCE = tmp_path
    return tmp_path


def test_a_table_is_read_plain_or_packed(folder):
    (folder / "fees.toml").write_text(SIDECAR)
    (folder / "fees.csv").write_text("item,amount\nSKCK,30000\n")
    (folder / "fees.csv.gz").write_bytes(gzip.compress(b"item,amount\nSKCK,30000\n"))

    assert read_csv(folder / "fees.csv") == [{"item": "SKCK", "amount": "30000"}]
    assert read_csv(folder / "fees.csv.gz") == read_csv(folder / "fees.csv")


@pytest.mark.parametrize("key", ["owner", "source", "valid_from", "review_by"])
def test_a_table_without_its_origin_is_refused(folder, key):
    (folder / "fees.csv").write_text("item\nSKCK\n")
    kept = [line for line in SIDECAR.splitlines() if not line.startswith(key)]
    (folder / "fees.toml").write_text("\n".join(kept))

    with pytest.raises(ReferenceError, match=rf"reference/fees.toml: {key}: is missing"):
        read_csv(folder / "fees.csv")


def test_a_table_without_sidecar_is_refused(folder):
    (folder / "fees.csv").write_text("item\nSKCK\n")

    with pytest.raises(ReferenceError, match=r"reference/fees.toml: file: is missing"):
        read_csv(folder / "fees.csv")


def test_a_review_date_is_a_date(folder):
    (folder / "fees.toml").write_text(SIDECAR.replace("2026-12-31", '"soon"'))

    with pytest.raises(ReferenceError, match="review_by: must be a date"):
        origin_of(folder / "fees.csv")


@pytest.mark.parametrize("row", ["SKCK", "SKCK,1,2"])
def test_a_row_has_exactly_its_cells(folder, row):
    (folder / "fees.toml").write_text(SIDECAR)
    (folder / "fees.csv").write_text(f"item,amount\nSKCK,1\n{row}\n")

    with pytest.raises(ReferenceError, match="line 3: has too many or too few cells"):
        read_csv(folder / "fees.csv")


def test_broken_toml_and_broken_archives_get_a_sentence(folder):
    (folder / "fees.toml").write_text("owner = ")
    with pytest.raises(ReferenceError, match="is not valid TOML"):
        read_toml(folder / "fees.toml")
    (folder / "fees.toml").write_text(SIDECAR)
    (folder / "fees.csv.gz").write_bytes(b"not packed")
    with pytest.raises(ReferenceError, match="cannot be read"):
        read_csv(folder / "fees.csv.gz")


def test_a_file_past_its_review_date_is_reported(folder):
    (folder / "fees.toml").write_text(SIDECAR)

    assert overdue([folder / "fees.csv"], date(2026, 12, 31)) == []
    [sentence] = overdue([folder / "fees.csv"], date(2027, 1, 1))
    assert "reference/fees.csv" in sentence
    assert "SK 1/2026" in sentence


def test_an_unknown_loader_is_named():
    with pytest.raises(LookupError, match="No such loader: nothing"):
        list(reference.run_loaders(["nothing"]))
