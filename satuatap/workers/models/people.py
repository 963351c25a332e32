"""The person."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.common.fields import EncryptedText, KeyedHash
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, own_office
from satuatap.places.models import Area, Office
from satuatap.workers.models.access import on_own_desk

NIK_KEY = "nik"
LONGEST_KEY = 130  # small letters of some alphabets are longer than the capitals
LAST_CHARACTER = "\U0010ffff"  # sorts after every other: texts sort by code point here


def normal_nik(text: str) -> str:
    """The digits of a NIK as typed."""
    return "".join(char for char in text if char.isdigit())


def name_key(name: str) -> str:
    """A name as it is searched: small letters, single spaces, no signs, its first 130 at most."""
    kept = "".join(char if char.isalnum() else " " for char in name.casefold())
    return " ".join(kept.split())[:LONGEST_KEY]


class WorkerQuerySet(models.QuerySet):
    """Questions to the set of people."""

    def with_nik(self, nik):
        """People whose NIK this is; more than one is possible and never silently merged."""
        return self.filter(nik_hash=Worker._meta.get_field("nik_hash").digest(nik))

    def named_like(self, text):
        """People whose name begins with these letters.

        A range, not LIKE: under row security only leakproof operators reach the index.
        """
        key = name_key(text)
        return self.filter(name_key__gte=key, name_key__lt=key + LAST_CHARACTER)


class Worker(models.Model):
    """A migrant worker in any stage, as this office has her on file."""

    class Sex(models.TextChoices):
        """As on the family card."""

        FEMALE = "female", _("Perempuan")
        MALE = "male", _("Laki-laki")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    name_key = models.CharField(max_length=LONGEST_KEY, editable=False)
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=Sex.choices)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    village = models.ForeignKey(Area, models.PROTECT, verbose_name=_("desa atau kelurahan"),
                                related_name="+")  # fmt: skip
    nik = EncryptedText(_("NIK"), purpose_name=NIK_KEY, null=True, blank=True)
    nik_hash = KeyedHash(of="nik", purpose_name=NIK_KEY, normalise=normal_nik)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = WorkerQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_WORKER) | on_own_desk("id"),
        insert=own_office(Permission.REGISTER_WORKER),
        update=own_office(Permission.REGISTER_WORKER),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("orang")
        constraints = [
            models.CheckConstraint(
                name="person_has_a_name", condition=~Q(full_name="") & ~Q(name_key="")
            ),
            models.CheckConstraint(
                name="nik_and_its_hash_stand_together",
                condition=Q(nik__isnull=True, nik_hash__isnull=True)
                | Q(nik__isnull=False, nik_hash__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["nik_hash"], name="people_by_nik"),
            models.Index(fields=["office", "name_key"], name="people_by_name"),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.full_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Her page."""
        return reverse("workers:worker", args=[self.pk])

    @property
    def shown_nik(self) -> str:
        """The NIK with its middle hidden: enough to compare with a card in the hand."""
        return f"{self.nik[:4]}••••••••{self.nik[-4:]}" if self.nik else ""
