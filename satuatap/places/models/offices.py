"""Offices and their opening hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.common.ids import new_id
from satuatap.common.policy import (
    ANYONE,
    NOBODY,
    Condition,
    Policy,
    anywhere,
    holds,
    own_office,
)
from satuatap.places.models.areas import Area

MANAGE = "manage_offices"  # the permission's code; the roles stand a floor above


def of_a_managed_office() -> Condition:
    """The row belongs to an office of one's own, or to one that only receives referrals."""
    not_installed = Condition(
        "EXISTS (SELECT 1 FROM places_office AS aim"
        ' WHERE aim.id = {table}."office_id" AND NOT aim.is_installed)'
    )
    return own_office(MANAGE) | (anywhere(MANAGE) & not_installed)


class TimeZone(models.TextChoices):
    """The three time zones of Indonesia."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Weekday(models.IntegerChoices):
    """Days as Python counts them: 0 is Monday."""

    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")


class OfficeQuerySet(models.QuerySet):
    """Questions about offices."""

    def installed(self):
        """The offices for which this installation works."""
        return self.filter(is_installed=True)

    def with_area(self):
        """Offices whose area's full name costs no further query."""
        return self.select_related("area__parent__parent__parent")

    def managed_by(self, actor):
        """The offices whose facts this actor may change."""
        return self.filter(Q(pk__in=actor.offices.get(MANAGE, ())) | Q(is_installed=False))

    def for_a_page(self):
        """Offices with their place and their hours, in two queries."""
        return self.with_area().prefetch_related("hours")


