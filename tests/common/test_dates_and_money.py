"""Dates, times and money are written as people here write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from satuatap.common.templatetags.satuatap import hari_tanggal, pukul, rupiah, tanggal


@pytest.fixture(autouse=True)
def in_indonesian_and_jakarta():
    """The language and zone of most offices."""
    with translation.override("id"), timezone.override("Asia/Jakarta"):
        yield


def test_a_day_is_written_with_its_name():
    assert hari_tanggal(date(2025, 11, 24)) == "Senin, 24 November 2025"
    assert tanggal(date(2025, 11, 24)) == "24 November 2025"


def test_a_day_is_written_in_english_on_english_screens():
    with translation.override("en"):
        assert hari_tanggal(date(2025, 11, 24)) == "Monday, 24 November 2025"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("", "14.05 WIB"),
        ("Asia/Makassar", "15.05 WITA"),
        ("Asia/Jayapura", "16.05 WIT"),
    ],
)
def test_a_time_names_its_zone(zone, written):
    assert pukul(datetime(2025, 11, 24, 7, 5, tzinfo=UTC), zone) == written


def test_money_is_written_in_whole_rupiah_that_do_not_break():
    assert rupiah(370000) == "Rp\N{NO-BREAK SPACE}370.000"
    assert rupiah(0) == "Rp\N{NO-BREAK SPACE}0"


def test_nothing_is_written_for_nothing():
    assert [hari_tanggal(None), tanggal(None), pukul(None), rupiah(None)] == [""] * 4
