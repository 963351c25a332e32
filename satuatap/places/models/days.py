"""Days on which nobody works: the nation's and an office's own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from satuatap.common.ids import new_id
from satuatap.common.policy import ANYONE, OpenTable, Policy
from satuatap.places.models.offices import Office, of_a_managed_office


class Holiday(models.Model):
    """A national holiday or a day of joint leave, from the yearly joint decree."""

    class Kind(models.TextChoices):
        """Government offices rest on both."""

        NATIONAL = "national", _("libur nasional")
        JOINT_LEAVE = "joint_leave", _("cuti bersama")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    date = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind)
    source = models.CharField(_("sumber"), max_length=400)
    as_of = models.DateField(_("keadaan"))

    policy = OpenTable("public data", service="select")

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                name="holiday_stands_once_per_day_and_name", fields=["date", "name"]
            ),
            models.CheckConstraint(
                name="holiday_is_national_or_joint_leave",
                condition=Q(kind__in=["national", "joint_leave"]),
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.name}"


class Closure(models.Model):
    """A day on which one office is closed although others work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="closures")
    date = models.DateField(_("tanggal"))
    name = models.CharField(_("alasan yang dibaca pengunjung"), max_length=120)

    policy = Policy(
        read=ANYONE,
        insert=of_a_managed_office(),
        update=of_a_managed_office(),
        delete=of_a_managed_office(),
    )

    class Meta:
        verbose_name = _("hari tutup kantor")
        verbose_name_plural = _("hari tutup kantor")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                name="office_is_closed_once_per_day", fields=["office", "date"]
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.name}"
