"""Text as people write it: whatever is typed, it comes out clean or is said to be too long."""

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as some

from satuatap.common.formfields import DIRECTION_MARKS, PlainTextField

LINE = PlainTextField(required=False)
LINES = PlainTextField(required=False, lines=True)
ANYTHING = some.text(some.characters(codec=None), max_size=60)
JOINER = "\u200d"


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_a_line_is_clean(typed):
    text = LINE.clean(typed)

    assert text == unicodedata.normalize("NFC", text)
    assert text == " ".join(text.split())
    assert not DIRECTION_MARKS.search(text)
    assert not [c for c in text if unicodedata.category(c)[0] == "C" and c != JOINER]
    text.encode()  # the database takes it
    assert LINE.clean(text) == text


@settings(max_examples=400, deadline=None)
@given(
    some.text(some.sampled_from("e\u0301\u200c\u202e\n\r\t\x00 a\u200d\u1100\u1161"), max_size=12)
)
def test_lines_are_clean_and_stay_lines(typed):
    text = LINES.clean(typed)

    assert text == unicodedata.normalize("NFC", text) == text.strip()
    assert text.count("\n") <= typed.count("\n")
    assert LINES.clean(text) == text


@settings(max_examples=200, deadline=None)
@given(ANYTHING, some.integers(1, 20))
def test_a_text_is_within_its_bound_or_refused_with_both_numbers(typed, most):
    field = PlainTextField(required=False, max_length=most)

    try:
        assert len(field.clean(typed)) <= most
    except ValidationError as refused:
        assert f"paling banyak {most} huruf" in refused.messages[0] or (
            f"paling banyak {most}" in refused.messages[0]
        )
        assert len(LINE.clean(typed)) > most


@pytest.mark.parametrize(("typed", "clean"), [
    ("Siti\x00Aminah", "SitiAminah"),
    ("Siti \u202eanimA\u202c مريم", "Siti animA مريم"),
    ("  Siti \u00a0  Aminah\n", "Siti Aminah"),
    ("Siti 🧕🏽🌾", "Siti 🧕🏽🌾"),
    ("👩\u200d🌾", "👩\u200d🌾"),
    ("e\u0301", "é"),
    ("e\u200c\u0301", "é"),  # what stood between the two is gone, and they are one sign
    ("\ud800Siti", "Siti"),
    ("Nur'aini", "Nur'aini"),
    ("ﷺ", "ﷺ"),
])  # fmt: skip
def test_names_of_all_the_world_are_kept(typed, clean):
    assert LINE.clean(typed) == clean


@pytest.mark.parametrize("typed", ["", " ", "\x00", "\u200e", "\u202e \u202c", "\n\t\x00"])
@pytest.mark.parametrize("lines", [False, True])
def test_what_cannot_be_seen_is_nothing(typed, lines):
    field = PlainTextField(lines=lines, error_messages={"required": "Isi dahulu."})

    with pytest.raises(ValidationError, match="Isi dahulu"):
        field.clean(typed)


def test_too_long_a_text_comes_back_whole():
    class Form(forms.Form):
        note = PlainTextField(max_length=300)

    form = Form({"note": "A" * 10_000})

    assert not form.is_valid()
    assert "Terlalu panjang: 10000 huruf, paling banyak 300" in form.errors["note"][0]
    assert "A" * 10_000 in str(form["note"])


def test_line_breaks_stay_where_lines_are_wanted():
    assert LINES.clean(" satu\r\n\r\ndua ") == "satu\r\n\r\ndua"
    assert LINE.clean(" satu\r\n\r\ndua ") == "satu dua"
