"""The job order: an employer's demand for workers, for which an agency may recruit."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.policy import NOBODY, Policy, own_office, through
from satuatap.directory.models.agencies import Agency
from satuatap.directory.models.comparing import Compared, at_office_of_own_desk


class JobOrderQuerySet(models.QuerySet):
    """Questions to the set of job orders."""

    def of(self, agency):
        """Those of one agency, what ends last on top."""
        return self.filter(agency=agency).order_by(F("valid_until").desc(nulls_last=True), "-pk")

    def perhaps_usable(self, office_id, on):
        """Those of an office that are open and whose day has not passed: to be asked one by one."""
        in_time = Q(valid_until=None) | Q(valid_until__gte=on)
        rows = self.filter(in_time, office=office_id, status=JobOrder.Status.OPEN)
        return rows.select_related("agency").order_by("destination", "number", "pk")


class JobOrder(Compared):
    """One demand for workers, with the permit to recruit for it (SIP2MI)."""

    class Status(models.TextChoices):
        """Can somebody still be placed by it?"""

        OPEN = "open", _("masih menerima")
        FULL = "full", _("sudah penuh")
        STOPPED = "stopped", _("dihentikan")

    class Scheme(models.TextChoices):
        """Ways of placement in which an agency recruits."""

        P2P = "P2P", _("P2P: lewat P3MI kepada pemberi kerja")
        SSW = "SSW", _("SSW: pekerja berketerampilan khusus")
        OTHER = "LAIN", _("skema lain")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="job_orders")
    number = models.CharField(_("nomor job order"), max_length=80)
    permit = models.CharField(_("nomor SIP2MI"), max_length=80, blank=True)
    permit_until = models.DateField(_("SIP2MI berlaku sampai"), null=True, blank=True)
    destination = models.CharField(_("negara tujuan"), max_length=3)
    occupation = models.CharField(_("pekerjaan"), max_length=120)
    scheme = models.CharField(_("skema"), max_length=10, choices=Scheme, default=Scheme.P2P)
    places = models.PositiveIntegerField(_("jumlah yang diminta"))
    women = models.PositiveIntegerField(_("di antaranya perempuan"), null=True, blank=True)
    men = models.PositiveIntegerField(_("di antaranya laki-laki"), null=True, blank=True)
    attache_number = models.CharField(_("nomor verifikasi atase"), max_length=80, blank=True)
    attache_on = models.DateField(_("tanggal verifikasi atase"), null=True, blank=True)
    wage = models.CharField(_("upah"), max_length=200, blank=True)
    cost = models.CharField(_("biaya"), max_length=200, blank=True)
    valid_until = models.DateField(_("job order berlaku sampai"), null=True, blank=True)
    status = models.CharField(_("keadaan"), max_length=10, choices=Status, default=Status.OPEN)

    objects = JobOrderQuerySet.as_manager()
    policy = Policy(
        read=own_office(Permission.READ_DIRECTORY)
        | at_office_of_own_desk(Permission.READ_DIRECTORY),
        insert=own_office(Permission.KEEP_DIRECTORY)
        & through("directory.Agency", "agency_id", same=("office_id",)),
        update=own_office(Permission.KEEP_DIRECTORY),
        update_columns=(
            "number", "permit", "permit_until", "destination", "occupation", "scheme", "places",
            "women", "men", "attache_number", "attache_on", "wage", "cost", "valid_until",
            "status", "source", "seen_on", "entered_by_id", "entered_at", "writers", "revision",
            "checked_by_id", "checked_on",
        ),
        delete=NOBODY,
    )  # fmt: skip

    class Meta(Compared.Meta):
        verbose_name = _("job order")
        constraints = [
            *Compared.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "number"], name="agency_has_each_job_order_once"
            ),
            models.CheckConstraint(name="job_order_asks_for_somebody", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="women_and_men_are_no_more_than_the_places",
                condition=(Q(women=None) | Q(women__lte=F("places")))
                & (Q(men=None) | Q(men__lte=F("places")))
                & (Q(women=None) | Q(men=None) | Q(places__gte=F("women") + F("men"))),
            ),
            models.CheckConstraint(
                name="job_order_destination_is_a_code",
                condition=Q(destination__regex=r"^[A-Z]{2,3}$"),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-valid_until"], name="job_orders_of_an_agency"),
            models.Index(fields=["office", "status", "valid_until"], name="job_orders_in_time"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """Its page."""
        return reverse("directory:job_order", args=[self.pk])
