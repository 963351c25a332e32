"""Forms of the room."""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
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
from satuatap.reception.presence import presence_of
from satuatap.reception.reading import YEARS


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
    area = forms.TypedChoiceField(
        label=_("Desa atau kecamatan asal, untuk angka saja"), required=False, empty_value=None,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Datang lewat"), choices=Ticket.Channel.choices, initial=Ticket.Channel.COUNTER
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(code, one.name) for code, one in groups().items()]
        self.fields["needs"].choices = [(one.code, one.name) for one in needs().values()]
        self.fields["officer"].queryset = people_of(office)
        areas = list(
            Area.objects.current()
            .within(office.area_id[:5])
            .filter(level__in=(Level.DISTRICT, Level.VILLAGE))
            .order_by("name", "pk")
        )
        self.fields["area"].choices = [("", _("tidak dicatat")), *_by_subdistrict(areas)]
        self.fields["area"].coerce = {area.pk: area for area in areas}.get


def _by_subdistrict(areas):
    """Villages under the name of their subdistrict, which may be chosen alone."""
    below = defaultdict(list)
    for area in areas:
        if area.level == Level.VILLAGE:
            below[area.parent_id].append((area.pk, area.name))
    unknown = gettext("desa tidak dicatat")
    return [
        (area.name, [(area.pk, f"{area.name}, {unknown}"), *below[area.pk]])
        for area in areas
        if area.level == Level.DISTRICT
    ]


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


FRONT = "depan"


class ForwardForm(forms.Form):
    """Whither the same number goes on: another desk, or the front desk (None)."""

    desk = forms.TypedChoiceField(label=_("Loket berikutnya"), empty_value=None)

    def __init__(self, *args, ticket, **kwargs):
        super().__init__(*args, **kwargs)
        presence = presence_of(ticket.office, ticket.day)
        others = [(desk, is_here) for desk, is_here in presence if desk != ticket.desk]
        others.sort(key=lambda one: not one[1])
        desks = {str(desk.pk): desk for desk, _is_here in others}
        self.fields["desk"].choices = [
            *((str(desk.pk), _here_or_not(desk, is_here)) for desk, is_here in others),
            *([(FRONT, _("meja depan"))] if ticket.desk else []),
        ]
        self.fields["desk"].coerce = desks.get


def _here_or_not(desk, is_here):
    return str(desk) if is_here else f"{desk} ({gettext('tidak hadir')})"


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


class PlannedDay(forms.DateField):
    """A day of a year that anybody plans for, typed as "24-11-2026"."""

    widget = forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"})

    def validate(self, value):
        """Neither long ago nor in another age."""
        super().validate(value)
        if value and value.year not in YEARS:
            raise ValidationError(_("Periksa tahunnya. Contoh: 24-11-2026"))


class RotaForm(forms.Form):
    """Who sits where on which day."""

    desk = forms.ModelChoiceField(
        label=_("Loket"), queryset=Desk.objects.none(), required=False, empty_label=_("meja depan")
    )
    day = PlannedDay(label=_("Tanggal"), help_text=_("Contoh: 24-11-2026"))
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
    day = PlannedDay(
        label=_("Hanya untuk tanggal"), required=False,
        help_text=_("Kosongkan bila berlaku setiap hari."),
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


MOST_ROOMS, LONGEST_ROOM = 12, 40


class RoomsForm(forms.Form):
    """The rooms to which the front desk calls, one a line."""

    rooms = PlainTextField(
        label=_("Nama ruang, satu baris satu ruang"), lines=True,
        help_text=_(
            "Nama tampil di layar panggilan. Pilih nama yang tidak menyebut keperluan,"
            " misalnya Ruang 1."
        ),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Tulis paling sedikit satu ruang.")},
    )  # fmt: skip

    def clean_rooms(self):
        """Each name once, short enough for the display."""
        rooms = [" ".join(line.split()) for line in self.cleaned_data["rooms"].splitlines()]
        rooms = list(dict.fromkeys(room for room in rooms if room))
        if len(rooms) > MOST_ROOMS or any(len(room) > LONGEST_ROOM for room in rooms):
            raise ValidationError(
                _("Paling banyak 12 ruang, dan nama ruang paling panjang 40 huruf.")
            )
        return rooms


class MobileStopForm(forms.Form):
    """Where the service comes to."""

    once = OnceField()
    day = PlannedDay(label=_("Tanggal"), help_text=_("Contoh: 24-11-2026"))
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
