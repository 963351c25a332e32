"""Wrong tries at the check page."""

from __future__ import annotations

from django.db import models

from satuatap.common.policy import NOBODY, Policy, service

CHECK_SERVICE = "letter_check"


class WrongCheck(models.Model):
    """One code at the check page that led nowhere; the address stands as keyed hash."""

    id = models.BigAutoField(primary_key=True)
    address_hash = models.BinaryField()
    at = models.DateTimeField()

    policy = Policy(
        read=service(CHECK_SERVICE),
        insert=service(CHECK_SERVICE),
        update=NOBODY,
        delete=service(CHECK_SERVICE),
    )

    class Meta:
        indexes = [
            models.Index(fields=["address_hash", "at"], name="wrong_checks_of_an_address"),
            models.Index(fields=["at"], name="wrong_checks_by_age"),
        ]

    def __str__(self):
        return str(self.at)
