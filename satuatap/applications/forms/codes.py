"""How she wants to be told."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.notifications import channels
from satuatap.notifications.models import Channel

NONE = "none"


class ChannelForm(forms.Form):
    """No message unless she chooses one; only ways that are set up here are offered."""

    channel = forms.ChoiceField(label=_("Cara dikabari"), widget=forms.RadioSelect)
    contact = forms.EmailField(
        label=_("Alamat e-mail"),
        required=False,
        max_length=channels.LONGEST_ADDRESS,
        help_text=_("Hanya bila ia memilih e-mail. Disimpan tersegel sampai permohonan berakhir."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Periksa alamat e-mail. Contoh: nama@contoh.id.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(NONE, _("Tidak ada pesan"))]
        if Channel.EMAIL in channels.ready():
            choices.append((Channel.EMAIL.value, _("E-mail: pesannya hanya “ada kabar”")))
        self.fields["channel"].choices = choices

    def clean(self):
        """An address where e-mail is chosen, and nowhere else."""
        said = super().clean()
        by_email = said.get("channel") == Channel.EMAIL
        if by_email and not said.get("contact") and "contact" not in self.errors:
            self.add_error("contact", ValidationError(_("Isi alamat e-mail.")))
        if said.get("channel") == NONE:
            said["channel"] = said["contact"] = ""
        return said
