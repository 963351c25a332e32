"""The placement agency (P3MI)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.policy import NOBODY, Policy, own_office
from satuatap.directory.models.comparing import Compared, at_office_of_own_desk

LONGEST_KEY = 170
LAST_CHARACTER = "\U0010ffff"  # sorts after every other: texts sort by code point here
FORMS = {"pt", "cv"}  # the form of a company is left out: people say the name without it


def agency_key(name: str) -> str:
    """A company's name as it is searched: small letters, no signs, without the form in front."""
    kept = "".join(char if char.isalnum() else " " for char in name.casefold()).split()
    if len(kept) > 1 and kept[0] in FORMS:
        kept = kept[1:]
    return " ".join(kept)[:LONGEST_KEY]


class AgencyQuerySet(models.QuerySet):
    """Questions to the set of agencies."""

    def named_like(self, text: str):
        """Agencies whose name begins with these letters.

        A range, not LIKE: under row security only leakproof operators reach the index.
        """
        key = agency_key(text)
        return self.filter(name_key__gte=key, name_key__lt=key + LAST_CHARACTER)

    def after(self, last: "Agency | None"):
        """In the order of names; with `last`, only what follows it."""
        rows = self.order_by("name_key", "pk")
        if last is None:
            return rows
        same = Q(name_key=last.name_key, pk__gt=last.pk)
        return rows.filter(Q(name_key__gt=last.name_key) | same, name_key__gte=last.name_key)


class Agency(Compared):
    """One agency as an officer of this office found it in an official list."""

    class Status(models.TextChoices):
        """What the ministry says of the licence."""

        ACTIVE = "active", _("aktif")
        SUSPENDED = "suspended", _("dibekukan sementara")
        REVOKED = "revoked", _("izin dicabut")
        UNKNOWN = "unknown", _("belum diketahui")

    name = models.CharField(_("nama P3MI"), max_length=160)
    name_key = models.CharField(max_length=LONGEST_KEY, editable=False)
    licence = models.CharField(_("nomor SIP3MI"), max_length=80, blank=True)
    licence_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    licence_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    status = models.CharField(
        _("keadaan izin"), max_length=10, choices=Status, default=Status.UNKNOWN
    )
    sanction = models.CharField(_("sanksi"), max_length=400, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    branches = models.CharField(_("kantor cabang"), max_length=400, blank=True)

    objects = AgencyQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_DIRECTORY)
        | at_office_of_own_desk(Permission.READ_DIRECTORY),
        insert=own_office(Permission.KEEP_DIRECTORY),
        update=own_office(Permission.KEEP_DIRECTORY),
        update_columns=(
            "name", "name_key", "licence", "licence_from", "licence_until", "status", "sanction",
            "address", "phone", "branches", "source", "seen_on", "entered_by_id", "entered_at",
            "writers", "revision", "checked_by_id", "checked_on",
        ),
        delete=NOBODY,
    )  # fmt: skip

    class Meta(Compared.Meta):
        verbose_name = _("P3MI")
        constraints = [
            *Compared.Meta.constraints,
            models.CheckConstraint(name="agency_has_a_name", condition=~Q(name="") & ~Q(name_key="")),
            models.CheckConstraint(
                name="agency_licence_ends_after_it_begins",
                condition=Q(licence_from=None)
                | Q(licence_until=None)
                | Q(licence_until__gte=F("licence_from")),
            ),
            models.UniqueConstraint(
                fields=["office", "licence"], condition=~Q(licence=""),
                name="office_has_each_licence_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["office", "name_key", "id"], name="agencies_by_name")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = agency_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Its page."""
        return reverse("directory:agency", args=[self.pk])
