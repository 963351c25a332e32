"""Forms for offices, desks, opening hours and closures."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from satuatap.places.fields import AreaField
from satuatap.places.models import Desk, Office, OpeningHours, Presence
from satuatap.places.models.offices import Weekday

LONGEST_CLOSURE = timedelta(days=60)


class OfficeForm(forms.ModelForm):
    """An office's name, place and letterhead; its code stays once it is given."""

    area = AreaField(
        label=_("Wilayah kerja"),
        help_text=_("Ketik nama provinsi, kabupaten atau kota, kecamatan, atau desa."),
    )

    class Meta:
        model = Office
        fields = [
            "name",
            "code",
            "kind",
            "area",
            "time_zone",
            "address",
            "phone",
            "letterhead",
        ]
        widgets = {
            "address": forms.Textarea({"rows": 3, "autocomplete": "off"}),
            "letterhead": forms.Textarea({"rows": 4, "autocomplete": "off"}),
            "code": forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
            "phone": forms.TextInput(
                {"class": "govuk-input--width-20", "inputmode": "tel", "autocomplete": "off"}
            ),
        }
        error_messages = {
            "code": {"unique": _("Kode ini sudah dipakai kantor lain. Pilih kode lain.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = not self.instance._state.adding

    def clean_code(self):
        """Small letters, and not the word that the address of a new office uses."""
        code = self.cleaned_data["code"].lower()
        if code == "baru":
            raise forms.ValidationError(_("Kode ini dipakai aplikasi. Pilih kode lain."))
        return code


class DeskForm(forms.ModelForm):
    """How one institution is there; answers that do not belong to the kind of presence go."""

    rota_weekdays = forms.TypedMultipleChoiceField(
        label=_("Hari hadir"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hanya untuk loket yang ada pada hari tertentu."),
    )

    class Meta:
        model = Desk
        fields = ["presence", "rota_weekdays", "refer_to_office", "refer_to", "name", "note"]
        widgets = {"presence": forms.RadioSelect}
        help_texts = {
            "refer_to_office": _("Hanya bila pemohon harus datang ke kantor lain."),
            "refer_to": _("Bila kantor tujuan tidak ada dalam daftar."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["presence"].choices = Presence.choices
        offices = Office.objects.exclude(pk=self.instance.office_id)
        self.fields["refer_to_office"].queryset = offices

    def clean(self):
        """Days belong to a rota, a destination to a referral."""
        said = super().clean()
        presence = said.get("presence")
        if presence != Presence.ROTA:
            said["rota_weekdays"] = []
        elif not said.get("rota_weekdays"):
            self.add_error("rota_weekdays", _("Pilih paling sedikit satu hari."))
        if presence != Presence.REFER:
            said["refer_to_office"], said["refer_to"] = None, ""
        elif not said.get("refer_to_office") and not said.get("refer_to"):
            self.add_error("refer_to_office", _("Sebutkan kantor tujuannya."))
        return said


class DayForm(forms.ModelForm):
    """Opening hours of one weekday; all blank means closed."""

    class Meta:
        model = OpeningHours
        fields = ["opens", "closes", "rests_from", "rests_until"]

    def __init__(self, *args, weekday, **kwargs):
        super().__init__(*args, **kwargs)
        self.weekday = Weekday(weekday)
        self.instance.weekday = weekday
        for field in self.fields.values():
            field.required = False
            field.input_formats = ["%H.%M", "%H:%M", "%H"]
            field.error_messages["invalid"] = _("Tulis jam seperti 08.00.")
            field.widget = forms.TimeInput(
                {
                    "class": "govuk-input--width-5",
                    "inputmode": "decimal",
                    "autocomplete": "off",
                    "aria-label": f"{self.weekday.label}: {field.label}",
                },
                format="%H.%M",
            )

    @property
    def is_closed(self) -> bool:
        """Was nothing filled in for this day?"""
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def as_row_of(self, office) -> OpeningHours:
        """A fresh row with what was filled in."""
        return OpeningHours(office=office, weekday=self.weekday, **self.cleaned_data)

    def clean(self):
        """Hours in order: opens, rests, closes."""
        said = super().clean()
        if self.errors or not any(said.values()):
            return said
        opens, closes = said.get("opens"), said.get("closes")
        rest = [said.get("rests_from"), said.get("rests_until")]
        if not opens or not closes or opens >= closes:
            self.add_error("closes", _("Isi jam buka dan jam tutup; tutup sesudah buka."))
        elif any(rest) and not (all(rest) and opens < rest[0] < rest[1] < closes):
            self.add_error("rests_until", _("Isi awal dan akhir istirahat, di antara jam buka."))
        return said

    def _post_clean(self):
        """A day that is closed has no row, so no row is checked."""
        if not self.errors and not self.is_closed:
            super()._post_clean()


class ClosureForm(forms.Form):
    """One or more days on which the office is closed."""

    first = forms.DateField(label=_("Tutup mulai"))
    last = forms.DateField(
        label=_("Sampai dengan"), required=False, help_text=_("Kosongkan bila hanya satu hari.")
    )
    name = forms.CharField(
        label=_("Alasan yang dibaca pengunjung"),
        max_length=120,
        help_text=_("Contoh: pemeliharaan listrik. Jangan tulis nama orang."),
    )

    def clean(self):
        """The last day is not before the first, and nobody closes for half a year by a slip."""
        said = super().clean()
        first, last = said.get("first"), said.get("last") or said.get("first")
        if first and last < first:
            self.add_error("last", _("Tanggal akhir lebih dahulu daripada tanggal mulai."))
        elif first and last - first > LONGEST_CLOSURE:
            self.add_error("last", _("Paling lama 60 hari. Periksa tahunnya."))
        said["last"] = last
        return said
