"""The eight desks of a one-stop centre, and how each institution is there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from satuatap.common.ids import new_id
from satuatap.common.policy import ANYONE, NOBODY, Policy
from satuatap.places.models.offices import Office, Weekday, of_a_managed_office


class Institution(models.TextChoices):
    """The desks of PP 59/2021 article 31(1), in its order."""

    MANPOWER = "ketenagakerjaan", _("Ketenagakerjaan")
    COMPLAINTS = "pengaduan_informasi", _("Pengaduan dan informasi")
    CIVIL_REGISTRY = "kependudukan", _("Kependudukan dan pencatatan sipil")
    HEALTH = "kesehatan", _("Kesehatan")
    IMMIGRATION = "keimigrasian", _("Keimigrasian")
    POLICE = "kepolisian", _("Kepolisian")
    BANK = "perbankan", _("Perbankan")
    SOCIAL_SECURITY = "jaminan_sosial", _("Jaminan sosial")


class Presence(models.TextChoices):
    """How an institution is there; incomplete centres are the rule, not the exception."""

    PRESENT = "present", _("ada setiap hari kerja")
    ROTA = "rota", _("ada pada hari tertentu")
    REMOTE = "remote", _("dilayani dari kantornya sendiri")
    REFER = "refer", _("pemohon datang ke kantor lain")


class DeskQuerySet(models.QuerySet):
    """Questions about desks."""

    def for_a_page(self):
        """With the office to which a desk refers, in the order of the law, in one query."""
        return self.select_related("refer_to_office").in_order_of_the_law()

    def in_order_of_the_law(self):
        """In the order of PP 59/2021 article 31(1)."""
        places = [
            When(institution=code, then=Value(place))
            for place, code in enumerate(Institution.values)
        ]
        return self.order_by("office", Case(*places))


class Desk(models.Model):
    """One institution's desk in one office."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="desks")
    institution = models.CharField(_("lembaga"), max_length=20, choices=Institution)
    presence = models.CharField(
        _("kehadiran"), max_length=8, choices=Presence, default=Presence.PRESENT
    )
    rota_weekdays = ArrayField(
        models.SmallIntegerField(choices=Weekday),
        verbose_name=_("hari hadir"),
        default=list,
        blank=True,
    )
    refer_to_office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referring_desks",
        verbose_name=_("kantor tujuan"),
    )
    refer_to = models.CharField(_("tujuan lain"), max_length=200, blank=True)
    name = models.CharField(_("nama loket"), max_length=80, blank=True)
    note = models.CharField(_("catatan untuk pengunjung"), max_length=200, blank=True)

    objects = DeskQuerySet.as_manager()
    policy = Policy(
        read=ANYONE,
        insert=of_a_managed_office(),
        update=of_a_managed_office(),
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("loket")
        verbose_name_plural = _("loket")
        ordering = ["office", "institution"]
        constraints = [
            models.UniqueConstraint(
                name="office_has_one_desk_per_institution", fields=["office", "institution"]
            ),
            models.CheckConstraint(
                name="desk_institution_is_one_of_the_eight",
                condition=Q(institution__in=Institution.values),
            ),
            models.CheckConstraint(
                name="desk_on_rota_says_its_days_and_no_other_does",
                condition=(Q(presence=Presence.ROTA) & ~Q(rota_weekdays=[]))
                | (~Q(presence=Presence.ROTA) & Q(rota_weekdays=[])),
            ),
            models.CheckConstraint(
                name="rota_days_are_monday_to_sunday",
                condition=Q(rota_weekdays__contained_by=list(range(7))),
            ),
            models.CheckConstraint(
                name="desk_that_refers_says_where_and_no_other_does",
                condition=(
                    Q(presence=Presence.REFER)
                    & (Q(refer_to_office__isnull=False) | ~Q(refer_to=""))
                )
                | (~Q(presence=Presence.REFER) & Q(refer_to_office=None, refer_to="")),
            ),
        ]

    def __str__(self):
        return self.name or str(Institution(self.institution).label)

    @property
    def is_here(self) -> bool:
        """Does somebody of the institution sit in this office, at least on some days?"""
        return self.presence in (Presence.PRESENT, Presence.ROTA)

    @property
    def destination(self) -> str:
        """Where a desk that refers sends people."""
        return self.refer_to_office.name if self.refer_to_office else self.refer_to

    @property
    def presence_sentence(self) -> str:
        """How the institution is there, in words for visitors."""
        if self.presence == Presence.ROTA:
            days = ", ".join(str(Weekday(day).label) for day in sorted(self.rota_weekdays))
            return gettext("Ada setiap %(days)s.") % {"days": days}
        if self.presence == Presence.REFER:
            return gettext("Datang ke %(place)s.") % {"place": self.destination}
        if self.presence == Presence.REMOTE:
            return gettext("Berkas Anda kami teruskan ke kantornya. Anda tidak perlu ke sana.")
        return gettext("Ada setiap hari kerja.")
