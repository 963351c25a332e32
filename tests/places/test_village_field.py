"""Picking a village in a form, with and without script."""

import pytest
from django import forms

from satuatap.places.fields import VillageField
from satuatap.places.models import Area

pytestmark = pytest.mark.django_db

SEVERAL = "Ada beberapa desa dengan nama itu. Pilih satu."


class Registration(forms.Form):
    """Any form of another room."""

    village = VillageField()


def sent(**inputs):
    """The form as a browser sends it."""
    return Registration({f"village{name}": value for name, value in inputs.items()})


def test_the_only_village_that_fits_is_taken_without_asking():
    form = sent(_text="sumberag batang")

    assert form.is_valid()
    assert form.cleaned_data["village"].code == "18.07.06.2016"


def test_several_villages_come_back_as_radios_with_what_was_typed():
    form = sent(_text="losari cirebon")

    page = form.as_div()

    assert form.errors["village"] == [SEVERAL]
    assert 'value="losari cirebon"' in page
    assert page.count('type="radio"') == 12


def test_the_village_chosen_from_the_radios_is_taken():
    code = Area.objects.villages_matching("losari cirebon")[1].code

    form = sent(**{"": code, "_text": "losari cirebon", "_for": "losari cirebon"})

    assert form.is_valid()
    assert form.cleaned_data["village"].code == code


def test_a_choice_made_for_another_text_does_not_count():
    form = sent(**{"": "18.07.06.2016", "_text": "losari cirebon", "_for": "sumberag"})

    assert form.errors["village"] == [SEVERAL]


def test_a_choice_stays_when_another_field_was_wrong():
    form = sent(**{"": "18.07.06.2016", "_text": "sumberag", "_for": "sumberag"})

    form.is_valid()

    page = form.as_div()
    assert page.count('type="radio"') == 1
    assert "checked" in page


def test_a_bare_code_is_enough_for_other_programs():
    assert sent(**{"": "18.07.06.2016"}).is_valid()


def test_a_record_s_village_is_shown_as_chosen():
    village = Area.objects.find_current("18.07.06.2016")

    page = Registration(initial={"village": village}).as_div()

    assert 'value="Sumber Agung, Batanghari, Kabupaten Lampung Timur, Lampung"' in page
    assert 'value="18.07.06.2016" checked' in page


def test_sending_the_shown_record_again_keeps_its_village():
    name = "Sumber Agung, Batanghari, Kabupaten Lampung Timur, Lampung"

    form = sent(**{"": "18.07.06.2016", "_text": name, "_for": name})

    assert form.is_valid()
    assert form.fields["village"].has_changed("18.07.06.2016", form["village"].data) is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Isi nama desa"),
        ("xy", "paling sedikit tiga huruf"),
        ("tidak ada desa begini", "Tidak ada desa dengan nama itu"),
        ("\x00\x00\x00", "paling sedikit tiga huruf"),
        ("😀" * 20, "paling sedikit tiga huruf"),
        ("x" * 10_000, "Tidak ada desa"),
    ],
)
def test_what_cannot_be_found_gets_a_sentence_and_no_error(typed, sentence):
    form = sent(_text=typed)

    assert sentence in form.errors["village"][0]
    form.as_div()


@pytest.mark.parametrize("code", ["32.09", "99.99.99.9999", "'; DROP", "\x00", "64.05", "x" * 5000])
def test_a_code_that_is_no_village_of_today_is_refused(code):
    assert not sent(**{"": code}).is_valid()


def test_an_office_may_take_only_villages_of_its_regency():
    class InCirebon(forms.Form):
        """A village within Kabupaten Cirebon."""

        village = VillageField(within="32.09")

    outside = InCirebon({"village": "18.07.06.2016"})
    typed = InCirebon({"village_text": "sumberag batang"})

    assert not outside.is_valid()
    assert not typed.is_valid()


def test_two_people_s_forms_do_not_share_what_was_offered():
    sent(_text="losari cirebon").is_valid()

    assert 'type="radio"' not in Registration().as_div()
