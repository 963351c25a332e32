"""What was told to whom."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office
from satuatap.places.models import Office


class NoticeGiven(models.Model):
    """A notice was told to a person before her data was stored."""

    class Manner(models.TextChoices):
        """How it was told."""

        READ_ALOUD = "read_aloud", _("Dibacakan")
        READ_HERSELF = "read_herself", _("Dibaca sendiri")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    about_id = models.UUIDField()
    notice = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    manner = models.CharField(_("cara"), max_length=20, choices=Manner.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    policy = Policy(
        read=own_office(Permission.REGISTER_WORKER) | own_office(Permission.READ_AUDIT),
        insert=own_office(Permission.REGISTER_WORKER),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("pemberitahuan data")
        indexes = [models.Index(fields=["about_id", "at"], name="notices_about_a_person")]

    def __str__(self):
        return f"{self.notice} {self.version}"
