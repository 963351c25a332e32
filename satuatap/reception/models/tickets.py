"""The ticket, what is kept of it for today only, the calls, and the running numbers."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import (
    NOBODY,
    Condition,
    Policy,
    holds,
    own_desk,
    own_office,
    service,
    through,
)
from satuatap.places.models import Area, Desk, Office
from satuatap.reception.groups import (
    PRIVATE,
    first_needs,
    name_of,
    needs,
    reasons,
    shown_number,
)
from satuatap.reception.models.conditions import (
    DESK_OF_THE_OFFICE,
    KEEPER,
    with_the_screens_key,
)
from satuatap.reception.workflow import OPEN, TICKET, TicketStatus

P = Permission
AT_THE_COUNTERS = own_office(P.RECEIVE_VISITORS) | own_desk(P.CALL_VISITORS)
IS_PRIVATE = Q(group=PRIVATE)
SHOWN_WHILE_SERVED = timedelta(minutes=3)  # so that whoever looks up late still finds the way


class DayCounter(models.Model):
    """The last number drawn in one series of an office's day; the row is locked while one is.

    Series: a group's code (tickets), "served" (order of service), "janji:GROUP" (appointments);
    "desa:CODE" counts the visitors of a village under the first day of their month.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    series = models.CharField(max_length=40)
    last = models.PositiveIntegerField()

    policy = Policy(
        read=service(KEEPER), insert=service(KEEPER), update=service(KEEPER), delete=NOBODY
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "series"], name="office_counts_each_series_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.series}: {self.last}"


class TicketQuerySet(models.QuerySet):
    """Questions to the set of tickets."""

    def of_day(self, office, day):
        """The numbers of one office and day."""
        return self.filter(office=office, day=day)

    def in_queue(self, office, day, desk=None, group=None):
        """Who waits for this desk or, without one, for the front desk in this group."""
        rows = self.of_day(office, day).filter(status=TicketStatus.WAITING, desk=desk)
        return rows.filter(group=group) if desk is None else rows

    def in_calling_order(self):
        """Needs that go first, then the order of issue: the rule that the page shows."""
        notes = DayNote.objects.filter(ticket=OuterRef("pk"), needs__overlap=list(first_needs()))
        return self.annotate(goes_first=Exists(notes)).order_by("-goes_first", "issued_at", "id")

    def saying_who_waits_for_another(self, officer, callers):
        """`waits_for_another`: she chose somebody else, who is one of these callers.

        The wish for somebody who does not call here today binds nobody.
        """
        chosen = DayNote.objects.filter(ticket=OuterRef("pk"), officer__in=callers)
        return self.annotate(waits_for_another=Exists(chosen.exclude(officer=officer)))

    def still_open(self):
        """Numbers that have not come to an end."""
        return self.filter(status__in=OPEN)


