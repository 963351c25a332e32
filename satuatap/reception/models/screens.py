"""An office's screens and what visitors said on the tablet."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.fields import EncryptedText, KeyedHash
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, holds, own_office, presented, service
from satuatap.places.models import Office
from satuatap.reception.codes import SCREEN_KEY
from satuatap.reception.models.conditions import DISPLAY, with_the_screens_key
from satuatap.reception.models.tickets import Ticket

P = Permission
ROOMS = ["Ruang 1", "Ruang 2"]  # until the office names its own


class ScreenQuerySet(models.QuerySet):
    """Questions to the set of screens."""

    def current(self):
        """Keys that open something."""
        return self.filter(replaced_at=None)


class Screen(models.Model):
    """The key that opens an office's display and tablet, and the rooms to which one is called."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    key = EncryptedText(purpose_name="reception")
    key_hash = KeyedHash(of="key", purpose_name=SCREEN_KEY)
    rooms = ArrayField(models.CharField(max_length=40))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = ScreenQuerySet.as_manager()
    policy = Policy(
        read=own_office(P.RECEIVE_VISITORS)
        | own_office(P.PLAN_RECEPTION)
        | (service(DISPLAY) & presented("key_hash") & holds("{table}.replaced_at IS NULL")),
        insert=own_office(P.RECEIVE_VISITORS) | own_office(P.PLAN_RECEPTION),
        update=own_office(P.RECEIVE_VISITORS) | own_office(P.PLAN_RECEPTION),
        update_columns=("rooms", "replaced_at"),
        delete=NOBODY,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="screen_key_leads_to_one_office"),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(replaced_at=None),
                name="office_has_one_screen_key_at_a_time",
            ),
        ]

    def __str__(self):
        return str(self.made_at)


def random_id() -> uuid.UUID:
    """An id without any order: it must not tell when somebody pressed the tablet."""
    return uuid.uuid4()


class Impression(models.Model):
    """One answer on the tablet: of a month, not of a moment, and of nobody."""

    class Score(models.IntegerChoices):
        """Three faces."""

        GOOD = 3, _("Baik")
        FAIR = 2, _("Cukup")
        BAD = 1, _("Kurang")

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    month = models.DateField()
    score = models.PositiveSmallIntegerField(choices=Score)
    sex = models.CharField(max_length=10, choices=Ticket.Sex, blank=True)

    policy = Policy(
        read=own_office(P.READ_RECEPTION),
        insert=with_the_screens_key(),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        indexes = [models.Index(fields=["office", "month"], name="impressions_of_a_month")]
        constraints = [
            models.CheckConstraint(
                name="impression_is_one_of_three", condition=Q(score__in=[1, 2, 3])
            ),
            models.CheckConstraint(name="impression_is_of_a_month", condition=Q(month__day=1)),
        ]

    def __str__(self):
        return str(self.score)
