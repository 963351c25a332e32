"""The application."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.applications.codes import TRACKING_CODE
from satuatap.applications.workflow import APPLICATION, ApplicationStatus
from satuatap.common.codes import in_groups
from satuatap.common.fields import EncryptedText, KeyedHash
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    NOBODY,
    Condition,
    Policy,
    holds,
    own_office,
    presented,
    through,
)
from satuatap.common.policy import service as acting_service
from satuatap.directory.models import JobOrder
from satuatap.letters.models import Letter
from satuatap.places.models import Office
from satuatap.workers.models import Worker
from satuatap.workers.models.access import HOUSE

TRACKING = "tracking"
APPLICANT = "applicant"
CLOCKS = "clock_keeper"


class Relation(models.TextChoices):
    """Who acts where the worker herself cannot."""

    SPOUSE = "spouse", _("suami atau istri")
    CHILD = "child", _("anak")
    PARENT = "parent", _("orang tua")
    SIBLING = "sibling", _("saudara kandung")
    GUARDIAN = "guardian", _("wali")
    OTHER = "other", _("ahli waris lain")


def lies_on_own_desk(column: str) -> Condition:
    """A step of this file lies on a desk of the acting person."""
    return Condition(
        "EXISTS (SELECT 1 FROM workers_deskaccess AS seen"
        f' WHERE seen.file_id = {{table}}."{column}" AND seen.ended_at IS NULL'
        f" AND seen.desk_id = ANY ((SELECT acting_desks('{Permission.WORK_AT_DESK}'))::uuid[]))"
    )


def lies_on_own_desk_of(column: str) -> Condition:
    """The person of this row lies on a desk of the acting person, at this office."""
    return Condition(
        "EXISTS (SELECT 1 FROM workers_deskaccess AS seen"
        f' WHERE seen.worker_id = {{table}}."{column}" AND seen.office_id = {{table}}.office_id'
        " AND seen.ended_at IS NULL"
        f" AND seen.desk_id = ANY ((SELECT acting_desks('{Permission.WORK_AT_DESK}'))::uuid[]))"
    )


class ApplicationQuerySet(models.QuerySet):
    """Questions to the set of applications."""

    def running(self):
        """Those that somebody still has to do something about."""
        return self.filter(status__in=[ApplicationStatus.OPEN, ApplicationStatus.LETTER])

    def newest_first(self, before=None, size=25):
        """One page, newest first; `before` is the id of the last one on the page before."""
        page = self.order_by("-id")
        return list((page.filter(id__lt=before) if before else page)[: size + 1])


class Application(models.Model):
    """One person's request for one service, with a copy of the service as it was then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="applications")
    service = models.CharField(max_length=40)
    definition = models.JSONField()
    status = models.CharField(
        max_length=12, choices=ApplicationStatus.choices, default=ApplicationStatus.OPEN
    )
    answers = models.JSONField(default=dict)
    destination = models.CharField(max_length=3, blank=True)
    job_order = models.ForeignKey(JobOrder, models.PROTECT, null=True, related_name="+")
    is_remote = models.BooleanField(default=False)
    applicant = EncryptedText(purpose_name=APPLICANT, null=True)
    relation = models.CharField(max_length=20, blank=True, choices=Relation.choices)
    channel = models.CharField(max_length=12, blank=True)
    contact = EncryptedText(purpose_name=APPLICANT, null=True)
    stopped_by = models.ForeignKey(
        "applications.DestinationStop", models.PROTECT, null=True, related_name="applications"
    )
    code = EncryptedText(purpose_name=TRACKING_CODE)
    code_hash = KeyedHash(of="code", purpose_name=TRACKING_CODE)
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="application")
    letter_ready_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_APPLICATION)
        | lies_on_own_desk("id")
        | (acting_service(TRACKING) & presented("code_hash"))
        | acting_service(HOUSE)
        | acting_service(CLOCKS),
        insert=(
            own_office(Permission.OPEN_APPLICATION)
            & through("workers.Worker", "worker_id", same=("office_id",))
            & holds("{table}.letter_id IS NULL AND {table}.stopped_by_id IS NULL")
            & (
                holds("{table}.job_order_id IS NULL")
                | through("directory.JobOrder", "job_order_id", same=("office_id",))
            )
        )
        | (
            acting_service(HOUSE)
            & lies_on_own_desk_of("worker_id")
            & holds(
                "{table}.letter_id IS NULL AND {table}.job_order_id IS NULL"
                " AND {table}.stopped_by_id IS NULL"
            )
        ),
        update=own_office(Permission.OPEN_APPLICATION) | acting_service(HOUSE),
        update_to=(
            own_office(Permission.OPEN_APPLICATION)
            & (
                holds("{table}.letter_id IS NULL")
                | through("letters.Letter", "letter_id", same=("office_id",))
            )
            & (
                holds("{table}.stopped_by_id IS NULL")
                | through("applications.DestinationStop", "stopped_by_id", same=("office_id",))
            )
        )
        | acting_service(HOUSE),
        update_columns=(
            "status",
            "letter_id",
            "letter_ready_at",
            "finished_at",
            "code",
            "code_hash",
            "channel",
            "contact",
            "stopped_by_id",
        ),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("permohonan")
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], name="one_application_per_code"),
            models.UniqueConstraint(
                fields=["worker", "service"],
                condition=Q(status__in=["open", "letter"]),
                name="one_running_application_per_service",
            ),
            models.CheckConstraint(
                name="ended_application_says_when",
                condition=Q(status__in=["open", "letter"], finished_at__isnull=True)
                | Q(status__in=["finished", "withdrawn"], finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_that_is_ready_is_there",
                condition=Q(letter_ready_at__isnull=True) | Q(letter__isnull=False),
            ),
            models.CheckConstraint(
                name="applicant_says_how_she_is_related",
                condition=Q(applicant__isnull=True, relation="")
                | Q(applicant__isnull=False) & ~Q(relation=""),
            ),
            models.CheckConstraint(
                name="channel_and_contact_stand_together",
                condition=Q(channel="", contact__isnull=True)
                | Q(contact__isnull=False) & ~Q(channel=""),
            ),
            models.CheckConstraint(
                name="application_ends_after_it_opens",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="applications_of_an_office"),
            models.Index(fields=["worker"], name="applications_of_a_person"),
            models.Index(
                fields=["office", "destination"],
                condition=Q(status__in=["open", "letter"]) & ~Q(destination=""),
                name="running_applications_abroad",
            ),
        ]

    def __str__(self):
        return self.service

    def get_absolute_url(self):
        """Its page."""
        return reverse("applications:application", args=[self.pk])

    def move_to(self, status):
        """Change the status along the table."""
        APPLICATION.check(self.status, status)
        self.status = status

    @property
    def shown_code(self) -> str:
        """The code as it is printed on her slip."""
        return in_groups(self.code)

    @property
    def service_name(self) -> str:
        """The service's name as it was when the application was opened."""
        return self.definition["name"]

    @property
    def asked_kinds(self) -> list[str]:
        """Codes of all papers that its steps need, each once; its steps are read for it."""
        steps = self.steps.all()
        return list(dict.fromkeys(kind for step in steps for kind in step.documents))

    def step_definition(self, code) -> dict:
        """What the catalogue said of one step when the application was opened."""
        return next(step for step in self.definition["steps"] if step["code"] == code)
