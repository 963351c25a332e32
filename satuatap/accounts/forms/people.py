"""Forms about the people of an office."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import permissions
from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import Reach
from satuatap.common.formfields import PlainTextField
from satuatap.places.fields import AreaField
from satuatap.places.models import Desk, Office


class PlaceChoice(forms.ModelChoiceField):
    """One office or desk of those that the administrator manages."""

    widget = forms.RadioSelect

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_label", None)
        super().__init__(*args, **kwargs)
        self.error_messages |= {
            "required": _("Pilih satu."),
            "invalid_choice": _("Pilih satu dari daftar ini."),
        }

    def to_python(self, value):
        """One of the list; whatever is no id at all is answered like an unknown one."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None


class DeskChoice(PlaceChoice):
    """One desk, named with its office."""

    def label_from_instance(self, desk):
        """The office stands with it where there are several."""
        return f"{desk} ({desk.office})"


class AddPersonForm(forms.ModelForm):
    """A new account: name to sign in with, full name, office."""

    full_name = PlainTextField(
        label=_("Nama lengkap"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Ketik nama lengkap petugas.")},
    )

    class Meta:
        model = User
        fields = ["full_name", "username", "home_office"]
        field_classes = {"home_office": PlaceChoice}
        help_texts = {
            "username": _("Huruf kecil, angka, titik, dan garis. Misalnya siti.rahma."),
        }
        widgets = {
            "username": forms.TextInput(
                {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
                 "class": "govuk-input--width-20"}
            ),
        }  # fmt: skip
        error_messages = {
            "username": {
                "required": _("Ketik nama pengguna untuk masuk."),
                "unique": _("Nama pengguna ini sudah dipakai. Pilih nama lain."),
                "max_length": _("Nama pengguna paling panjang 40 huruf."),
            }
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=permissions.own_offices(by))
        self.fields["home_office"].queryset = offices
        if len(offices) == 1:
            self.fields["home_office"].initial = offices[0].pk

    def clean_username(self):
        """Small letters; nobody is told apart by capitals."""
        return self.cleaned_data["username"].strip()


class GiveRoleForm(forms.Form):
    """Where a role is held and, if it is known, until when."""

    until = forms.DateField(
        label=_("Hari terakhir"),
        required=False,
        help_text=_("Misalnya 31-12-2027. Kosongkan bila belum diketahui."),
        widget=forms.DateInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"invalid": _("Ketik tanggal seperti 31-12-2027.")},
    )

    def __init__(self, *args, by, person, role, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.person, self.role = by, person, role
        self.fields["place"] = _place_field(by, role)
        self.order_fields(["place", "until"])

    def clean_until(self):
        """The role ends with the end of this day, in the office's zone."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(
                _("Hari terakhir sudah lewat. Ketik hari ini atau sesudahnya.")
            )
        return timezone.make_aware(datetime.combine(day, time.max))

    def clean(self):
        """Ask the rule at the field, and do not give the same role twice."""
        said = super().clean()
        place = said.get("place")
        if place is None:
            return said
        if why_not := permissions.give_role.why_not(self.by, self.person, self.role.code, place):
            self.add_error("place", why_not)
        elif self._is_held(place):
            self.add_error("place", _("Petugas ini sudah memegang peran itu di sana."))
        return said

    def _is_held(self, place):
        where = {
            Reach.OFFICE: {"office": place, "desk": None},
            Reach.DESK: {"desk": place},
            Reach.AREA: {"area": place},
        }[self.role.reach]
        held = Assignment.objects.running().filter(user=self.person, role=self.role.code)
        return held.filter(**where).exists()


def _place_field(by, role):
    offices = Office.objects.filter(pk__in=permissions.own_offices(by))
    if role.reach is Reach.OFFICE:
        return PlaceChoice(label=_("Di kantor"), queryset=offices)
    if role.reach is Reach.DESK:
        desks = Desk.objects.filter(office__in=offices).select_related("office")
        return DeskChoice(label=_("Di loket"), queryset=desks)
    regions = permissions.own_regions(by)
    return AreaField(
        label=_("Di wilayah"),
        within=next(iter(regions)) if len(regions) == 1 else None,
        help_text=_("Ketik nama desa dan kecamatan, atau nama kabupaten."),
    )


class PaperCodeOrderForm(forms.Form):
    """Whether the phone is lost, so that the second factor goes as well."""

    lost_phone = forms.BooleanField(
        label=_("Ponselnya hilang: lepas juga langkah kedua"),
        required=False,
        help_text=_("Periksa wajah dan kartu petugasnya lebih dulu. Ini tercatat."),
    )
