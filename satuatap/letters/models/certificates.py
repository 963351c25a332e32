"""The certificate with which an office signs its letters electronically."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office
from satuatap.places.models import Office


class CertificateQuerySet(models.QuerySet):
    """Questions to the set of certificates."""

    def find_in_use(self, office) -> OfficeCertificate | None:
        """The certificate that this office signs with, also one whose time is over."""
        return self.filter(office=office, retired_at=None).first()


class OfficeCertificate(models.Model):
    """One certificate of an office; its private key lies sealed in `key_file` until it retires.

    Only the operator of the machine brings one in or takes it away (`manage.py
    office_certificate`), so the service can read the row and write none. `certificate` is the
    public half (PEM): letters of a retired certificate can still be checked with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("kantor"))
    subject = models.CharField(_("pemilik sertifikat"), max_length=400)
    fingerprint = models.CharField(_("sidik sertifikat"), max_length=95)
    certificate = models.TextField()
    key_file = models.UUIDField(null=True, editable=False)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.SIGN_LETTER), insert=NOBODY, update=NOBODY, delete=NOBODY
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(retired_at=None),
                name="office_signs_with_one_certificate",
            ),
            # what a letter's foreign key leads to, so that both speak of the same office
            models.UniqueConstraint(
                fields=["id", "office"], name="certificate_belongs_to_one_office"
            ),
            models.CheckConstraint(
                name="certificate_keeps_its_key_until_it_retires",
                condition=Q(retired_at__isnull=True, key_file__isnull=False)
                | Q(retired_at__isnull=False, key_file__isnull=True),
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=Q(valid_until__gt=F("valid_from")),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.subject

    def is_valid_at(self, now) -> bool:
        """Does its time run at this moment?"""
        return self.valid_from <= now <= self.valid_until
