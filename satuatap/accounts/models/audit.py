"""The audit: who did what about which row, when; sealed into a chain per office."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    ANYONE,
    NOBODY,
    OpenTable,
    Policy,
    holds,
    own_office,
    own_row,
)
from satuatap.places.models import Office

SEAL_COLUMNS = ("chain", "position", "chain_hash", "mac", "sealed_at")


class AuditEntryQuerySet(models.QuerySet):
    """Questions to the trail; what the asking person may see is the policy's matter."""

    def newest(self, office_ids, count) -> list:
        """The newest entries of these offices, each office read along its own index.

        Asked for several offices at once, the database would sort all their entries.
        """
        found: list[AuditEntry] = []
        for office_id in office_ids:
            found += self.filter(office_id=office_id).order_by("-at", "-id")[:count]
        return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=True)[:count]

    def on(self, day, zone):
        """Entries of one day in this time zone."""
        begin = datetime.combine(day, time.min, tzinfo=zone)
        return self.filter(at__gte=begin, at__lt=begin + timedelta(days=1))

    def after(self, entry_id: str):
        """Those below this entry, newest first; an id that is not among them: all."""
        try:
            last = AuditEntry.objects.filter(pk=entry_id).first()
        except ValidationError:
            last = None
        if last is None:
            return self
        return self.filter(at__lte=last.at).exclude(at=last.at, id__gte=last.id)

    def waiting(self):
        """How many are not sealed yet, and the moment of the oldest."""
        row = self.filter(position=None).aggregate(Count("id"), Min("at"))
        return row["id__count"], row["at__min"]

    def last_seal(self, office_ids):
        """When an entry of these offices was sealed last, or None: one step per chain."""
        newest = AuditEntry.objects.filter(chain=OuterRef("chain"), position__isnull=False)
        newest = newest.order_by("-position").values("sealed_at")[:1]
        offices = Office.objects.filter(pk__in=office_ids).annotate(
            chain=Cast("pk", models.CharField())
        )
        return offices.aggregate(last=Max(Subquery(newest)))["last"]


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

    objects = AuditEntryQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_AUDIT),
        # the seal is the sealer's, and who acts signs with her own name; who signs in acts not yet
        insert=holds("{table}.position IS NULL AND {table}.chain = ''")
        & (
            holds("{table}.person_id IS NULL")
            | own_row("person_id")
            | holds("(SELECT acting_person() IS NULL AND acting_service() = '')")
        ),
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
