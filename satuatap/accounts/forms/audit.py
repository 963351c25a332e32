"""The form by which the trail is narrowed to a day or a person."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User


class PersonChoice(forms.ModelChoiceField):
    """One of the office's people; something that is no id at all is answered in our words."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_choice"]) from None


class AuditFilterForm(forms.Form):
    """Both may be left empty; sent with GET, so that a view of the trail has an address."""

    hari = forms.DateField(
        label=_("Hari"),
        required=False,
        widget=forms.DateInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
        help_text=_("Misalnya 17-08-2026."),
        error_messages={"invalid": _("Ketik hari seperti 17-08-2026.")},
    )
    petugas = PersonChoice(
        User.objects.none(),
        label=_("Petugas"),
        required=False,
        empty_label=_("Semua petugas dan layanan"),
        error_messages={"invalid_choice": _("Pilih petugas dari daftar ini.")},
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["petugas"].queryset = User.objects.of_offices(offices).order_by(
            "full_name", "pk"
        )
