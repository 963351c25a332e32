"""What is planned: who sits at which desk, which desk is there, how many may come, where the bus stops."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import ANYONE, NOBODY, Policy, own_desk, own_office
from satuatap.places.calendars import local_date
from satuatap.places.models import Area, Desk, Office
from satuatap.places.models.offices import TimeZone
from satuatap.reception.models.conditions import DESK_OF_THE_OFFICE

P = Permission


class DeskDay(models.Model):
    """A desk is there or not on one day, otherwise than its week says; visitors may read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    day = models.DateField(_("tanggal"))
    is_here = models.BooleanField(_("hadir"))

    policy = Policy(
        read=ANYONE,
        insert=(own_office(P.PLAN_RECEPTION) | own_office(P.RECEIVE_VISITORS)) & DESK_OF_THE_OFFICE,
        update=own_office(P.PLAN_RECEPTION) | own_office(P.RECEIVE_VISITORS),
        update_columns=("is_here",),
        delete=NOBODY,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "day"], name="desk_is_there_or_not_once_a_day"),
        ]
        indexes = [models.Index(fields=["office", "day"], name="desk_days_of_an_office")]

    def __str__(self):
        return f"{self.day} {self.is_here}"


class RotaEntry(models.Model):
    """An officer sits at a desk on one day; without desk, at the front desk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    day = models.DateField(_("tanggal"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    policy = Policy(
        read=own_office(P.PLAN_RECEPTION)
        | own_office(P.RECEIVE_VISITORS)
        | own_desk(P.CALL_VISITORS),
        insert=own_office(P.PLAN_RECEPTION) & DESK_OF_THE_OFFICE,
        update=NOBODY,
        delete=own_office(P.PLAN_RECEPTION),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "office", "day", "desk", "officer", name="officer_stands_once_on_the_rota",
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.day} {self.officer_id}"


class Capacity(models.Model):
    """How many appointments of a group an office takes: on one day, or (no day) on every day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    day = models.DateField(_("tanggal"), null=True)
    places = models.PositiveIntegerField(_("jumlah"))

    policy = Policy(
        read=ANYONE,
        insert=own_office(P.PLAN_RECEPTION),
        update=own_office(P.PLAN_RECEPTION),
        update_columns=("places",),
        delete=NOBODY,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "office", "group", "day", name="quota_of_a_day_stands_once", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.group}: {self.places}"


class MobileStopQuerySet(models.QuerySet):
    """Questions to the set of stops."""

    def coming(self, now):
        """Stops that are not called off, from today on by the clock of their office."""
        by_zone = [Q(office__time_zone=zone, day__gte=local_date(now, zone)) for zone in TimeZone]
        return self.filter(reduce(or_, by_zone), called_off_at=None)


class MobileStop(models.Model):
    """Where the service comes to a village: day, place, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField(_("tanggal"))
    village = models.ForeignKey(
        Area, models.PROTECT, related_name="+", verbose_name=_("desa atau kelurahan")
    )
    place = models.CharField(_("tempat"), max_length=120)
    opens = models.TimeField(_("dari"))
    closes = models.TimeField(_("sampai"))
    places = models.PositiveIntegerField(_("jumlah orang"))
    called_off_at = models.DateTimeField(null=True)

    objects = MobileStopQuerySet.as_manager()
    policy = Policy(
        read=ANYONE,
        insert=own_office(P.PLAN_RECEPTION),
        update=own_office(P.PLAN_RECEPTION),
        update_columns=("called_off_at",),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("layanan keliling")
        ordering = ["day", "opens", "id"]
        indexes = [models.Index(fields=["office", "day"], name="stops_of_an_office")]
        constraints = [
            models.CheckConstraint(
                name="stop_closes_after_it_opens", condition=Q(closes__gt=F("opens"))
            ),
        ]

    def __str__(self):
        return self.place
