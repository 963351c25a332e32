"""People who work here and the roles they hold."""

from collections import defaultdict

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject, Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Reach, roles_of_this_world
from satuatap.common.acting import Actor
from satuatap.common.ids import new_id
from satuatap.common.policy import OpenTable
from satuatap.places.models import Area, Desk, Office

SIGN_IN_REASON = "read before anyone is signed in; views narrow it to the own offices"


class UserQuerySet(models.QuerySet):
    """Questions to the set of people."""

    def with_roles(self):
        """Load each person's running roles in the same query."""
        running = Assignment.objects.running().filter(user=OuterRef("pk"))
        row = JSONObject(role="role", office="office_id", desk="desk_id", area="area_id")
        return self.annotate(held=ArraySubquery(running.values(row=row)))

    def with_second_factor(self):
        """Know in the same query whether each person has an app that makes codes."""
        installed = apps.get_model("mfa", "Authenticator").objects.filter(
            user=OuterRef("pk"), type="totp"
        )
        return self.annotate(has_app=Exists(installed))

    def of_offices(self, office_ids):
        """People whose home is at one of these offices, or who hold or held a role there."""
        there = Assignment.objects.filter(office__in=office_ids).values("user")
        return self.filter(Q(home_office__in=office_ids) | Q(pk__in=there))

    def after(self, person_id: str):
        """Those who follow this person in the order of names; an id that is not among them: all."""
        try:
            last = self.filter(pk=person_id).first()
        except ValidationError:
            last = None
        if last is None:
            return self
        later = Q(full_name=last.full_name, pk__gt=last.pk)
        return self.filter(Q(full_name__gt=last.full_name) | later)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; natural key is the user name."""

    def create_user(self, username, password=None, **fields):
        """One person; without password until a paper code sets it."""
        user = self.model(username=username, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who works with the system, in one world."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(
        _("nama pengguna"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9._-]{1,39}$",
                _(
                    "Nama pengguna memakai huruf kecil, angka, titik, dan garis; "
                    "mulai dengan huruf."
                ),
            )
        ],
    )
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    home_office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=_("kantor"), related_name="people"
    )
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)  # production refuses to start
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_until = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()
    policy = OpenTable(SIGN_IN_REASON, service="select, insert, update")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closed_account_is_not_active",
                condition=Q(closed_at__isnull=True) | Q(is_active=False),
            )
        ]

    def __str__(self):
        return self.full_name

    @cached_property
    def roles(self) -> list[dict]:
        """Running roles as rows of role, office, desk and area."""
        if "held" not in self.__dict__:
            self.held = User.objects.with_roles().get(pk=self.pk).held
        known = roles_of_this_world()
        return [row for row in self.held if row["role"] in known]

    @cached_property
    def actor(self) -> Actor:
        """This person's reach, permission by permission."""
        reach: dict[str, dict[str, set]] = {
            kind: defaultdict(set) for kind in ("offices", "desks", "areas")
        }
        for row in self.roles:
            for permission in roles_of_this_world()[row["role"]].permissions:
                if row["desk"]:
                    reach["desks"][str(permission)].add(str(row["desk"]))
                elif row["office"]:
                    reach["offices"][str(permission)].add(str(row["office"]))
                else:
                    reach["areas"][str(permission)].add(row["area"])
        frozen = {
            kind: {name: tuple(sorted(ids)) for name, ids in found.items()}
            for kind, found in reach.items()
        }
        return Actor(
            person=self.pk,
            offices=frozen["offices"],
            desks=frozen["desks"],
            areas=frozen["areas"],
        )

    def may(self, permission, *, office=None, desk=None) -> bool:
        """Has this person the permission, here or, without a place, anywhere?"""
        if desk is not None:
            return str(desk.pk) in self.actor.desks.get(str(permission), ())
        if office is not None:
            return str(getattr(office, "pk", office)) in self.actor.offices.get(str(permission), ())
        return str(permission) in self.actor.permissions

    def offices_with(self, permission) -> tuple[str, ...]:
        """Ids of the offices in which this person has the permission."""
        return self.actor.offices.get(str(permission), ())

    @property
    def needs_second_factor(self) -> bool:
        """Does one of the running roles demand it?"""
        known = roles_of_this_world()
        return any(known[row["role"]].second_factor for row in self.roles)

    @property
    def has_second_factor(self) -> bool:
        """Has she an app that makes codes?"""
        if "has_app" not in self.__dict__:
            self.has_app = User.objects.with_second_factor().get(pk=self.pk).has_app
        return self.has_app


class AssignmentQuerySet(models.QuerySet):
    """Questions to the set of roles given."""

    def running(self):
        """Roles that hold now."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), starts_at__lte=Now())


class Assignment(models.Model):
    """One role, held by one person at an office, at a desk or in an area, from then until then.

    At a desk the office stands beside it for the administrator's lists; the role itself
    reaches only what lies on the desk.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(_("peran"), max_length=40)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, verbose_name=_("kantor"), related_name="+"
    )
    desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, verbose_name=_("loket"), related_name="+"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, verbose_name=_("wilayah"), related_name="+"
    )
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()
    policy = OpenTable(SIGN_IN_REASON, service="select, insert, update")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_is_held_at_an_office_or_in_an_area",
                condition=Q(office__isnull=False, area__isnull=True)
                | Q(office__isnull=True, desk__isnull=True, area__isnull=False),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
            ),
            models.UniqueConstraint(
                "user", "role", "office", "desk", "area",
                name="running_role_is_held_once",
                condition=Q(ends_at__isnull=True),
                nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.role} {self.office_id or self.area_id}"

    @property
    def role_name(self) -> str:
        """The role's name on screens."""
        role = roles_of_this_world().get(self.role)
        return role.name if role else self.role

    @property
    def reach(self) -> Reach:
        """Where this role is held."""
        if self.area_id:
            return Reach.AREA
        return Reach.DESK if self.desk_id else Reach.OFFICE
