"""Steps, and the verdicts that desks give on papers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.applications.clocks import Clock
from satuatap.applications.models.applications import CLOCKS, TRACKING, Application
from satuatap.applications.workflow import STEP, StepStatus, Turn
from satuatap.catalogue.documents import document_kinds, return_reasons
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    NOBODY,
    Condition,
    Policy,
    own_desk,
    own_office,
    own_row,
    service,
    through,
)
from satuatap.places.models import Desk, Office
from satuatap.workers.models import Document, Scan
from satuatap.workers.models.access import HOUSE

# the image that is decided lies, for this step, on a desk of the acting person now
IMAGE_LIES_HERE = Condition(
    "EXISTS (SELECT 1 FROM workers_deskaccess AS seen"
    " JOIN workers_scan AS image ON image.worker_id = seen.worker_id"
    " WHERE seen.step_id = {table}.step_id AND seen.office_id = {table}.office_id"
    " AND image.id = {table}.scan_id AND image.document_id = {table}.document_id"
    " AND image.kind = {table}.kind AND image.kind = ANY (seen.kinds)"
    " AND seen.ended_at IS NULL"
    f" AND seen.desk_id = ANY ((SELECT acting_desks('{Permission.WORK_AT_DESK}'))::uuid[]))"
)


OPEN_STEPS = [StepStatus.READY, StepStatus.HELD, StepStatus.RETURNED]
WRITTEN = (  # columns that the walk of a step changes
    "status", "ready_at", "done_by_id", "done_at", "documents", "status_since", "hold_reason",
    "assigned_to_id", "held_alone", "paper_number", "paper_file", "paper_media", "used_days",
    "running_since", "due_on", "is_suspended", "escalated_at", "acts",
)  # fmt: skip


def turn_of(status: str, hold_reason: str, is_suspended: bool) -> Turn:
    """Whose move it is in this state."""
    if is_suspended:
        return Turn.OUTSIDE
    if status == StepStatus.RETURNED:
        return Turn.HER
    hold = hold_reasons().get(hold_reason)
    return Turn(hold.turn) if hold else Turn.US


class StepQuerySet(models.QuerySet):
    """Questions to the set of steps."""

    def on_the_desks_of(self, user):
        """The steps that lie on this officer's own desks now."""
        desks = user.actor.desks.get(str(Permission.WORK_AT_DESK), ())
        return self.filter(desk__in=desks)

    def open(self):
        """Those that a desk has begun and not finished."""
        return self.filter(status__in=OPEN_STEPS)

    def overdue(self, today):
        """Those whose day has passed."""
        return self.open().filter(due_on__lt=today, is_suspended=False)


