"""Forms of the room."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField
from satuatap.places.fields import VillageField
from satuatap.privacy.models import NoticeGiven
from satuatap.workers.models import Worker
from satuatap.workers.models.people import name_key, normal_nik

NIK_SIGNS = set("0123456789 .-")


class FindForm(forms.Form):
    """Look for a person before making her a second time."""

    q = PlainTextField(
        label=_("NIK atau awal nama"),
        max_length=120,
        help_text=_("Ketik 16 angka NIK, atau paling sedikit tiga huruf pertama nama."),
    )

    def clean_q(self):
        """A NIK or the beginning of a name."""
        text = self.cleaned_data["q"]
        if set(text) <= NIK_SIGNS:
            if len(normal_nik(text)) != 16:
                raise ValidationError(_("NIK terdiri dari 16 angka. Periksa lagi di KTP atau KK."))
        elif len(name_key(text)) < 3:  # signs alone would find everybody
            raise ValidationError(_("Ketik paling sedikit tiga huruf."))
        return text

    @property
    def nik(self) -> str:
        """The NIK, when one was typed."""
        digits = normal_nik(self.cleaned_data["q"])
        return digits if len(digits) == 16 else ""


class RegisterForm(forms.Form):
    """What is needed to put a person on file, and nothing more."""

    once = OnceField()
    manner = forms.ChoiceField(
        label=_("Pemberitahuan di atas sudah disampaikan kepadanya"),
        choices=NoticeGiven.Manner.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Sampaikan pemberitahuan dahulu, lalu pilih caranya.")},
    )
    full_name = PlainTextField(
        label=_("Nama lengkap"),
        max_length=120,
        help_text=_("Seperti di KTP atau KK."),
        error_messages={"required": _("Isi nama lengkap seperti di KTP.")},
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"),
        choices=Worker.Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih jenis kelamin seperti di KTP.")},
    )
    birth_date = forms.DateField(
        label=_("Tanggal lahir"),
        required=False,
        help_text=_("Contoh: 17-08-1998. Kosongkan bila tidak diketahui."),
        error_messages={
            "invalid": _("Tanggal ini belum jelas. Ketik hari, bulan, tahun; contoh: 17-08-1998.")
        },
    )
    village = VillageField(
        label=_("Desa atau kelurahan"),
        help_text=_("Ketik sebagian nama desa dan kecamatan, lalu pilih."),
    )
    nik = PlainTextField(
        label=_("NIK"),
        required=False,
        max_length=25,
        help_text=_("16 angka di KTP atau KK. Kosongkan bila belum ada; ia tetap dilayani."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_full_name(self):
        """With at least one letter, so that she can be found."""
        name = self.cleaned_data["full_name"]
        if not name_key(name):
            raise ValidationError(_("Isi nama lengkap seperti di KTP."))
        return name

    def clean_nik(self):
        """Sixteen digits or nothing."""
        text = self.cleaned_data["nik"]
        digits = normal_nik(text)
        if text and (len(digits) != 16 or set(text) - NIK_SIGNS):
            raise ValidationError(_("NIK terdiri dari 16 angka. Periksa lagi di KTP atau KK."))
        return digits

    def clean_birth_date(self):
        """Within a human life."""
        day = self.cleaned_data["birth_date"]
        if day and not datetime.date(1900, 1, 1) <= day <= datetime.date.today():
            raise ValidationError(_("Tanggal lahir ini belum mungkin. Periksa tahunnya."))
        return day


class ReadingForm(forms.Form):
    """What stands on one paper, letter by letter, once; it may differ from everything else."""

    once = OnceField()
    full_name = PlainTextField(
        label=_("Nama di surat ini"),
        required=False,
        max_length=120,
        help_text=_("Persis seperti tertulis, juga bila keliru."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = forms.DateField(
        label=_("Tanggal lahir di surat ini"),
        required=False,
        help_text=_("Contoh: 17-08-1998. Kosongkan bila tidak tertulis."),
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )

    def clean(self):
        """At least one of the two."""
        words = super().clean()
        if not self.errors and not (words.get("full_name") or words.get("birth_date")):
            self.add_error("full_name", _("Isi nama atau tanggal lahir yang tertulis di surat."))
        return words


class ScanForm(forms.Form):
    """One image of one paper."""

    once = OnceField()
    scan = forms.FileField(
        label=_("Foto atau PDF"),
        help_text=_("JPG, PNG, atau PDF; paling besar 10 MB. Lokasi di dalam foto dihapus."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": _("Pilih foto atau PDF dahulu."),
            "invalid": _("Pilih foto atau PDF dahulu."),
            "empty": _("Berkas ini kosong. Pilih foto atau PDF yang berisi."),
        },
    )
