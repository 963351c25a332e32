"""What a desk says about a paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from satuatap.catalogue.documents import return_reasons
from satuatap.common.formfields import PlainTextField


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
