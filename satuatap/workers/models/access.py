"""Which desk may see a person now, and which of her papers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Condition, Policy, own_desk, own_office, service
from satuatap.places.models import Desk, Office

HOUSE = "application_walk"


def on_own_desk(worker_column: str, *, kind_column: str = "") -> Condition:
    """The row's person lies on a desk of the acting person now (and its kind is needed there)."""
    kinds = f' AND {{table}}."{kind_column}" = ANY (seen.kinds)' if kind_column else ""
    return Condition(
        "EXISTS (SELECT 1 FROM workers_deskaccess AS seen"
        f' WHERE seen.worker_id = {{table}}."{worker_column}" AND seen.ended_at IS NULL{kinds}'
        f" AND seen.desk_id = ANY ((SELECT acting_desks('{Permission.WORK_AT_DESK}'))::uuid[]))"
    )


def recorded_on_own_desk(worker_column: str, kind_column: str) -> Condition:
    """The row's person lies on a desk of the acting person that records this kind of result."""
    return Condition(
        "EXISTS (SELECT 1 FROM workers_deskaccess AS seen"
        f' WHERE seen.worker_id = {{table}}."{worker_column}" AND seen.ended_at IS NULL'
        f' AND seen.office_id = {{table}}.office_id AND {{table}}."{kind_column}" = ANY (seen.records)'
        f" AND seen.desk_id = ANY ((SELECT acting_desks('{Permission.WORK_AT_DESK}'))::uuid[]))"
    )


class DeskAccess(models.Model):
    """While a step lies on a desk, the desk sees the person, her file and the papers it needs.

    `records` are kinds of which the desk itself writes the result or the official number.
    `file_id` is the application's id, opaque here. Only the house itself opens and ends access
    as steps move; no officer gives it to another.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    worker = models.ForeignKey("workers.Worker", models.CASCADE, related_name="desk_access")
    file_id = models.UUIDField()
    step_id = models.UUIDField()
    kinds = ArrayField(models.CharField(max_length=40))
    records = ArrayField(models.CharField(max_length=40), default=list)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    policy = Policy(
        read=own_desk(Permission.WORK_AT_DESK)
        | own_office(Permission.READ_APPLICATION)
        | service(HOUSE),
        insert=service(HOUSE),
        update=service(HOUSE),
        update_columns=("ended_at", "kinds"),  # a waived paper is shown to no desk any more
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("akses loket")
        constraints = [
            models.UniqueConstraint(
                fields=["step_id"],
                condition=Q(ended_at__isnull=True),
                name="one_running_access_per_step",
            )
        ]
        indexes = [
            models.Index(
                fields=["worker", "desk"],
                condition=Q(ended_at__isnull=True),
                name="running_access_to_a_person",
            ),
            models.Index(
                fields=["file_id"],
                condition=Q(ended_at__isnull=True),
                name="running_access_to_a_file",
            ),
        ]

    def __str__(self):
        return str(self.started_at)
