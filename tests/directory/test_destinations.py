"""Names of destinations come from the table of destinations where there is one."""

import shutil

import pytest
from django.core import checks

from satuatap.common.reference import ReferenceError, reference_folder
from satuatap.directory import destinations, rules
from tests.centre import browser, text_of
from tests.directory.conftest import ORDER
from tests.directory.test_writing_and_comparing import posted

pytestmark = pytest.mark.world("administration")
SIDECAR = 'owner = "x"\nsource = "x"\nvalid_from = 2026-01-01\nreview_by = 2099-01-01\n'


@pytest.fixture
def table(settings, tmp_path):
    """A table of two destinations."""
    shutil.copytree(reference_folder(), tmp_path / "reference")
    tables = tmp_path / "reference" / "tables"
    shutil.rmtree(tables, ignore_errors=True)
    tables.mkdir()
    (tables / "destinations.csv").write_text("code,name\nTW,Taiwan\nMY,Malaysia\n")
    (tables / "destinations.toml").write_text(SIDECAR)
    settings.REFERENCE = tmp_path / "reference"
    destinations._read.cache_clear()
    yield
    destinations._read.cache_clear()


def test_a_destination_is_chosen_from_the_table(lestari, agency, table):
    hers, address = browser(lestari), f"/p3mi/{agency.pk}/job-order/"
    assert '<option value="TW">Taiwan</option>' in text_of(hers.get(address))

    made = hers.post(address, posted(ORDER), follow=True)
    assert "Taiwan" in text_of(made)
    wrong = hers.post(address, posted(ORDER, number="2", destination="XX"))
    assert "Pilih negara tujuan dari daftar" in text_of(wrong)


def test_a_destination_that_left_the_table_can_still_be_corrected(lestari, agency, table, settings):
    from tests.directory.conftest import an_order

    order = an_order(lestari, agency, destination="HK")
    address = f"/p3mi/job-order/{order.pk}/betulkan/"
    assert "HK" in text_of(browser(lestari).get(address))

    answer = browser(lestari).post(address, posted(ORDER, revision=1, destination="HK"))

    assert answer.status_code == 302


@pytest.mark.parametrize("line", ["Taiwan,Taiwan", "TW,"])
def test_a_broken_table_stops_the_start_with_its_line(table, line):
    path = reference_folder() / "tables" / "destinations.csv"
    path.write_text(f"code,name\nMY,Malaysia\n{line}\n")

    wrong = [check.msg for check in checks.run_checks() if check.id == "directory.E001"]

    assert "destinations.csv: line 3" in wrong[0]


@pytest.mark.parametrize("days", ["0", "367", '"ninety"', "true"])
def test_a_broken_rule_stops_the_start(table, days):
    path = reference_folder() / "directory" / "rules.toml"
    path.write_text(path.read_text().replace("check_lasts_days = 90", f"check_lasts_days = {days}"))

    with pytest.raises(ReferenceError, match=r"rules\.toml: check_lasts_days: must be a number"):
        rules.check_lasts()
