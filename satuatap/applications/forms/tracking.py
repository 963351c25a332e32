"""Her code."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.applications.codes import LENGTH
from satuatap.common.codes import find_code
from satuatap.common.formfields import PlainTextField


class TrackForm(forms.Form):
    """The code on her slip."""

    code = PlainTextField(
        label=_("Kode di kertas Anda"),
        max_length=40,
        help_text=_("Contoh: ABCD-EFGH-JKLM. Huruf kecil dan spasi tidak apa-apa."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Ketik kode yang ada di kertas Anda.")},
    )

    def clean_code(self):
        """Twelve letters and digits of our alphabet."""
        code = find_code(self.cleaned_data["code"], LENGTH)
        if code is None:
            raise ValidationError(
                _("Kode terdiri dari 12 huruf dan angka. Periksa lagi di kertas Anda.")
            )
        return code
