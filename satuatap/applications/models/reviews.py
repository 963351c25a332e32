"""A second person looks again: at a paper that was returned, or at one that cannot be asked for."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.applications.models.steps import OPEN_STEPS, Step, Verdict
from satuatap.catalogue.documents import document_kinds
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    NOBODY,
    Condition,
    Policy,
    own_office,
    own_row,
    service,
    through,
)
from satuatap.places.models import Office
from satuatap.workers.models.access import HOUSE

# the step that is looked at lies on a desk at which the acting person may decide
AT_OWN_DESK = Condition(
    "EXISTS (SELECT 1 FROM applications_step AS part WHERE part.id = {table}.step_id"
    f" AND part.desk_id = ANY ((SELECT acting_desks('{Permission.DECIDE_REVIEW}'))::uuid[]))"
)


class ReviewQuerySet(models.QuerySet):
    """Questions to the set of second looks."""

    def waiting(self):
        """Those that somebody still has to decide: where the step has ended nothing waits."""
        return self.filter(decided_at__isnull=True, step__status__in=OPEN_STEPS)


class Review(models.Model):
    """What one person decided or asked, waiting for a second one.

    APPEAL: she does not accept that her paper was returned. WAIVER: a desk asks to go on without
    a paper that she cannot be asked for (a permission letter from a husband who beats her). Who
    asked or decided first never decides here. The front desk does not read why.
    """

    class Kind(models.TextChoices):
        """What is asked."""

        APPEAL = "appeal", _("keberatan atas surat yang dikembalikan")
        WAIVER = "waiver", _("surat yang tidak dapat diminta")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    paper = models.CharField(max_length=40)
    verdict = models.ForeignKey(Verdict, models.PROTECT, null=True, related_name="reviews")
    reason = models.CharField(max_length=40, blank=True)
    first_person = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)

    objects = ReviewQuerySet.as_manager()
    policy = Policy(
        read=own_row("asked_by_id")
        | own_office(Permission.DECIDE_REVIEW)
        | AT_OWN_DESK
        | service(HOUSE),
        insert=own_row("asked_by_id")
        & through("applications.Step", "step_id", same=("office_id",)),
        update=own_office(Permission.DECIDE_REVIEW) | AT_OWN_DESK,
        update_columns=("decided_by_id", "decided_at", "is_granted"),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("pemeriksaan kedua")
        constraints = [
            models.CheckConstraint(
                name="second_person_is_another_than_the_first",
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("first_person")) & ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="decided_review_says_who_when_and_what",
                condition=Q(
                    decided_by__isnull=True, decided_at__isnull=True, is_granted__isnull=True
                )
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_granted__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_names_the_verdict_and_waiver_the_reason",
                condition=Q(kind="appeal", verdict__isnull=False, reason="")
                | Q(kind="waiver", verdict__isnull=True) & ~Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["step", "paper"],
                condition=Q(decided_at__isnull=True),
                name="one_open_review_per_paper_and_step",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "asked_at"],
                condition=Q(decided_at__isnull=True),
                name="reviews_to_decide",
            )
        ]

    def __str__(self):
        return self.kind

    @property
    def paper_kind(self):
        """The kind of paper that it is about."""
        return document_kinds()[self.paper]
