"""Nouns: a message without anybody's name, and apart from it where it goes and what it is about."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.fields import EncryptedText
from satuatap.common.ids import new_id
from satuatap.common.policy import Policy, holds, own_office, service
from satuatap.notifications.workflow import FOR_A_PERSON, MESSAGE, OPEN, MessageStatus
from satuatap.places.models import Office

WRITER, SENDER = "message_writer", "message_sender"
S = MessageStatus


class Channel(models.TextChoices):
    """Ways out that there are adapters for."""

    EMAIL = "email", _("surel")
    CONSOLE = "console", _("layar peragaan")


class MessageQuerySet(models.QuerySet):
    """Questions to the set of messages."""

    def next_due(self, now, ready):
        """Locked: the message that has waited longest for one of these channels, or None."""
        due = self.filter(status=S.WAITING, due_at__lte=now, channel__in=ready)
        return due.order_by("due_at", "pk").select_for_update(skip_locked=True).first()

    def counted(self):
        """Pairs of status and how many."""
        return self.order_by().values_list("status").annotate(Count("pk"))

    def for_a_person(self):
        """What somebody has to settle by other means, oldest first."""
        return self.filter(status__in=FOR_A_PERSON).order_by("made_at", "pk")


class Message(models.Model):
    """That something is to be told: why and with which text, never to whom or about what.

    `purpose` is a code that a room registered, `reason` a code why it ended as it did.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    purpose = models.SlugField(max_length=40, db_index=False)
    template = models.SlugField(max_length=60, db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    status = models.CharField(max_length=10, choices=S, default=S.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = MessageQuerySet.as_manager()
    policy = Policy(
        read=service(SENDER) | own_office(Permission.OVERSEE),
        insert=service(WRITER) & holds("{table}.status = 'waiting'"),
        update=service(SENDER),
        update_columns=(
            "status", "reason", "attempts", "due_at", "taken_at", "ended_at", "settled_by_id",
        ),
        delete=service(SENDER),
    )  # fmt: skip

    class Meta:
        verbose_name = _("pesan")
        constraints = [
            models.CheckConstraint(
                name="message_status_is_known", condition=Q(status__in=S.values)
            ),
            models.CheckConstraint(
                name="message_that_is_handed_over_says_since_when",
                condition=~Q(status=S.SENDING) | Q(taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_that_ended_says_when",
                condition=Q(status__in=OPEN, ended_at=None)
                | ~Q(status__in=OPEN) & Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="settled_message_says_by_whom",
                condition=~Q(status=S.SETTLED) | Q(settled_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(status=S.WAITING), name="messages_due"
            ),
            models.Index(
                fields=["taken_at"], condition=Q(status=S.SENDING), name="messages_on_the_way"
            ),
            models.Index(fields=["made_at"], name="messages_by_age"),
            models.Index(fields=["office", "status", "made_at"], name="messages_of_an_office"),
        ]

    def __str__(self):
        return f"{self.purpose} {self.status}"

    def move_to(self, status, now, reason="") -> None:
        """The next state; MoveRefused where the table has no such move."""
        MESSAGE.check(self.status, status)
        self.status, self.reason = status, reason
        self.ended_at = None if status in OPEN else now


class Recipient(models.Model):
    """Where a message goes and what it is about; its id is the message's.

    Only the sender reads it. The address is erased when the message ends; what it is about stays
    only while somebody has to tell her in another way.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    about_id = models.UUIDField()
    address = EncryptedText(purpose_name="messages", null=True)

    policy = Policy(
        read=service(SENDER),
        insert=service(WRITER),
        update=service(SENDER),
        update_columns=("address",),
        delete=service(SENDER),
    )

    class Meta:
        verbose_name = _("tujuan pesan")

    def __str__(self):
        return str(self.pk)


def forget(message_ids, status) -> None:
    """A message has ended so: erase its address, and all of it where nobody has to settle it."""
    rows = Recipient.objects.filter(pk__in=message_ids)
    if status in FOR_A_PERSON:
        rows.filter(address__isnull=False).update(address=None)
    else:
        rows.delete()
