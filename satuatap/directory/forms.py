"""Forms of the room. Every number and date is copied from a paper or an official list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField
from satuatap.directory.destinations import CODE, destination_names
from satuatap.directory.models import Agency, JobOrder
from satuatap.directory.models.agencies import agency_key


def day(label, help_text="", *, required=False):
    """A date in one field."""
    return forms.DateField(label=label, help_text=help_text or _("Contoh: 17-08-2027."),
                           required=required)  # fmt: skip


def text(label, length, help_text="", *, required=False, **more):
    """A line of text."""
    return PlainTextField(
        label=label, max_length=length, help_text=help_text, required=required, **more
    )


class SourceForm(forms.Form):
    """Where the words come from; every form of the room ends with it."""

    once = OnceField()
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    source = text(_("Sumber"), 200, _("Contoh: daftar P3MI di laman resmi kementerian."),
                  required=True)  # fmt: skip
    seen_on = day(_("Tanggal sumber dilihat"), required=True)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.order_fields(
            [name for name in self.fields if name not in ("source", "seen_on")]
            + ["source", "seen_on"]
        )

    def clean_seen_on(self):
        """Not in the future."""
        seen = self.cleaned_data["seen_on"]
        if seen > self.today:
            raise ValidationError(gettext("Tanggal ini belum tiba. Periksa tahunnya."))
        return seen

    @property
    def words(self) -> dict:
        """Field name to value, for the verb."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("once", "revision")
        }

    @classmethod
    def of(cls, entry) -> dict:
        """What the form shows at first when an entry is corrected."""
        return {name: getattr(entry, name) for name in cls.base_fields if name != "once"}


class AgencyForm(SourceForm):
    """An agency as an official list has it."""

    name = text(_("Nama P3MI"), 160, _("Seperti tertulis di daftar resmi."), required=True)
    licence = text(_("Nomor SIP3MI"), 80, _("Nomor izin perusahaan, seperti tertulis."))
    licence_from = day(_("SIP3MI berlaku sejak"))
    licence_until = day(_("SIP3MI berlaku sampai"))
    status = forms.ChoiceField(
        label=_("Keadaan izin"), choices=Agency.Status.choices, widget=forms.RadioSelect
    )
    sanction = text(_("Sanksi"), 400, _("Kata demi kata dari sumber, dengan tanggalnya."))
    address = text(_("Alamat"), 300)
    phone = text(_("Telepon"), 60)
    branches = text(_("Kantor cabang"), 400, _("Cabang yang disebut di daftar resmi."))

    def clean_name(self):
        """With at least one letter, so that it can be found."""
        name = self.cleaned_data["name"]
        if not agency_key(name):
            raise ValidationError(gettext("Isi nama P3MI seperti di daftar resmi."))
        return name

    def clean(self):
        """A licence does not end before it begins."""
        begin, end = (self.cleaned_data.get(name) for name in ("licence_from", "licence_until"))
        if begin and end and end < begin:
            self.add_error(
                "licence_until", _("Tanggal akhir ini lebih awal daripada tanggal mulai.")
            )
        return self.cleaned_data


class JobOrderForm(SourceForm):
    """A job order as its letter has it."""

    number = text(_("Nomor job order"), 80, required=True)
    permit = text(_("Nomor SIP2MI"), 80, _("Nomor izin perekrutan untuk job order ini."))
    permit_until = day(_("SIP2MI berlaku sampai"))
    destination = forms.CharField(label=_("Negara tujuan"))
    occupation = text(_("Pekerjaan"), 120, required=True)
    scheme = forms.ChoiceField(
        label=_("Skema"), choices=JobOrder.Scheme.choices, widget=forms.RadioSelect
    )
    places = forms.IntegerField(label=_("Jumlah yang diminta"), min_value=1, max_value=99_999)
    women = forms.IntegerField(
        label=_("Di antaranya perempuan"), required=False, min_value=0, max_value=99_999
    )
    men = forms.IntegerField(
        label=_("Di antaranya laki-laki"), required=False, min_value=0, max_value=99_999
    )
    attache_number = text(_("Nomor verifikasi atase"), 80)
    attache_on = day(_("Tanggal verifikasi atase"))
    wage = text(_("Upah"), 200, _("Seperti tertulis, dengan mata uangnya."))
    cost = text(
        _("Biaya"), 200, _("Yang tertulis sebagai tanggungan pekerja; tulis 0 bila tidak ada.")
    )
    valid_until = day(_("Job order berlaku sampai"))
    status = forms.ChoiceField(
        label=_("Keadaan"), choices=JobOrder.Status.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if names := destination_names():
            kept = self.initial.get("destination")
            extra = [] if not kept or kept in names else [(kept, kept)]
            self.fields["destination"] = forms.ChoiceField(
                label=_("Negara tujuan"), choices=[("", _("pilih")), *extra, *names.items()]
            )
            self.order_fields(JobOrderForm.base_fields)
        else:
            self.fields["destination"].help_text = _("Dua huruf besar. Contoh: TW untuk Taiwan.")

    def clean_destination(self):
        """A code of two or three capitals."""
        code = self.cleaned_data["destination"].strip().upper()
        if not CODE.fullmatch(code):
            raise ValidationError(gettext("Tulis dua huruf besar. Contoh: TW untuk Taiwan."))
        return code

    def clean(self):
        """Women and men are no more than all."""
        said = [self.cleaned_data.get(name) for name in ("places", "women", "men")]
        if said[0] is not None and (said[1] or 0) + (said[2] or 0) > said[0]:
            self.add_error("places", _("Perempuan dan laki-laki lebih banyak daripada jumlahnya."))
        return self.cleaned_data


class CheckForm(forms.Form):
    """Somebody compared what stands there now."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
