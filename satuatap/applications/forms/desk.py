"""What a desk says: of a paper, of a file that waits, of a result."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from satuatap.applications.workflow import Turn
from satuatap.catalogue.documents import document_kinds, return_reasons, waiver_reasons
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField


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


class HoldForm(forms.Form):
    """Put a file aside; each reason says whose turn it is and whether the promised time runs."""

    reason = forms.ChoiceField(
        label=_("Alasan ditunda"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu alasan. Pemohon membaca kalimatnya.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(r.code, _in_words(r)) for r in hold_reasons().values()]


def _in_words(reason) -> str:
    """“Surat kurang (menunggu pemohon; waktu janji berhenti)”."""
    clock = gettext("waktu janji berhenti") if reason.pauses_clock else gettext("waktu terus jalan")
    return f"{reason.label} ({Turn(reason.turn).label}; {clock})"


class HandForm(forms.Form):
    """To whom the file goes: one officer of the same desk, or back to all of them."""

    EVERYBODY = "semua"
    colleague = forms.ChoiceField(
        label=_("Diserahkan kepada"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu petugas, atau semua petugas loket.")},
    )

    def __init__(self, *args, colleagues, everybody: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(person.pk): person for person in colleagues}
        choices = [(key, person.full_name) for key, person in self.known.items()]
        if everybody:
            choices.append((self.EVERYBODY, _("Semua petugas loket ini")))
        self.fields["colleague"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self):
        """The officer, or None for all of them."""
        return self.known.get(self.cleaned_data["colleague"])


class WaiverForm(forms.Form):
    """A paper that cannot be asked of her; a second person decides."""

    kind = forms.ChoiceField(
        label=_("Surat yang tidak dapat diminta"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih suratnya.")},
    )
    reason = forms.ChoiceField(
        label=_("Alasannya"),
        widget=forms.RadioSelect,
        help_text=_("Hanya dibaca petugas. Ceritanya tidak ditulis."),
        error_messages={"required": _("Pilih satu alasan.")},
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        known = document_kinds()
        self.fields["kind"].choices = [(code, known[code].name) for code in kinds]
        self.fields["reason"].choices = [(r.code, r.label) for r in waiver_reasons().values()]


class InterviewForm(forms.Form):
    """Whether the talk was held alone: nothing else of it is kept."""

    alone = forms.TypedChoiceField(
        label=_("Wawancara berdua"),
        choices=[("ya", _("Ya, berdua saja")), ("tidak", _("Tidak berdua"))],
        coerce=lambda word: word == "ya",
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih ya atau tidak.")},
    )


class CorrectionForm(forms.Form):
    """Ask for the correction of her data once, however often it is sent."""

    once = OnceField()


class GrantForm(forms.Form):
    """The second person's answer."""

    answer = forms.TypedChoiceField(
        label=_("Putusan"), choices=[("ya", ""), ("tidak", "")], coerce=lambda word: word == "ya"
    )


class FindingForm(forms.Form):
    """Result or official number of one kind of paper, once; only the fields that the kind has."""

    def __init__(self, *args, kind, today: date, **kwargs):
        super().__init__(*args, **{**kwargs, "prefix": kind.code})
        self.kind, self.today = kind, today
        if kind.outcomes:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("Hasil"),
                choices=list(kind.outcomes.items()),
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih salah satu hasil.")},
            )
        if kind.number:
            self.fields["number"] = PlainTextField(
                label=kind.number,
                max_length=60,
                required=not kind.outcomes,
                widget=forms.TextInput(
                    attrs={"autocomplete": "off", "class": "govuk-input--width-20"}
                ),
            )
        self.fields["issued_on"] = _day(_("Tanggal surat"), _("Contoh: 24-11-2026."))
        self.fields["valid_until"] = _day(
            _("Berlaku sampai"), self._hint_of_validity(), required=False
        )
        self.fields["once"] = OnceField()

    def _hint_of_validity(self):
        if self.kind.valid_days:
            return _("Kosongkan: dihitung %(days)d hari dari tanggal surat.") % {
                "days": self.kind.valid_days
            }
        return _("Kosongkan bila tidak tertulis.")

    def clean_issued_on(self):
        """Not in the future."""
        day = self.cleaned_data["issued_on"]
        if day > self.today:
            raise ValidationError(_("Tanggal ini belum tiba. Periksa tahunnya."))
        return day

    def clean(self):
        """A good result has its number; an end that is not told is reckoned from the issue."""
        words = super().clean()
        good = words.get("outcome", "") in ("", *self.kind.good_outcomes)
        if self.kind.number and good and not words.get("number") and "number" not in self.errors:
            self.add_error("number", _("Isi nomornya seperti tertulis di surat."))
        issued, until = words.get("issued_on"), words.get("valid_until")
        if issued and not until and self.kind.valid_days and "valid_until" not in self.errors:
            words["valid_until"] = issued + timedelta(days=self.kind.valid_days)
        if issued and until and until < issued:
            self.add_error("valid_until", _("Masa berlaku berakhir sebelum tanggal surat."))
        return words


def _day(label, help_text, *, required=True):
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )


class CloseForm(forms.Form):
    """Close the step of an institution that is not here, from its paper."""

    paper_number = PlainTextField(
        label=_("Nomor surat lembaga"),
        max_length=60,
        help_text=_("Seperti tertulis di surat."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    scan = forms.FileField(
        label=_("Foto atau PDF surat lembaga"),
        help_text=_("JPG, PNG, atau PDF; paling besar 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": _("Pilih foto atau PDF dahulu."),
            "invalid": _("Pilih foto atau PDF dahulu."),
            "empty": _("Berkas ini kosong. Pilih foto atau PDF yang berisi."),
        },
    )

    def __init__(self, *args, with_scan: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_scan:
            del self.fields["scan"]
