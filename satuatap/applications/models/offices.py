"""What an office decides about its services: switched off, a destination stopped, measured times."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    ANYONE,
    NOBODY,
    OpenTable,
    Policy,
    own_office,
    own_row,
    service,
    through,
)
from satuatap.places.models import Desk, Office
from satuatap.workers.models.access import HOUSE


class ServiceSwitch(models.Model):
    """From this day on an office offers a service, or no longer; the newest day that has come counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    service = models.CharField(max_length=40)
    from_on = models.DateField(_("mulai tanggal"))
    is_offered = models.BooleanField(_("ditawarkan"))
    reason = models.CharField(_("alasan yang dibaca petugas"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    policy = Policy(
        read=ANYONE,
        insert=own_office(Permission.SWITCH_SERVICE) & own_row("by_id"),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("layanan dibuka atau ditutup")
        indexes = [models.Index(fields=["office", "service", "from_on", "at"], name="switches_of")]

    def __str__(self):
        return self.service


class DestinationStop(models.Model):
    """A destination that the ministry closed: files to it wait, and go on together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    destination = models.CharField(_("tujuan"), max_length=3)
    occupation = models.CharField(_("jabatan"), max_length=40, blank=True)
    source = models.CharField(_("surat atau keputusan"), max_length=200)
    stopped_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    policy = Policy(
        read=own_office(Permission.READ_APPLICATION) | service(HOUSE),
        insert=own_office(Permission.SWITCH_SERVICE) & own_row("stopped_by_id"),
        update=own_office(Permission.SWITCH_SERVICE),
        update_columns=("lifted_by_id", "lifted_at"),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("tujuan yang ditutup")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "destination", "occupation"],
                condition=Q(lifted_at__isnull=True),
                name="destination_is_stopped_once",
            ),
            models.CheckConstraint(
                name="lifted_stop_says_who_and_when_after_it_began",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(
                    lifted_at__isnull=False, lifted_by__isnull=False, lifted_at__gte=F("stopped_at")
                ),
            ),
        ]

    def __str__(self):
        return self.destination


class SettlementCheck(models.Model):
    """What was paid, borrowed and handed over before a journey stopped: asked once per stop."""

    class Answer(models.TextChoices):
        """As she said it."""

        YES = "yes", _("ya")
        NO = "no", _("tidak")
        UNKNOWN = "unknown", _("belum diketahui")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="settlements"
    )
    stop = models.ForeignKey(DestinationStop, models.PROTECT, related_name="settlements")
    has_paid = models.CharField(_("sudah membayar"), max_length=8, choices=Answer.choices)
    paid_rupiah = models.PositiveBigIntegerField(_("jumlah dalam rupiah"), null=True)
    has_debt = models.CharField(
        _("punya utang untuk berangkat"), max_length=8, choices=Answer.choices
    )
    papers_held = models.CharField(
        _("surat ditahan pihak lain"), max_length=8, choices=Answer.choices
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)

    policy = Policy(
        read=own_office(Permission.OPEN_APPLICATION) | own_office(Permission.OVERSEE),
        insert=own_office(Permission.OPEN_APPLICATION)
        & own_row("asked_by_id")
        & through("applications.Application", "application_id", same=("office_id",))
        & through("applications.DestinationStop", "stop_id", same=("office_id",)),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("pemeriksaan uang dan utang")
        constraints = [
            models.CheckConstraint(
                name="paid_amount_only_where_she_paid",
                condition=Q(paid_rupiah__isnull=True) | Q(has_paid="yes"),
            )
        ]
        indexes = [models.Index(fields=["stop", "application"], name="settlements_of_a_stop")]

    def __str__(self):
        return self.has_paid


class DeskTime(models.Model):
    """How long a desk took in one month: median and ninetieth percentile of working days."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="measured_times")
    month = models.DateField()
    finished = models.PositiveIntegerField()
    median_days = models.DecimalField(max_digits=6, decimal_places=1)
    ninetieth_days = models.DecimalField(max_digits=6, decimal_places=1)
    measured_at = models.DateTimeField()

    policy = OpenTable(
        "times of desks without persons, shown to everybody",
        service="select, insert, update, delete",
    )

    class Meta:
        verbose_name = _("waktu layanan loket")
        constraints = [
            models.UniqueConstraint(fields=["desk", "month"], name="one_time_per_desk_and_month")
        ]

    def __str__(self):
        return f"{self.month}"
