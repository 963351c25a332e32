"""What happened to a step, moment by moment: from these events its clock can be computed again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.applications.models.applications import CLOCKS
from satuatap.applications.models.steps import Step
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    NOBODY,
    Condition,
    Policy,
    own_office,
    own_row,
    service,
    through,
)
from satuatap.places.models import Office
from satuatap.workers.models.access import HOUSE

# the step lies, or lay, on a desk at which the acting person works
AT_OWN_WORK = Condition(
    "EXISTS (SELECT 1 FROM applications_step AS part WHERE part.id = {table}.step_id"
    " AND part.office_id = {table}.office_id"
    f" AND part.desk_id = ANY ((SELECT acting_desks('{Permission.WORK_AT_DESK}'))::uuid[]))"
)


class StepEvent(models.Model):
    """One move of one step. `runs`: does the institution's clock run from then on?"""

    class Kind(models.TextChoices):
        """What happened."""

        ARRIVED = "arrived", _("tiba di loket")
        HELD = "held", _("ditunda")
        RESUMED = "resumed", _("dilanjutkan")
        RETURNED = "returned", _("dikembalikan ke pemohon")
        BROUGHT_BACK = "brought_back", _("surat dibawa lagi")
        HANDED = "handed", _("diserahkan ke rekan")
        SUSPENDED = "suspended", _("tujuan ditutup")
        REOPENED = "reopened", _("tujuan dibuka lagi")
        OVERDUE = "overdue", _("lewat janji waktu")
        DONE = "done", _("selesai")
        STOPPED = "stopped", _("dihentikan")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    reason = models.CharField(max_length=40, blank=True)
    runs = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    policy = Policy(
        read=own_office(Permission.READ_APPLICATION)
        | service(HOUSE)
        | service(CLOCKS)
        | through("applications.Step", "step_id"),
        insert=(own_row("by_id") & AT_OWN_WORK)
        | (
            (service(CLOCKS) | service(HOUSE))
            & through("applications.Step", "step_id", same=("office_id",))
        ),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("peristiwa langkah")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="hold_says_why",
                condition=~Q(kind="held") | ~Q(reason=""),
            )
        ]
        indexes = [models.Index(fields=["step", "at", "id"], name="events_of_a_step")]

    def __str__(self):
        return self.kind
