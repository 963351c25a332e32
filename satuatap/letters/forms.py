"""Forms of the room; the fields of a draft come from `reference/letters/`."""

from __future__ import annotations

from functools import lru_cache

from django import forms
from django.utils.translation import gettext_lazy

from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import Permission, roles_of_this_world
from satuatap.common.ids import new_id
from satuatap.common.scans import ScanRefused, clean_scan
from satuatap.letters import words
from satuatap.letters.actions import LONGEST_LINE
from satuatap.letters.templates_store import store


class WordsField(forms.Field):
    """One field of a letter, under the letter's own rules."""

    def __init__(self, letter_field: words.LetterField):
        self.letter_field = letter_field
        long = letter_field.kind == words.LONG_TEXT
        widget = forms.Textarea({"rows": 3}) if long else forms.TextInput({"autocomplete": "off"})
        if letter_field.kind == words.NIK:
            widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-20"}
        super().__init__(
            label=letter_field.label,
            help_text=letter_field.hint,
            required=letter_field.required,
            widget=widget,
        )

    def clean(self, value):
        return self.letter_field.clean(value)


class LetterDateField(forms.DateField):
    """A date of a letter: typed as people write it, kept as YYYY-MM-DD."""

    def __init__(self, letter_field: words.LetterField):
        self.letter_field = letter_field
        super().__init__(
            label=letter_field.label,
            help_text=letter_field.hint,
            required=letter_field.required,
            error_messages={"invalid": gettext_lazy("Tulis tanggal seperti 17-08-1990.")},
            widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}),
        )

    def clean(self, value):
        return self.letter_field.clean(super().clean(value))


class WordsForm(forms.Form):
    """The words of a letter; `form_of` adds its fields."""

    letter_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def words_of_letter(self) -> dict[str, str]:
        """What fills the letter."""
        hidden = WordsForm.base_fields
        return {name: text for name, text in self.cleaned_data.items() if name not in hidden}


@lru_cache
def form_of(code: str) -> type[WordsForm]:
    """The form of one kind of letter of this world, or LookupError."""
    fields = {
        field.code: LetterDateField(field) if field.kind == words.DATE else WordsField(field)
        for field in store().get(code).fields
    }
    return type(f"WordsOf_{code}", (WordsForm,), {**fields, "__module__": __name__})


class ApproveForm(forms.Form):
    """Who signs, under which position."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    signer = forms.ModelChoiceField(
        label=gettext_lazy("Penanda tangan"), queryset=User.objects.none(), empty_label=None
    )
    signer_position = forms.Field(
        label=gettext_lazy("Jabatan penanda tangan"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args, letter, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_who_sign(letter.office_id)
        self.fields["signer"].queryset = people
        self.initial = {
            "revision": letter.revision,
            "signer": user.pk,
            "signer_position": store().get(letter.template, letter.office.code).signer_position,
        } | self.initial

    def clean_signer_position(self):
        return words.check_plain(self.cleaned_data["signer_position"], LONGEST_LINE)


def people_who_sign(office_id):
    """Those whose running role lets them sign letters of this office."""
    roles = [
        code
        for code, role in roles_of_this_world().items()
        if Permission.SIGN_LETTER in role.permissions
    ]
    running = Assignment.objects.running().filter(role__in=roles, office=office_id, desk=None)
    return User.objects.filter(pk__in=running.values("user"), is_active=True).order_by("full_name")


class SignForm(forms.Form):
    """The scan of the page that was signed by hand."""

    scan = forms.FileField(
        label=gettext_lazy("Pindaian atau foto halaman yang sudah ditandatangani"),
        help_text=gettext_lazy("JPG, PNG, atau PDF, paling besar 10 MB."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": gettext_lazy("Pilih pindaian halaman yang sudah ditandatangani."),
            "empty": gettext_lazy("Berkas ini kosong. Pilih foto atau PDF yang berisi."),
        },
    )

    def clean_scan(self):
        try:
            return clean_scan(self.cleaned_data["scan"])
        except ScanRefused as refused:
            raise forms.ValidationError(str(refused)) from None


class CancelForm(forms.Form):
    """Why a letter is cancelled."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan pembatalan"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih alasan pembatalan."),
            "invalid_choice": gettext_lazy("Pilih alasan pembatalan dari daftar."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [
            (one.code, one.name) for one in store().cancel_reasons.values()
        ]


class CheckForm(forms.Form):
    """The code that stands on a letter."""

    code = forms.Field(
        label=gettext_lazy("Kode di surat"),
        help_text=gettext_lazy("16 huruf dan angka di samping gambar kotak, misalnya 7K2M-…"),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
             "class": "govuk-input--width-20"}
        ),
        error_messages={"required": gettext_lazy("Ketik kode yang tertulis di surat.")},
    )  # fmt: skip
