"""The audit: who did what about which row, when; sealed into a chain per office."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import ANYONE, NOBODY, OpenTable, Policy, holds, own_office

SEAL_COLUMNS = ("chain", "position", "chain_hash", "mac", "sealed_at")


class AuditEntry(models.Model):
    """One deed. Never a value: verb, random id of the thing, reason code, office, person, moment.

    The service may only insert. The sealer fills the seal: the entry's place in the chain of
    its office, the hash over the entry and the one before it, and a MAC whose key is not in
    the database.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()  # no default in the database: returning it would need reading
    person_id = models.UUIDField(null=True, verbose_name=_("petugas"))
    service = models.CharField(max_length=40, blank=True)
    office_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    chain = models.CharField(max_length=40, blank=True, default="")
    position = models.BigIntegerField(null=True)
    chain_hash = models.BinaryField(null=True)
    mac = models.BinaryField(null=True)
    sealed_at = models.DateTimeField(null=True)

    policy = Policy(
        read=own_office(Permission.READ_AUDIT),
        insert=holds("{table}.position IS NULL AND {table}.chain = ''"),  # the seal is the sealer's
        update=NOBODY,
        delete=NOBODY,
        others={
            "satuatap_sealer": (
                ("read", ANYONE, ()),
                ("update", ANYONE, SEAL_COLUMNS),
            )
        },
    )

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(position=None), name="entries_not_yet_sealed"),
            models.Index(fields=["office_id", "-at", "-id"], name="entries_of_an_office"),
        ]
        constraints = [
            models.CheckConstraint(
                name="entry_is_made_by_a_person_or_a_service",
                condition=Q(person_id__isnull=False) | ~Q(service=""),
            ),
            models.CheckConstraint(
                name="seal_is_whole_or_absent",
                condition=Q(position=None, chain_hash=None, mac=None, sealed_at=None)
                | Q(position__isnull=False, chain_hash__isnull=False, mac__isnull=False,
                    sealed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["chain", "position"],
                condition=Q(position__isnull=False),
                name="one_entry_at_each_place_of_a_chain",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.verb} {self.at}"


class AuditDay(models.Model):
    """One day's heads of all chains as one number that can be published."""

    day = models.DateField(primary_key=True)
    head = models.BinaryField()
    chains = models.JSONField()
    mac = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    policy = OpenTable(
        "numbers that are meant to be published",
        service="select",
        others={"satuatap_sealer": "select, insert"},
    )

    def __str__(self):
        return str(self.day)
