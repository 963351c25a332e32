"""The form of the chain: no two entries look alike, and nothing leaves a hash as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satuatap.accounts import chain
from satuatap.accounts.chain import Head

NASTY = st.text(alphabet="ab\\N\t\n\r\b\f\v é\U0001f600", max_size=6)
ENTRY = st.tuples(*(st.one_of(st.none(), NASTY) for _ in chain.ENTRY_FIELDS))


@given(ENTRY, ENTRY)
def test_two_entries_that_differ_never_have_the_same_form(one, other):
    assert (chain.canonical(one) == chain.canonical(other)) == (one == other)


@given(ENTRY)
def test_the_form_of_an_entry_is_one_line_with_a_tab_between_fields(entry):
    line = chain.canonical(entry)

    assert b"\n" not in line
    assert line.count(b"\t") == len(chain.ENTRY_FIELDS) - 1


def test_an_entry_belongs_to_the_chain_of_its_office():
    entry = ["i", "t", None, "s", "office", "v", "", "", ""]

    assert chain.chain_of(chain.canonical(entry)) == "office"
    entry[4] = None
    assert chain.chain_of(chain.canonical(entry)) == "none"


def test_chains_of_another_office_or_world_begin_elsewhere():
    beginnings = {chain.genesis(w, c) for w in ("administration", "protection") for c in "ab"}

    assert len(beginnings) == 4


@pytest.mark.parametrize(
    ("day", "before", "heads"),
    [
        ("2026-07-02", b"", {"a": Head(1, b"1" * 32)}),
        ("2026-07-01", b"x", {"a": Head(1, b"1" * 32)}),
        ("2026-07-01", b"", {"b": Head(1, b"1" * 32)}),
        ("2026-07-01", b"", {"a": Head(2, b"1" * 32)}),
        ("2026-07-01", b"", {"a": Head(1, b"2" * 32)}),
        ("2026-07-01", b"", {"a": Head(1, b"1" * 32), "b": Head(1, b"1" * 32)}),
    ],
)
def test_a_days_head_covers_day_day_before_and_every_chain(day, before, heads):
    first = chain.day_head("2026-07-01", b"", {"a": Head(1, b"1" * 32)})

    assert chain.day_head(day, before, heads) != first