class Step(models.Model):
    """One desk's part of an application, copied from the catalogue."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    documents = ArrayField(models.CharField(max_length=40))
    after = ArrayField(models.CharField(max_length=40))
    status = models.CharField(max_length=12, choices=StepStatus.choices, default=StepStatus.WAITING)
    ready_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    records = ArrayField(models.CharField(max_length=40), default=list)
    system = models.CharField(max_length=20, blank=True, db_default="")
    standard_days = models.PositiveSmallIntegerField(default=1)
    status_since = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=40, blank=True)
    assigned_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    held_alone = models.BooleanField(null=True)
    paper_number = models.CharField(max_length=60, blank=True)
    paper_file = models.UUIDField(null=True, unique=True)
    paper_media = models.CharField(max_length=30, blank=True)
    used_days = models.PositiveSmallIntegerField(default=0)
    running_since = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    is_suspended = models.BooleanField(default=False)
    escalated_at = models.DateTimeField(null=True)
    acts = models.PositiveSmallIntegerField(default=0)

    objects = StepQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_APPLICATION)
        | own_desk(Permission.WORK_AT_DESK)
        | service(HOUSE)
        | service(CLOCKS)
        | (service(TRACKING) & through("applications.Application", "application_id")),
        insert=(own_office(Permission.OPEN_APPLICATION) | service(HOUSE))
        & through("applications.Application", "application_id", same=("office_id",)),
        update=own_desk(Permission.WORK_AT_DESK) | service(HOUSE) | service(CLOCKS),
        update_columns=WRITTEN,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("langkah permohonan")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "code"], name="each_step_once_per_application"
            ),
            models.CheckConstraint(
                name="step_done_says_who_and_when",
                condition=Q(status="done", done_by__isnull=False, done_at__isnull=False)
                | (~Q(status="done") & Q(done_by__isnull=True, done_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="step_at_a_desk_says_since_when",
                condition=Q(status__in=["waiting", "stopped"]) | Q(ready_at__isnull=False),
            ),
            models.CheckConstraint(
                name="held_step_says_why_and_no_other_does",
                condition=Q(status="held") & ~Q(hold_reason="")
                | ~Q(status="held") & Q(hold_reason=""),
            ),
            models.CheckConstraint(
                name="clock_runs_only_on_an_open_step",
                condition=Q(running_since__isnull=True)
                | Q(status__in=["ready", "held"], is_suspended=False),
            ),
            models.CheckConstraint(
                name="running_clock_has_a_day",
                condition=Q(running_since__isnull=True) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_of_an_absent_institution_is_whole",
                condition=Q(paper_file__isnull=True, paper_media="")
                | Q(paper_file__isnull=False) & ~Q(paper_number="") & ~Q(paper_media=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "ready_at", "id"],
                condition=Q(status="ready"),
                name="queue_of_a_desk",
            ),
            models.Index(
                fields=["desk", "status", "ready_at", "id"],
                condition=Q(status__in=["ready", "held", "returned"]),
                name="open_steps_of_a_desk",
            ),
            models.Index(
                fields=["office", "due_on"],
                condition=Q(status__in=["ready", "held", "returned"]),
                name="open_steps_of_an_office",
            ),
            models.Index(
                fields=["office", "system", "ready_at", "id"],
                condition=Q(status__in=["ready", "held", "returned"]) & ~Q(system=""),
                name="open_steps_of_a_system",
            ),
            models.Index(
                fields=["desk", "done_at"], condition=Q(status="done"), name="done_steps_of_a_desk"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The desk's page for this step."""
        return reverse("applications:step", args=[self.pk])

    def move_to(self, status, sentence=""):
        """Change the status along the table; `sentence` tells the slower of two officers."""
        STEP.check(self.status, status, sentence)
        self.status = status

    @property
    def clock(self) -> Clock:
        """The clock as it was at the last event."""
        return Clock(self.used_days, self.running_since)

    @clock.setter
    def clock(self, clock: Clock):
        self.used_days, self.running_since = clock.used_days, clock.running_since

    @property
    def hold(self):
        """Why it is held, in words for staff and for her; None when it is not."""
        return hold_reasons().get(self.hold_reason)

    @property
    def turn(self) -> Turn:
        """Whose move it is."""
        return turn_of(self.status, self.hold_reason, self.is_suspended)

    @property
    def waits_for_interview(self) -> bool:
        """Is a talk part of this step, and nobody has noted yet whether it was held alone?"""
        asked = self.application.step_definition(self.code).get("interview", False)
        return asked and self.held_alone is None

    def is_overdue(self, today) -> bool:
        """Has the day passed by which the desk should have finished? Not while it is suspended."""
        runs = self.status in OPEN_STEPS and not self.is_suspended
        return runs and self.due_on is not None and self.due_on < today


class Verdict(models.Model):
    """One desk's answer on one image of a paper: accepted, or returned with a coded reason."""

    class Outcome(models.TextChoices):
        """What the desk decided."""

        ACCEPTED = "accepted"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, related_name="verdicts")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    policy = Policy(
        read=own_office(Permission.READ_APPLICATION) | through("applications.Step", "step_id"),
        insert=IMAGE_LIES_HERE & own_row("by_id"),
        update=NOBODY,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("putusan loket")
        constraints = [
            models.UniqueConstraint(fields=["step", "scan"], name="one_verdict_per_image_and_step"),
            models.CheckConstraint(
                name="returned_paper_says_why_and_accepted_does_not",
                condition=Q(outcome="returned") & ~Q(reason="")
                | Q(outcome="accepted", reason="", note=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "at"],
                condition=Q(outcome="returned"),
                name="returned_papers_of_an_office",
            )
        ]

    def __str__(self):
        return self.outcome

    @property
    def is_accepted(self) -> bool:
        """Did the desk accept this image?"""
        return self.outcome == self.Outcome.ACCEPTED

    @property
    def sentence(self) -> str:
        """What she reads: what happened and what to bring."""
        if self.is_accepted:
            return ""
        reason = return_reasons()[self.reason]
        return reason.sentence_for(document_kinds()[self.kind])
