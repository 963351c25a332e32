"""When an outside system was down, as an office met it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office, own_row, service
from satuatap.places.models import Office
from satuatap.workers.models.access import HOUSE


class Outage(models.Model):
    """From one moment to another an outside system could not be used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    system = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    policy = Policy(
        read=own_office(Permission.READ_APPLICATION) | service(HOUSE),
        insert=own_office(Permission.COPY_OUT) & own_row("said_by_id"),
        update=own_office(Permission.COPY_OUT),
        update_columns=("ended_at", "ended_by_id"),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("gangguan sistem luar")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "system"],
                condition=Q(ended_at__isnull=True),
                name="system_is_down_once",
            ),
            models.CheckConstraint(
                name="ended_outage_says_who_and_when",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("began_at"), ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.system
