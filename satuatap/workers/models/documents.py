"""Papers and their scans."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.catalogue.documents import document_kinds
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office, service, through
from satuatap.places.models import Office
from satuatap.workers.models.access import HOUSE, on_own_desk
from satuatap.workers.models.people import Worker


class DocumentQuerySet(models.QuerySet):
    """Questions to the set of papers."""

    def with_newest_scan(self):
        """Each paper with id and moment of its newest scan, in the same query."""
        newest = Scan.objects.filter(document=OuterRef("pk")).order_by("-added_at", "-id")
        return self.annotate(
            newest_scan=Subquery(newest.values("id")[:1]),
            newest_scan_at=Subquery(newest.values("added_at")[:1]),
        )


class Document(models.Model):
    """One paper of one person: asked for once, read by every desk that needs it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)

    objects = DocumentQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_WORKER) | on_own_desk("worker_id", kind_column="kind"),
        insert=own_office(Permission.ADD_DOCUMENT)
        & through("workers.Worker", "worker_id", same=("office_id",)),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("surat milik orang")
        constraints = [
            models.UniqueConstraint(fields=["worker", "kind"], name="a_person_has_each_paper_once")
        ]

    def __str__(self):
        return self.kind

    @property
    def definition(self):
        """What kind of paper this is."""
        return document_kinds()[self.kind]


class Scan(models.Model):
    """One image of a paper; the newest counts, the older ones stay until retention ends them.

    The row says that there is an image; opening it is a deed of its own and leaves a trace.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="scans")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    file_id = models.UUIDField(unique=True)
    media_type = models.CharField(max_length=30)
    pages = models.PositiveSmallIntegerField(default=1)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    policy = Policy(
        read=own_office(Permission.READ_DOCUMENT)
        | own_office(Permission.ADD_DOCUMENT)
        | on_own_desk("worker_id", kind_column="kind")
        # that there is an image, for the state of a file; the image only for a second look
        | service(HOUSE),
        insert=own_office(Permission.ADD_DOCUMENT)
        & through("workers.Document", "document_id", same=("office_id", "worker_id", "kind")),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("foto surat")
        indexes = [models.Index(fields=["document", "-added_at"], name="scans_of_a_paper")]

    def __str__(self):
        return f"{self.kind} {self.added_at}"

    def get_absolute_url(self):
        """The image, through its gate."""
        return reverse("workers:scan", args=[self.pk])
