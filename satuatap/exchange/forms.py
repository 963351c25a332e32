"""Forms of the room."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.common.once import OnceField


class NoteForm(forms.Form):
    """What the outside system shows, and when it was seen."""

    once = OnceField()
    answer = forms.ChoiceField(
        label=_("Status di sistem itu"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih status yang tampil di sistem itu.")},
    )
    seen_on = forms.DateField(label=_("Dilihat pada tanggal"), help_text=_("Contoh: 24-11-2026"))

    def __init__(self, *args, system, today, **kwargs):
        super().__init__(*args, initial={"seen_on": today}, **kwargs)
        self.today = today
        self.fields["answer"].choices = [(a.code, a.label) for a in system.answers.values()]

    def clean_seen_on(self):
        """No status is seen tomorrow."""
        day = self.cleaned_data["seen_on"]
        if day > self.today:
            raise ValidationError(_("Tanggal ini belum tiba. Tulis tanggal saat status dilihat."))
        return day
