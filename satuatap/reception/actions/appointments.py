"""Booking, moving, cancelling, arriving. A full day stays full, also under two hands."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.common.acting import with_help_of
from satuatap.common.ids import new_id
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.reception import permissions
from satuatap.reception.actions.numbers import hold
from satuatap.reception.actions.tickets import issue_ticket
from satuatap.reception.codes import digest_of, new_code
from satuatap.reception.groups import groups
from satuatap.reception.models import KEEPER, Appointment, MobileStop
from satuatap.reception.places_left import left, quota_of, taken_at_stop, taken_on
from satuatap.reception.workflow import AppointmentStatus

APPOINTMENT_BOOKED = audit.verb("appointment_booked", gettext_lazy("mendaftarkan janji temu"))
APPOINTMENT_ARRIVED = audit.verb("appointment_arrived", gettext_lazy("menerima janji temu"))
Source = Appointment.Source


class DayIsFull(MoveRefused):
    """The last place was taken by somebody else."""


@transaction.atomic
def book(*, by, office, group, day, now, source, service="", stop=None):
    """Take a place; returns the code, which is nowhere else. `by` is None for the public."""
    if source == Source.COUNTER:
        permissions.receive.check(by, office)
    elif source == Source.VILLAGE:
        permissions.book_for_a_village.check(by, office)
    kind = groups()[group]
    _hold_place(office, kind, day, source, stop)
    code = new_code()
    row = Appointment(
        id=new_id(), office=office, group=group, service_code="" if kind.private else service,
        day=day, stop=stop, source=source, code_hash=digest_of(code),
        booked_on=local_date(now, office.zone),
    )  # fmt: skip
    row.save(force_insert=True)
    if by is not None:
        audit.record(APPOINTMENT_BOOKED, by=by, about=row, office=office)
    return code


def _hold_place(office, kind, day, source, stop):
    """Wait for whoever books the same day, then raise DayIsFull unless a place is left."""
    if stop is not None:
        hold(office.pk, day, series_of(stop))
        if not MobileStop.objects.filter(pk=stop.pk, called_off_at=None).exists():
            raise MoveRefused(_("Layanan keliling ini tidak jadi datang. Pilih tempat lain."))
        free = stop.places - taken_at_stop(stop)
    else:
        hold(office.pk, day, f"janji:{kind.code}")
        taken = taken_on(office, kind, [day]).get(day, (0, 0))
        free = left(quota_of(office, kind, day), taken, kind, source)
    if free < 1:
        raise DayIsFull(_("Hari itu baru saja penuh. Pilih hari lain."))


def series_of(stop) -> str:
    """The series under which bookings at a stop wait for each other."""
    return f"stop:{stop.pk.hex}"


def _locked(appointment):
    return Appointment.objects.select_for_update().get(pk=appointment.pk)


@transaction.atomic
def move(*, appointment, office, day):
    """Another day for the same appointment; whoever holds the code may do it."""
    row = _locked(appointment)
    _still_booked(row)
    if row.stop_id:
        raise MoveRefused(
            _("Janji layanan keliling tidak dapat dipindahkan. Batalkan, lalu pilih yang lain.")
        )
    if day != row.day:
        _hold_place(office, groups()[row.group], day, row.source, None)
        row.day, row.moved = day, row.moved + 1
        row.save(update_fields=["day", "moved"])
    return row


@transaction.atomic
def cancel(*, appointment):
    """Give the place back."""
    row = _locked(appointment)
    _still_booked(row)
    row.move_to(AppointmentStatus.CANCELLED)
    row.save(update_fields=["status"])
    return row


def _still_booked(row):
    if row.status != AppointmentStatus.BOOKED:
        raise MoveRefused(_("Janji ini sudah selesai atau dibatalkan. Buat janji baru."))


@transaction.atomic
def check_in(*, by, office, code, now):
    """She has come: the appointment becomes a number of today."""
    permissions.receive.check(by, office)
    row = (
        Appointment.objects.select_for_update()
        .filter(office=office, code_hash=digest_of(code))
        .first()
    )
    if row is None:
        raise MoveRefused(
            _("Kode ini tidak dikenal. Periksa kertasnya, atau ambilkan nomor biasa.")
        )
    _still_booked(row)
    if row.day != local_date(now, office.zone):
        raise MoveRefused(
            _("Janji ini bukan untuk hari ini. Ambilkan nomor biasa atau pindahkan janjinya.")
        )
    row.move_to(AppointmentStatus.ARRIVED)
    row.save(update_fields=["status"])
    audit.record(APPOINTMENT_ARRIVED, by=by, about=row, office=office)
    return issue_ticket(by=by, office=office, group=row.group, now=now, by_appointment=True)


def count_missed(office, now) -> int:
    """Appointments of past days to which nobody came."""
    with with_help_of(KEEPER):
        return Appointment.objects.filter(
            office=office, status=AppointmentStatus.BOOKED, day__lt=local_date(now, office.zone)
        ).update(status=AppointmentStatus.MISSED)
