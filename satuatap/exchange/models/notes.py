"""What an outside system said of a file, noted by hand."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.applications.models import Step
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office, own_row, through
from satuatap.places.models import Office


class StatusNote(models.Model):
    """On this day the outside system showed this status of one step; the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, related_name="status_notes")
    system = models.CharField(max_length=20)
    answer = models.CharField(max_length=40)
    seen_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    policy = Policy(
        read=own_office(Permission.READ_APPLICATION),
        insert=own_office(Permission.COPY_OUT)
        & own_row("by_id")
        & through("applications.Step", "step_id", same=("office_id",)),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("status di sistem luar")
        indexes = [models.Index(fields=["step", "-at"], name="notes_of_a_step")]

    def __str__(self):
        return self.answer
