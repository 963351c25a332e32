"""Forms of the room."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.applications.codes import LENGTH
from satuatap.catalogue.documents import return_reasons
from satuatap.common.codes import find_code
from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField


class OpenForm(forms.Form):
    """Open one service; which one stands in the address."""

    once = OnceField()


class ReturnForm(forms.Form):
    """Return a paper with a reason; the sentence she will read is shown beside it."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu alasan. Pemohon membacanya sebagai kalimat.")},
    )
    note = PlainTextField(
        label=_("Catatan untuk petugas lain"),
        required=False,
        max_length=300,
        help_text=_("Tidak dibaca pemohon."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(r.code, r.label) for r in return_reasons().values()]


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
