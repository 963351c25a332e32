"""Forms of the room."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import Assignment, User
from satuatap.catalogue.services import services
from satuatap.common.codes import find_code
from satuatap.common.formfields import PlainTextField
from satuatap.common.once import OnceField
from satuatap.places.fields import VillageField
from satuatap.places.models import Area, Desk, Level
from satuatap.reception.codes import LENGTH
from satuatap.reception.groups import groups, needs, reasons
from satuatap.reception.models import Impression, Ticket


def people_of(office):
    """Who works at this office now."""
    running = Assignment.objects.running().filter(office=office)
    return User.objects.filter(pk__in=running.values("user"), is_active=True).order_by("full_name")


class TicketForm(forms.Form):
    """What somebody may tell at the ticket; everything may stay empty but the group."""

    once = OnceField()
    group = forms.ChoiceField(label=_("kelompok keperluan"), widget=forms.HiddenInput)
    needs = forms.MultipleChoiceField(
        label=_("Kebutuhan hari ini"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Dihapus pada jam tutup."),
    )  # fmt: skip
    officer = forms.ModelChoiceField(
        label=_("Petugas yang dipilihnya"), required=False, queryset=User.objects.none(),
        empty_label=_("siapa saja"),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Jenis kelamin, untuk angka saja"), required=False,
        choices=[("", _("tidak dicatat")), *Ticket.Sex.choices],
    )  # fmt: skip
    area = forms.ModelChoiceField(
        label=_("Kecamatan asal, untuk angka saja"), required=False, queryset=Area.objects.none(),
        empty_label=_("tidak dicatat"),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Datang lewat"), choices=Ticket.Channel.choices, initial=Ticket.Channel.COUNTER
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(code, one.name) for code, one in groups().items()]
        self.fields["needs"].choices = [(one.code, one.name) for one in needs().values()]
        self.fields["officer"].queryset = people_of(office)
        self.fields["area"].queryset = (
            Area.objects.current()
            .within(office.area_id[:5])
            .filter(level=Level.DISTRICT)
            .order_by("name")
        )


class CallForm(forms.Form):
    """Call this number, whither, and why now."""

    room = forms.ChoiceField(label=_("Ruang"), required=False)
    reason = forms.ChoiceField(label=_("Alasan mendahulukan"), required=False)

    def __init__(self, *args, rooms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [(room, room) for room in rooms]
        self.fields["reason"].choices = [
            ("", _("menurut urutan")),
            *((one.code, one.name) for one in reasons().values()),
        ]
        if not rooms:
            del self.fields["room"]


class ForwardForm(forms.Form):
    """The desk to which the same number goes on."""

    desk = forms.ModelChoiceField(
        label=_("Loket berikutnya"), queryset=Desk.objects.none(), empty_label=None
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = office.desks.all()


class CodeForm(forms.Form):
    """The code of an appointment."""

    code = PlainTextField(
        label=_("Kode janji temu"),
        max_length=40,
        help_text=_("Contoh: ABCD-EFGH-JKLM. Huruf kecil dan spasi tidak apa-apa."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters",
                   "class": "govuk-input--width-20"}
        ),
        error_messages={"required": _("Ketik kode yang ada di kertas janji temu.")},
    )  # fmt: skip

    def clean_code(self):
        """Twelve letters and digits of our alphabet."""
        code = find_code(self.cleaned_data["code"], LENGTH)
        if code is None:
            raise ValidationError(
                _("Kode terdiri dari 12 huruf dan angka. Periksa lagi di kertas janji temu.")
            )
        return code


class DayField(forms.TypedChoiceField):
    """One of the days that are offered, as radios."""

    def __init__(self, days, **kwargs):
        words = {day.isoformat(): day for day, _places in days}
        super().__init__(
            choices=[(key, key) for key in words], coerce=words.get, widget=forms.RadioSelect,
            label=_("Hari"), error_messages={
                "required": _("Pilih hari."),
                "invalid_choice": _("Hari itu baru saja penuh. Pilih hari lain."),
            }, **kwargs,
        )  # fmt: skip


class BookForm(forms.Form):
    """A day and, if she knows it already, the service: for the list of what to bring."""

    def __init__(self, *args, days, asks_service=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"] = DayField(days)
        if asks_service:
            self.fields["service"] = service_field()


def service_field():
    """The service for which a list of what to bring is shown."""
    return forms.ChoiceField(
        label=_("Layanan yang dituju"),
        required=False,
        choices=[("", _("belum tahu"))] + [(one.code, one.name) for one in services().values()],
    )


class StopForm(forms.Form):
    """For which group somebody comes to a stop of the mobile service."""

    group = forms.ChoiceField(label=_("Keperluan"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(one.code, one.name) for one in groups().values()]
        self.fields["service"] = service_field()


class RotaForm(forms.Form):
    """Who sits where on which day."""

    desk = forms.ModelChoiceField(
        label=_("Loket"), queryset=Desk.objects.none(), required=False, empty_label=_("meja depan")
    )
    day = forms.DateField(
        label=_("Tanggal"), help_text=_("Contoh: 24-11-2026"),
        widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    officer = forms.ModelChoiceField(
        label=_("Petugas"), queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = office.desks.all()
        self.fields["officer"].queryset = people_of(office)


class QuotaForm(forms.Form):
    """How many appointments a group takes."""

    group = forms.ChoiceField(label=_("Kelompok"))
    day = forms.DateField(
        label=_("Hanya untuk tanggal"), required=False,
        help_text=_("Kosongkan bila berlaku setiap hari."),
        widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("Jumlah janji sehari"), min_value=0, max_value=2000,
        widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            (one.code, f"{one.letter} · {one.name}") for one in groups().values()
        ]


class MobileStopForm(forms.Form):
    """Where the service comes to."""

    once = OnceField()
    day = forms.DateField(
        label=_("Tanggal"),
        widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    village = VillageField()
    place = PlainTextField(label=_("Tempat"), max_length=120, help_text=_("Contoh: balai desa"))
    opens = forms.TimeField(
        label=_("Dari pukul"), help_text=_("Contoh: 08:00"),
        widget=forms.TimeInput({"autocomplete": "off", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    closes = forms.TimeField(
        label=_("Sampai pukul"),
        widget=forms.TimeInput({"autocomplete": "off", "class": "govuk-input--width-5"}),
    )
    places = forms.IntegerField(
        label=_("Jumlah orang yang dapat mendaftar"), min_value=0, max_value=2000,
        widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )  # fmt: skip

    def clean(self):
        """It closes after it opens."""
        told = super().clean()
        if told.get("opens") and told.get("closes") and told["closes"] <= told["opens"]:
            self.add_error("closes", _("Jam selesai harus sesudah jam mulai."))
        return told


class ImpressionForm(forms.Form):
    """The three taps of the tablet."""

    score = forms.TypedChoiceField(choices=Impression.Score.choices, coerce=int)
    sex = forms.ChoiceField(choices=[("", ""), *Ticket.Sex.choices], required=False)