class Ticket(models.Model):
    """A number of one day. What stays is a figure: it leads to nobody."""

    class Channel(models.TextChoices):
        """How somebody came; a service from afar counts too."""

        COUNTER = "counter", _("datang sendiri")
        PHONE = "phone", _("lewat telepon")
        MESSAGE = "message", _("lewat pesan")

    class Sex(models.TextChoices):
        """For figures only."""

        FEMALE = "female", _("Perempuan")
        MALE = "male", _("Laki-laki")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    group = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.COUNTER)
    by_appointment = models.BooleanField(default=False)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=TicketStatus, default=TicketStatus.WAITING)
    sex = models.CharField(max_length=10, choices=Sex, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()
    policy = Policy(
        read=AT_THE_COUNTERS | own_office(P.READ_RECEPTION) | service(KEEPER),
        insert=own_office(P.RECEIVE_VISITORS) & DESK_OF_THE_OFFICE,
        update=(AT_THE_COUNTERS | service(KEEPER)) & DESK_OF_THE_OFFICE,
        update_columns=(
            "desk_id", "status", "queued_at", "called_at", "served_at", "done_at", "left_at",
        ),
        delete=NOBODY,
    )  # fmt: skip

    class Meta:
        verbose_name = _("nomor antrean")
        indexes = [
            models.Index(fields=["office", "day", "-issued_at", "-id"], name="tickets_of_a_day"),
            models.Index(
                fields=["desk", "day", "issued_at"],
                condition=Q(status="waiting"),
                name="tickets_waiting_for_a_desk",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "group", "number"], name="number_is_issued_once_a_day"
            ),
            models.UniqueConstraint(fields=["id", "group"], name="ticket_has_one_group"),
            models.CheckConstraint(
                name="ticket_status_is_known", condition=Q(status__in=TicketStatus.values)
            ),
            models.CheckConstraint(
                name="private_number_keeps_no_desk_sex_or_area",
                condition=~IS_PRIVATE | Q(desk=None, sex="", area=None, by_appointment=False),
            ),
            models.CheckConstraint(
                name="number_that_ended_says_when",
                condition=(~Q(status="done") | Q(done_at__isnull=False))
                & (~Q(status="left") | Q(left_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.shown

    @property
    def shown(self) -> str:
        """The number as it is called."""
        return shown_number(self.group, self.number)

    @property
    def group_name(self) -> str:
        """The group in words, for staff."""
        return name_of(self.group)

    @property
    def is_private(self) -> bool:
        """Is nothing kept of whoever holds it?"""
        return self.group == PRIVATE

    @property
    def note(self) -> DayNote | None:
        """What is known for today, where the acting person may see it."""
        found = list(self.notes.all())
        return found[0] if found else None

    def move_to(self, status: TicketStatus) -> None:
        """Change the status; MoveRefused where the table has no such move."""
        TICKET.check(self.status, status)
        self.status = status


WAITS_AT_OWN_DESK = Condition(
    "EXISTS (SELECT 1 FROM reception_ticket AS held WHERE held.id = {table}.ticket_id"
    " AND held.status IN ('waiting', 'called', 'serving')"
    f" AND held.desk_id = ANY ((SELECT acting_desks('{P.CALL_VISITORS}'))::uuid[]))"
)
TOLD_AT_THE_FRONT_DESK = (
    own_office(P.RECEIVE_VISITORS)
    & through("reception.Ticket", "ticket_id", same=("office_id", "group"))
    & (
        holds("{table}.worker_id IS NULL")
        | through("workers.Worker", "worker_id", same=("office_id",))
    )
)


class DayNote(models.Model):
    """Needs, wishes and whose file it is: for today only, deleted at closing time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notes")
    group = models.CharField(max_length=20)
    day = models.DateField()
    needs = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    worker = models.ForeignKey("workers.Worker", models.CASCADE, null=True, related_name="+")

    policy = Policy(
        read=own_office(P.RECEIVE_VISITORS) | WAITS_AT_OWN_DESK | service(KEEPER),
        insert=TOLD_AT_THE_FRONT_DESK,
        update=NOBODY,
        delete=service(KEEPER),
    )

    class Meta:
        indexes = [models.Index(fields=["office", "day"], name="notes_of_a_day")]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="ticket_has_one_note"),
            models.CheckConstraint(name="private_number_has_no_note", condition=~IS_PRIVATE),
        ]

    def __str__(self):
        return str(self.day)

    @property
    def words(self) -> list[str]:
        """Needs and wishes in words."""
        known = needs()
        return [known[code].name if code in known else code for code in self.needs]


class CallQuerySet(models.QuerySet):
    """Questions to the set of calls."""

    def on_screen(self, office, day, now, count):
        """Who is called now, newest first, then who has just gone in."""
        rows = self.running().filter(office=office, day=day)
        rows = rows.filter(Q(served_at=None) | Q(served_at__gt=now - SHOWN_WHILE_SERVED))
        gone_in = IsNull(F("served_at"), False)
        return rows.select_related("desk").order_by(gone_in, "-shown_at", "-id")[:count]

    def running(self):
        """Calls that have not come to an end."""
        return self.filter(ended_at__isnull=True)


class Call(models.Model):
    """One line of the order book: which number was called when, whither, in or out of order."""

    class Outcome(models.TextChoices):
        """How the call ended."""

        DONE = "done", _("selesai")
        ABSENT = "absent", _("tidak datang")
        FORWARDED = "forwarded", _("diteruskan")
        CLOSED = "closed", _("ditutup pada jam tutup")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="calls")
    group = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    room = models.CharField(max_length=40, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()
    called_at = models.DateTimeField()
    shown_at = models.DateTimeField()
    repeats = models.PositiveSmallIntegerField(default=0)
    served_at = models.DateTimeField(null=True)
    served_order = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    out_of_order = models.BooleanField(default=False)
    reason = models.CharField(max_length=30, blank=True)

    objects = CallQuerySet.as_manager()
    policy = Policy(
        read=AT_THE_COUNTERS
        | own_office(P.READ_RECEPTION)
        | service(KEEPER)
        | with_the_screens_key(),
        insert=AT_THE_COUNTERS
        & through("reception.Ticket", "ticket_id", same=("office_id",))
        & DESK_OF_THE_OFFICE,
        update=AT_THE_COUNTERS | service(KEEPER),
        update_columns=(
            "shown_at", "repeats", "served_at", "served_order", "ended_at", "outcome",
        ),
        delete=NOBODY,
    )  # fmt: skip

    class Meta:
        verbose_name = _("baris buku urutan")
        indexes = [
            models.Index(fields=["office", "day", "called_at", "id"], name="order_book_of_a_day"),
            models.Index(fields=["office", "day", "-shown_at"], name="calls_on_screen"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "served_order"], name="order_of_service_stands_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(ended_at=None),
                name="number_is_called_once_at_a_time",
            ),
            models.CheckConstraint(
                name="call_out_of_order_says_why",
                condition=Q(out_of_order=False) | Q(reason__gt=""),
            ),
            models.CheckConstraint(
                name="call_goes_to_a_desk_or_a_room",
                condition=Q(desk__isnull=False) | Q(room__gt=""),
            ),
            models.CheckConstraint(
                name="call_that_ended_says_how",
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False, outcome__gt=""),
            ),
        ]

    def __str__(self):
        return self.shown

    @property
    def shown(self) -> str:
        """The number as it is called."""
        return shown_number(self.group, self.number)

    @property
    def place(self) -> str:
        """Whither: the desk's name, or the room."""
        return str(self.desk) if self.desk else self.room

    @property
    def reason_words(self) -> str:
        """Why it came before its turn, in words."""
        known = reasons().get(self.reason)
        return known.name if known else self.reason
