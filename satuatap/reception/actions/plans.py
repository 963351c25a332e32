"""Planning: rota, presence, quotas, mobile days, the key of the screens."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit
from satuatap.common.acting import with_help_of
from satuatap.common.ids import new_id
from satuatap.common.workflow import MoveRefused
from satuatap.reception import permissions
from satuatap.reception.codes import new_key
from satuatap.reception.models import (
    KEEPER,
    Appointment,
    Capacity,
    DeskDay,
    MobileStop,
    RotaEntry,
    Screen,
)

PRESENCE_CHANGED = audit.verb("desk_presence_changed", _("mengubah kehadiran loket"))
ROTA_CHANGED = audit.verb("rota_changed", _("mengubah jadwal petugas"))
QUOTA_CHANGED = audit.verb("quota_changed", _("mengubah kuota janji temu"))
STOP_CHANGED = audit.verb("mobile_stop_changed", _("mengubah layanan keliling"))
SCREEN_OPENED = audit.verb("screen_key_made", _("membuat alamat layar panggilan"))
ROOMS = ["Ruang 1", "Ruang 2"]


@transaction.atomic
def say_presence(*, by, desk, day, is_here):
    """A desk is there on this day, or not."""
    permissions.say_who_is_here.check(by, desk.office)
    changed = DeskDay.objects.filter(desk=desk, day=day).update(is_here=is_here)
    if not changed:
        DeskDay.objects.create(office=desk.office, desk=desk, day=day, is_here=is_here)
    audit.record(PRESENCE_CHANGED, by=by, about=desk, office=desk.office)


@transaction.atomic
def put_on_rota(*, by, office, desk, day, officer):
    """An officer sits there on this day; said twice it stands once."""
    permissions.plan.check(by, office)
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
    rows = Capacity.objects.filter(office=office, group=group, day=day)
    if not rows.update(places=places):
        Capacity.objects.create(office=office, group=group, day=day, places=places)
    audit.record(QUOTA_CHANGED, by=by, office=office)


@transaction.atomic
def add_stop(*, by, office, once=None, **words):
    """The service comes to a village."""
    permissions.plan.check(by, office)
    stop = MobileStop(id=once or new_id(), office=office, **words)
    stop.save(force_insert=True)
    audit.record(STOP_CHANGED, by=by, about=stop, office=office)
    return stop


@transaction.atomic
def remove_stop(*, by, stop):
    """It does not come; refused while somebody has booked."""
    permissions.plan.check(by, stop.office)
    with with_help_of(KEEPER):
        is_booked = Appointment.objects.filter(stop=stop).exists()
    if is_booked:
        raise MoveRefused(_("Sudah ada yang mendaftar di tempat ini. Beri tahu mereka dahulu."))
    audit.record(STOP_CHANGED, by=by, about=stop, office=stop.office_id)
    stop.delete()


@transaction.atomic
def open_screen(*, by, office, now):
    """A fresh key for the display and the tablet; the one before opens nothing any more."""
    permissions.receive.check(by, office)
    current = Screen.objects.current().select_for_update().filter(office=office)
    old = current.defer("key").first()
    current.update(replaced_at=now)
    rooms = old.rooms if old else ROOMS
    screen = Screen.objects.create(
        office=office, key=new_key(), rooms=rooms, made_by=by, made_at=now
    )
    audit.record(SCREEN_OPENED, by=by, office=office)
    return screen