class Office(models.Model):
    """A place with an address where people are served."""

    class Kind(models.TextChoices):
        """What sort of office it is."""

        SERVICE_CENTRE = "service_centre", _("layanan terpadu satu atap (LTSA)")
        RESOURCE_CENTRE = "resource_centre", _("pusat sumber daya pekerja migran (MRC)")
        MANPOWER_OFFICE = "manpower_office", _("dinas tenaga kerja")
        PROTECTION_OFFICE = "protection_office", _("BP3MI atau P4MI")
        CIVIL_REGISTRY = "civil_registry", _("dinas kependudukan dan pencatatan sipil")
        HEALTH = "health", _("dinas kesehatan, puskesmas atau rumah sakit")
        IMMIGRATION = "immigration", _("kantor imigrasi")
        POLICE = "police", _("kepolisian")
        BANK = "bank", _("bank")
        SOCIAL_SECURITY = "social_security", _("BPJS")
        VILLAGE = "village", _("kantor desa atau kelurahan")
        OTHER = "other", _("lainnya")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(
        _("kode kantor"),
        unique=True,
        max_length=40,
        help_text=_("Huruf kecil, angka, tanda hubung. Dipakai di alamat halaman."),
    )
    name = models.CharField(_("nama kantor"), max_length=120)
    kind = models.CharField(_("jenis kantor"), max_length=20, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="offices", verbose_name=_("wilayah")
    )
    time_zone = models.CharField(
        _("zona waktu"), max_length=20, choices=TimeZone, default=TimeZone.WIB
    )
    address = models.TextField(_("alamat"), blank=True)
    phone = models.CharField(_("telepon kantor"), max_length=40, blank=True)
    letterhead = models.TextField(
        _("kepala surat"), blank=True, help_text=_("Satu baris per baris di kepala surat.")
    )
    is_installed = models.BooleanField(
        _("memakai aplikasi ini"),
        default=False,
        help_text=_("Kosongkan untuk kantor yang hanya menjadi tujuan rujukan."),
    )

    objects = OfficeQuerySet.as_manager()
    # An administrator changes the offices of his own and those that only receive referrals; an
    # office that works with the system is made by the operator (`manage.py add_administrator`).
    policy = Policy(
        read=ANYONE,
        insert=anywhere(MANAGE) & holds("NOT {table}.is_installed"),
        update=own_office(MANAGE, column="id")
        | (anywhere(MANAGE) & holds("NOT {table}.is_installed")),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("kantor")
        verbose_name_plural = _("kantor")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="office_time_zone_is_indonesian", condition=Q(time_zone__in=TimeZone.values)
            ),
            models.CheckConstraint(
                name="office_code_is_a_slug", condition=Q(code__regex="^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page that everybody may read."""
        return reverse("places:office", args=[self.code])

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone for reckoning."""
        return ZoneInfo(self.time_zone)

    @property
    def zone_word(self) -> str:
        """WIB, WITA or WIT."""
        return TimeZone(self.time_zone).label

    @property
    def dial(self) -> str:
        """The telephone number as a link needs it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def letterhead_lines(self) -> list[str]:
        """The head of a letter line by line; the office's name when none was written."""
        return [line.strip() for line in self.letterhead.splitlines() if line.strip()] or [
            self.name
        ]

    def week(self) -> list[tuple[str, "OpeningHours"]]:
        """The opening hours with equal neighbouring days drawn together: "Senin-Kamis"."""
        drawn: list[list[OpeningHours]] = []
        for hours in self.hours.all():
            last = drawn[-1][-1] if drawn else None
            if last and last.weekday + 1 == hours.weekday and last.as_times == hours.as_times:
                drawn[-1].append(hours)
            else:
                drawn.append([hours])
        return [(_span(days), days[0]) for days in drawn]

    def is_open_at(self, moment: datetime) -> bool:
        """Do the weekly opening hours cover this moment? Holidays are the calendar's matter."""
        there = moment.astimezone(self.zone)
        return any(
            hours.weekday == there.weekday() and hours.cover(there.time())
            for hours in self.hours.all()
        )


def _span(days) -> str:
    first, last = (Weekday(day.weekday).label for day in (days[0], days[-1]))
    return str(first) if first == last else f"{first}\u2013{last}"


class OpeningHours(models.Model):
    """On one weekday an office opens, may rest, and closes, by its own clock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="hours")
    weekday = models.SmallIntegerField(_("hari"), choices=Weekday)
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))
    rests_from = models.TimeField(_("istirahat dari"), null=True, blank=True)
    rests_until = models.TimeField(_("istirahat sampai"), null=True, blank=True)

    policy = Policy(
        read=ANYONE,
        insert=of_a_managed_office(),
        update=of_a_managed_office(),
        delete=of_a_managed_office(),
    )

    class Meta:
        verbose_name = _("jam buka")
        verbose_name_plural = _("jam buka")
        ordering = ["office", "weekday"]
        constraints = [
            models.UniqueConstraint(
                name="office_has_one_row_of_hours_per_weekday", fields=["office", "weekday"]
            ),
            models.CheckConstraint(
                name="weekday_is_monday_to_sunday", condition=Q(weekday__range=(0, 6))
            ),
            models.CheckConstraint(
                name="office_closes_after_it_opens", condition=Q(closes__gt=F("opens"))
            ),
            models.CheckConstraint(
                name="rest_lies_within_the_opening_hours",
                condition=Q(rests_from=None, rests_until=None)
                | Q(
                    rests_from__isnull=False,  # a comparison with nothing would let it pass
                    rests_until__isnull=False,
                    rests_from__gt=F("opens"),
                    rests_until__gt=F("rests_from"),
                    closes__gt=F("rests_until"),
                ),
            ),
        ]

    def __str__(self):
        return f"{Weekday(self.weekday).label} {self.opens:%H.%M}-{self.closes:%H.%M}"

    @property
    def as_times(self) -> tuple:
        """All four times, for comparing days."""
        return self.opens, self.closes, self.rests_from, self.rests_until

    def cover(self, time) -> bool:
        """Is the office open at this time of the day?"""
        resting = self.rests_from and self.rests_from <= time < self.rests_until
        return self.opens <= time < self.closes and not resting
