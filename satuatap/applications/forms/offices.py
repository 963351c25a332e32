"""What the head of the centre decides: a destination closes, a service is given or not."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from satuatap.applications.models import SettlementCheck
from satuatap.catalogue import tables
from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField

SEPARATORS = re.compile(r"^Rp\.?|[.\s\u00a0]|,-$")


class OfOffice(forms.Form):
    """A form about one of the offices that this person leads."""

    once = OnceField()
    office = forms.ChoiceField(label=_("Kantor"))

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices}
        field = self.fields["office"]
        field.choices = [(key, office.name) for key, office in self.offices.items()]
        if len(self.offices) == 1:
            field.widget, field.initial = forms.HiddenInput(), next(iter(self.offices))

    def clean_office(self):
        """The office itself."""
        return self.offices[self.cleaned_data["office"]]


class StopForm(OfOffice):
    """A destination that the ministry closed; `confirmed` comes from the second page."""

    destination = forms.ChoiceField(label=_("Negara tujuan"))
    occupation = forms.ChoiceField(
        label=_("Jabatan"), required=False, help_text=_("Kosongkan bila semua jabatan.")
    )
    source = PlainTextField(
        label=_("Surat atau keputusan"), max_length=200,
        help_text=_("Nomor, tanggal, dan siapa yang menerbitkannya."),
    )  # fmt: skip
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = [(place.code, place.name) for place in tables.destinations() if place.code]
        self.fields["destination"].choices = [("", _("Pilih tujuan")), *places]
        works = [(work.code, work.name) for work in tables.occupations()]
        self.fields["occupation"].choices = [("", _("Semua jabatan")), *works]


class SwitchForm(OfOffice):
    """A service is given from a day on, or no longer."""

    is_offered = forms.ChoiceField(
        label=_("Layanan ini"),
        choices=[("no", _("tidak diberikan")), ("yes", _("diberikan"))],
        widget=forms.RadioSelect,
    )
    from_on = forms.DateField(label=_("Mulai tanggal"), help_text=_("Contoh: 17-08-2027."))
    reason = PlainTextField(
        label=_("Alasan yang dibaca petugas"), max_length=200,
        help_text=_("Satu kalimat yang dapat dikatakan kepada pengunjung."),
    )  # fmt: skip

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.order_fields(["once", "office", "is_offered", "from_on", "reason"])

    def clean_is_offered(self):
        """Yes or no."""
        return self.cleaned_data["is_offered"] == "yes"

    def clean_from_on(self):
        """Today or later: what was given yesterday cannot be changed."""
        day = self.cleaned_data["from_on"]
        if day < self.today:
            raise ValidationError(
                gettext("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.")
            )
        return day


class RupiahField(forms.IntegerField):
    """Whole rupiah as people write them: “Rp 2.500.000”."""

    def to_python(self, value):
        """The number without its separators."""
        return super().to_python(SEPARATORS.sub("", str(value).strip()) if value else value)


class SettlementForm(forms.Form):
    """What she paid, owes and has handed over, as she says it."""

    once = OnceField()
    has_paid = forms.ChoiceField(
        label=_("Sudah membayar kepada siapa pun"),
        choices=SettlementCheck.Answer.choices, widget=forms.RadioSelect,
    )  # fmt: skip
    paid_rupiah = RupiahField(
        label=_("Berapa, dalam rupiah"), required=False, min_value=1, max_value=10**12,
        help_text=_("Contoh: 2.500.000. Kosongkan bila tidak tahu."),
    )  # fmt: skip
    has_debt = forms.ChoiceField(
        label=_("Berutang untuk berangkat"),
        choices=SettlementCheck.Answer.choices, widget=forms.RadioSelect,
    )  # fmt: skip
    papers_held = forms.ChoiceField(
        label=_("Surat asli ditahan pihak lain"),
        choices=SettlementCheck.Answer.choices, widget=forms.RadioSelect,
    )  # fmt: skip

    def clean(self):
        """An amount only where she paid."""
        said = super().clean()
        if said.get("paid_rupiah") and said.get("has_paid") != SettlementCheck.Answer.YES:
            self.add_error("paid_rupiah", gettext("Isi jumlah hanya bila sudah membayar."))
        return said
