"""The running numbers of an office's register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office
from satuatap.places.models import Office

P = Permission
HANDLES = own_office(P.DRAFT_LETTER) | own_office(P.APPROVE_LETTER) | own_office(P.SIGN_LETTER)


class LetterRegister(models.Model):
    """The last number that an office gave in a year; its row is locked while one is drawn."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.SmallIntegerField(_("tahun"))
    last_number = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    policy = Policy(
        read=HANDLES,
        insert=own_office(P.APPROVE_LETTER),
        update=own_office(P.APPROVE_LETTER),
        delete=NOBODY,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"], name="office_has_one_register_per_year"
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.last_number}"
