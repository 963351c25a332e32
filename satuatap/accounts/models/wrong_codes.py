"""Codes typed at public pages that led nowhere."""

from django.db import models
from django.db.models.functions import Now

from satuatap.common.policy import OpenTable


class WrongCode(models.Model):
    """One code that led nowhere: which page, from which address (as keyed hash), when."""

    id = models.BigAutoField(primary_key=True)
    page = models.CharField(max_length=20)
    address_hash = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    policy = OpenTable(
        "counted for whoever comes without account; holds hashes only",
        service="select, insert, delete",
    )

    class Meta:
        indexes = [
            models.Index(fields=["page", "address_hash", "at"], name="wrong_codes_of_an_address")
        ]

    def __str__(self):
        return f"{self.page} {self.at}"
