"""The one-stop centres of the country as far as they are known."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from satuatap.common.policy import OpenTable
from satuatap.places.models.areas import Area


class CentreQuerySet(models.QuerySet):
    """Questions about known centres."""

    def public(self):
        """Centres that the public may be told of: plans are left out."""
        return self.filter(is_public=True)

    def by_province(self):
        """Centres with their area's path, province after province."""
        return self.select_related("area__parent").order_by("area", "code")


class Centre(models.Model):
    """A known centre, with the last state that somebody reported."""

    class Level(models.TextChoices):
        """Who runs it."""

        PROVINCE = "province", _("provinsi")
        REGENCY = "regency", _("kabupaten")
        CITY = "city", _("kota")
        BORDER_POST = "border_post", _("pos perbatasan")

    class Status(models.TextChoices):
        """What was said of it last."""

        OPEN_REPORTED = "open_reported", _("dilaporkan buka")
        LISTED_OPEN = "listed_open", _("tercantum dalam daftar kementerian")
        NAMED_BY_OFFICE = "named_by_office", _("disebut oleh dinasnya")
        ANNOUNCED = "announced", _("diumumkan")
        PLAN = "plan", _("baru rencana")

    class Resource(models.TextChoices):
        """Whether a resource centre is joined to it."""

        YES = "yes", _("ada")
        NOT_READ = "not_read", _("tidak diketahui")

    code = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(_("nama"), max_length=160)
    level = models.CharField(_("pengelola"), max_length=12, choices=Level)
    area = models.ForeignKey(Area, models.PROTECT, related_name="centres")
    town = models.CharField(_("tempat"), max_length=80, blank=True)
    status_code = models.CharField(_("keadaan terakhir"), max_length=16, choices=Status)
    status = models.TextField(_("keadaan menurut sumber"))
    last_known = models.CharField(
        _("tanggal keadaan"), max_length=10, blank=True, help_text="YYYY[-MM[-DD]]"
    )
    desks_known = models.TextField(_("loket yang disebut"), blank=True)
    address = models.TextField(_("alamat"), blank=True)
    mrc = models.CharField(_("MRC"), max_length=8, choices=Resource)
    mrc_since = models.DateField(_("MRC sejak"), null=True)
    source = models.TextField(_("sumber"))
    as_of = models.CharField(_("keadaan pada"), max_length=80)
    confidence = models.CharField(_("keyakinan"), max_length=12)
    notes = models.TextField(_("catatan"), blank=True)
    is_public = models.BooleanField(_("ditampilkan"))

    objects = CentreQuerySet.as_manager()
    policy = OpenTable("public data", service="select")

    class Meta:
        verbose_name = _("layanan satu atap yang diketahui")
        verbose_name_plural = _("layanan satu atap yang diketahui")
        constraints = [
            models.CheckConstraint(
                name="planned_centre_is_never_public",
                condition=~Q(status_code="plan") | Q(is_public=False),
            ),
            models.CheckConstraint(
                name="only_a_centre_with_mrc_says_since_when",
                condition=Q(mrc_since=None) | Q(mrc="yes"),
            ),
            models.CheckConstraint(
                name="last_known_is_a_year_month_or_day",
                condition=Q(last_known__regex=r"^(\d{4}(-\d\d(-\d\d)?)?)?$"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def last_known_words(self) -> str:
        """The date of the last known state as people say it: "17 Februari 2021", "2021"."""
        parts = [int(part) for part in self.last_known.split("-") if part]
        if not parts:
            return ""
        day = date(*[*parts, 1, 1][:3])
        return date_format(day, {1: "Y", 2: "F Y", 3: "j F Y"}[len(parts)])

    @property
    def state_sentence(self) -> str:
        """The last known state in plain words, with its date."""
        sentence = {
            self.Status.OPEN_REPORTED: gettext("Dilaporkan buka"),
            self.Status.LISTED_OPEN: gettext("Tercantum dalam daftar kementerian"),
            self.Status.NAMED_BY_OFFICE: gettext("Disebut oleh dinasnya"),
            self.Status.ANNOUNCED: gettext("Diumumkan, kabar pembukaannya belum kami temukan"),
            self.Status.PLAN: gettext("Baru rencana"),
        }[self.Status(self.status_code)]
        said = self.last_known_words or gettext("tanggalnya tidak tercatat")
        return f"{sentence} ({said})."
