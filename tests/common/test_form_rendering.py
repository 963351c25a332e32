"""`{{ form }}` says what is wrong at the top and at the field, in sentences that say what to do."""

import re

import pytest
from django import forms
from django.template import engines


class Registration(forms.Form):
    name = forms.CharField(label="Nama lengkap", help_text="Seperti di KTP.")
    nik = forms.CharField(label="NIK")
    born_on = forms.DateField(label="Tanggal lahir")
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[("f", "Perempuan")], widget=forms.RadioSelect
    )
    children = forms.IntegerField(label="Jumlah anak", required=False, min_value=0)
    scan = forms.FileField(label="Foto kartu keluarga")
    notice = forms.BooleanField(label="Sudah dibacakan")
    step = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def show():
    """Render a form as a page does."""
    template = engines["django"].from_string("{{ form }}")
    return lambda form: template.render({"form": form})


def test_every_field_has_label_and_hint_tied_to_it(show):
    page = show(Registration())

    assert '<label class="govuk-label" for="id_name">' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert re.search(r'id="id_born_on_helptext">Contoh: 17-08-1990', page)
    assert "govuk-error-summary" not in page


def test_what_is_missing_is_said_as_something_to_do(show):
    page = show(Registration({"name": "Siti", "children": "-1"}))

    assert '<a href="#id_nik">Isi NIK.</a>' in page
    assert '<a href="#id_sex_0">Pilih jenis kelamin.</a>' in page
    assert '<a href="#id_scan">Pilih foto kartu keluarga.</a>' in page
    assert '<a href="#id_children">Jumlah anak: ' in page


def test_each_error_link_leads_to_a_control_that_exists(show):
    page = show(Registration({}))

    targets = re.findall(r'href="#([^"]+)"', page)

    assert targets
    assert all(f'id="{target}"' in page for target in targets)


def test_the_error_is_tied_to_the_field_and_named_for_the_ear(show):
    page = show(Registration({"born_on": "31-02-1990"}))

    assert 'aria-describedby="id_born_on_helptext id_born_on_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<span class="govuk-visually-hidden">Kesalahan:</span> Tulis tanggal lahir' in page


def test_a_sentence_of_the_form_itself_is_kept(show):
    class Own(forms.Form):
        code = forms.CharField(label="Kode", error_messages={"required": "Kode ada di slip Anda."})

    assert show(Own({})).count("Kode ada di slip Anda.") == 2


def test_typed_text_comes_back_escaped_and_numbers_have_no_spinner(show):
    page = show(Registration({"name": "<script>", "children": "3"}))

    assert 'value="&lt;script&gt;"' in page
    assert "<script>" not in page
    assert 'type="number"' not in page
    assert 'inputmode="numeric"' in page


def test_hidden_fields_are_printed_without_a_label(show):
    page = show(Registration())

    assert '<input type="hidden" name="step" id="id_step">' in page


@pytest.mark.parametrize("typed", ["17-08-1990", "17/08/1990", "17.08.1990", "17 08 1990"])
def test_a_date_is_typed_in_the_usual_ways(typed):
    assert forms.DateField().clean(typed).isoformat() == "1990-08-17"


@pytest.mark.parametrize("typed", ["17-08-90", "08/17/1990", "31-02-1990", "17-08-1990\x00"])
def test_a_doubtful_date_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)
