"""The appointment: a day, a group and a code. It is of nobody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, holds, own_office, presented, service, through
from satuatap.places.models import Office
from satuatap.reception.groups import PRIVATE, groups
from satuatap.reception.models.conditions import KEEPER, PUBLIC, of_a_centre_for_own_villages
from satuatap.reception.models.days import MobileStop
from satuatap.reception.workflow import APPOINTMENT, AppointmentStatus

P = Permission


class AppointmentQuerySet(models.QuerySet):
    """Questions to the set of appointments."""

    def taking_a_place(self):
        """Those that use up a place of the day."""
        return self.filter(status__in=[AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED])


class Appointment(models.Model):
    """Somebody comes on this day for this group; whoever holds the code may move or cancel it."""

    class Source(models.TextChoices):
        """Where it was booked."""

        PUBLIC = "public", _("dari rumah")
        VILLAGE = "village", _("dari desa")
        COUNTER = "counter", _("di meja depan")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    service_code = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    stop = models.ForeignKey(MobileStop, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    code_hash = models.BinaryField()
    status = models.CharField(
        max_length=10, choices=AppointmentStatus, default=AppointmentStatus.BOOKED
    )
    booked_on = models.DateField()
    moved = models.PositiveSmallIntegerField(default=0)

    objects = AppointmentQuerySet.as_manager()
    policy = Policy(
        read=own_office(P.RECEIVE_VISITORS)
        | own_office(P.READ_RECEPTION)
        | (service(PUBLIC) & presented("code_hash"))
        | service(KEEPER),
        insert=(own_office(P.RECEIVE_VISITORS) | service(PUBLIC) | of_a_centre_for_own_villages())
        & (
            holds("{table}.stop_id IS NULL")
            | through("reception.MobileStop", "stop_id", same=("office_id", "day"))
        ),
        update=own_office(P.RECEIVE_VISITORS)
        | (service(PUBLIC) & presented("code_hash"))
        | service(KEEPER),
        update_columns=("day", "status", "moved"),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("janji temu")
        indexes = [models.Index(fields=["office", "day", "group"], name="appointments_of_a_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["code_hash"], name="appointment_code_leads_to_one_appointment"
            ),
            models.CheckConstraint(
                name="private_appointment_names_no_service",
                condition=~Q(group=PRIVATE) | Q(service_code=""),
            ),
            models.CheckConstraint(
                name="appointment_status_is_known",
                condition=Q(status__in=AppointmentStatus.values),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.group}"

    @property
    def group_name(self) -> str:
        """The group in words."""
        known = groups().get(self.group)
        return known.name if known else self.group

    def move_to(self, status: AppointmentStatus) -> None:
        """Change the status; MoveRefused where the table has no such move."""
        APPOINTMENT.check(self.status, status)
        self.status = status
