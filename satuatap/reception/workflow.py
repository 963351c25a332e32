"""Life cycles of the room, as tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.common.workflow import Workflow


class TicketStatus(models.TextChoices):
    """Where a number stands."""

    WAITING = "waiting", _("Menunggu")
    CALLED = "called", _("Dipanggil")
    SERVING = "serving", _("Dilayani")
    ABSENT = "absent", _("Tidak datang saat dipanggil")
    DONE = "done", _("Selesai")
    LEFT = "left", _("Pulang tanpa dilayani")


class AppointmentStatus(models.TextChoices):
    """What became of an appointment."""

    BOOKED = "booked", _("Terdaftar")
    ARRIVED = "arrived", _("Sudah datang")
    CANCELLED = "cancelled", _("Dibatalkan")
    MISSED = "missed", _("Tidak datang")
    CALLED_OFF = "called_off", _("Layanan keliling tidak jadi datang")


T, A = TicketStatus, AppointmentStatus

TICKET = Workflow(
    {
        T.WAITING: {T.CALLED, T.LEFT},
        T.CALLED: {T.SERVING, T.ABSENT, T.WAITING, T.LEFT},
        T.SERVING: {T.DONE, T.WAITING},
        T.ABSENT: {T.WAITING, T.LEFT},
    }
)
APPOINTMENT = Workflow({A.BOOKED: {A.ARRIVED, A.CANCELLED, A.MISSED, A.CALLED_OFF}})
OPEN = (T.WAITING, T.CALLED, T.SERVING, T.ABSENT)
