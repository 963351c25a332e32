"""What is known of a paper without its image: results, official numbers, and what stands on it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.catalogue.documents import document_kinds
from satuatap.common.fields import EncryptedText
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office, own_row, service, through
from satuatap.places.models import Office
from satuatap.workers.models.access import HOUSE, on_own_desk, recorded_on_own_desk
from satuatap.workers.models.documents import Scan
from satuatap.workers.models.people import Worker

PAPER_NUMBER = "paper_number"


class FindingQuerySet(models.QuerySet):
    """Questions to the set of results."""

    def newest(self, worker_id, kinds) -> dict:
        """The newest result of each of these kinds of paper, by kind."""
        rows = self.filter(worker_id=worker_id, kind__in=kinds).order_by("recorded_at", "id")
        return {row.kind: row for row in rows}


class Finding(models.Model):
    """The result of an examination or an official number, as the issuer told it; the newest counts.

    Of a medical or police paper nothing else is kept: no image, no diagnosis, no reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40, blank=True)
    number = EncryptedText(purpose_name=PAPER_NUMBER, null=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = FindingQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_DOCUMENT)
        | on_own_desk("worker_id", kind_column="kind")
        | recorded_on_own_desk("worker_id", "kind")
        | service(HOUSE),  # whether a paper is there; who sees no results is told no more
        insert=(
            recorded_on_own_desk("worker_id", "kind") | own_office(Permission.CLOSE_ABSENT_STEP)
        )
        & through("workers.Worker", "worker_id", same=("office_id",))
        & own_row("recorded_by_id"),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("hasil atau nomor surat")
        constraints = [
            models.CheckConstraint(
                name="finding_says_an_outcome_or_a_number",
                condition=~Q(outcome="") | Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(valid_until__gte=F("issued_on")),
            ),
        ]
        indexes = [models.Index(fields=["worker", "kind"], name="findings_of_a_person")]

    def __str__(self):
        return self.kind

    @property
    def definition(self):
        """What kind of paper this is."""
        return document_kinds()[self.kind]

    @property
    def outcome_words(self) -> str:
        """The result in words."""
        return self.definition.outcomes.get(self.outcome, "")

    def counts_on(self, day) -> bool:
        """Does the paper count as there on this day: a good result, and not run out?"""
        good = not self.outcome or self.outcome in self.definition.good_outcomes
        return good and (self.valid_until is None or self.valid_until >= day)


class ScanReading(models.Model):
    """Name and birth date as they stand on one image of a paper, letter by letter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="readings")
    kind = models.CharField(max_length=40)
    full_name = models.CharField(_("nama di surat ini"), max_length=120, blank=True)
    birth_date = models.DateField(_("tanggal lahir di surat ini"), null=True)
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(db_default=Now(), editable=False)

    policy = Policy(
        read=own_office(Permission.READ_DOCUMENT)
        | own_office(Permission.ADD_DOCUMENT)
        | on_own_desk("worker_id", kind_column="kind"),
        insert=(own_office(Permission.ADD_DOCUMENT) | on_own_desk("worker_id", kind_column="kind"))
        & through("workers.Scan", "scan_id", same=("office_id", "worker_id", "kind"))
        & own_row("read_by_id"),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("bacaan surat")
        constraints = [
            models.CheckConstraint(
                name="reading_says_a_name_or_a_date",
                condition=~Q(full_name="") | Q(birth_date__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["worker", "kind"], name="readings_of_a_person")]

    def __str__(self):
        return self.kind
