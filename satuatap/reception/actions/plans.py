"""Planning: rota, presence, quotas, mobile days, the key of the screens."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit
from satuatap.common.acting import with_help_of
from satuatap.common.ids import new_id
from satuatap.common.locks import lock_until_the_end
from satuatap.common.once import first_time
from satuatap.reception import permissions
from satuatap.reception.actions.appointments import series_of
from satuatap.reception.actions.numbers import hold
from satuatap.reception.codes import new_key
from satuatap.reception.models import (
    KEEPER,
    ROOMS,
    Appointment,
    Capacity,
    DeskDay,
    MobileStop,
    RotaEntry,
    Screen,
)
from satuatap.reception.workflow import AppointmentStatus

PRESENCE_CHANGED = audit.verb("desk_presence_changed", _("mengubah kehadiran loket"))
ROTA_CHANGED = audit.verb("rota_changed", _("mengubah jadwal petugas"))
QUOTA_CHANGED = audit.verb("quota_changed", _("mengubah kuota janji temu"))
STOP_CHANGED = audit.verb("mobile_stop_changed", _("mengubah layanan keliling"))
SCREEN_OPENED = audit.verb("screen_key_made", _("membuat alamat layar panggilan"))
ROOMS_NAMED = audit.verb("rooms_named", _("mengubah nama ruang panggilan"))


@transaction.atomic
def say_presence(*, by, desk, day, is_here):
    """A desk is there on this day, or not."""
    permissions.say_who_is_here.check(by, desk.office)
    lock_until_the_end(f"reception presence {desk.pk} {day}")
    changed = DeskDay.objects.filter(desk=desk, day=day).update(is_here=is_here)
    if not changed:
        DeskDay.objects.create(office=desk.office, desk=desk, day=day, is_here=is_here)
    audit.record(PRESENCE_CHANGED, by=by, about=desk, office=desk.office)


@transaction.atomic
def put_on_rota(*, by, office, desk, day, officer):
    """An officer sits there on this day; said twice it stands once."""
    permissions.plan.check(by, office)
    lock_until_the_end(f"reception rota {office.pk} {day}")
    words = {"office": office, "desk": desk, "day": day, "officer": officer}
    if not RotaEntry.objects.filter(**words).exists():
        RotaEntry.objects.create(**words)
        audit.record(ROTA_CHANGED, by=by, about=officer, office=office)


@transaction.atomic
def take_off_rota(*, by, entry):
    """The officer does not sit there after all."""
    permissions.plan.check(by, entry.office)
    audit.record(ROTA_CHANGED, by=by, about=entry.officer, office=entry.office_id)
    entry.delete()


@transaction.atomic
def set_quota(*, by, office, group, day, places):
    """How many appointments a group takes on a day; without day: on every day."""
    permissions.plan.check(by, office)
    lock_until_the_end(f"reception quota {office.pk} {group}")
    rows = Capacity.objects.filter(office=office, group=group, day=day)
    if not rows.update(places=places):
        Capacity.objects.create(office=office, group=group, day=day, places=places)
    audit.record(QUOTA_CHANGED, by=by, office=office)


@transaction.atomic
def add_stop(*, by, office, once=None, **words):
    """The service comes to a village; the same form sent twice adds one stop."""
    permissions.plan.check(by, office)
    once = once or new_id()
    if known := first_time(MobileStop, once):
        return known
    stop = MobileStop(id=once, office=office, **words)
    stop.save(force_insert=True)
    audit.record(STOP_CHANGED, by=by, about=stop, office=office)
    return stop


@transaction.atomic
def call_off_stop(*, by, stop, now):
    """It does not come; whoever holds a code for it reads so, and is not counted as missing."""
    permissions.plan.check(by, stop.office)
    hold(stop.office_id, stop.day, series_of(stop))
    if not MobileStop.objects.filter(pk=stop.pk, called_off_at=None).update(called_off_at=now):
        return
    with with_help_of(KEEPER):
        booked = Appointment.objects.filter(stop=stop, status=AppointmentStatus.BOOKED)
        booked.update(status=AppointmentStatus.CALLED_OFF)
    audit.record(STOP_CHANGED, by=by, about=stop, office=stop.office_id)


@transaction.atomic
def open_screen(*, by, office, now):
    """A fresh key for the display and the tablet; the one before opens nothing any more."""
    permissions.receive.check(by, office)
    lock_until_the_end(_screen_of(office))
    current = Screen.objects.current().filter(office=office)
    old = current.defer("key").first()
    current.update(replaced_at=now)
    screen = _new_screen(by, office, now, old.rooms if old else ROOMS)
    audit.record(SCREEN_OPENED, by=by, office=office)
    return screen


@transaction.atomic
def name_rooms(*, by, office, rooms, now):
    """The rooms to which the front desk calls, as the display shows them."""
    permissions.plan.check(by, office)
    lock_until_the_end(_screen_of(office))
    if not Screen.objects.current().filter(office=office).update(rooms=rooms):
        _new_screen(by, office, now, rooms)
    audit.record(ROOMS_NAMED, by=by, office=office)


def _screen_of(office) -> str:
    return f"reception screen {office.pk}"


def _new_screen(by, office, now, rooms) -> Screen:
    return Screen.objects.create(office=office, key=new_key(), rooms=rooms, made_by=by, made_at=now)
