"""A letter of an office."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.common.fields import EncryptedText, KeyedHash
from satuatap.common.ids import new_id
from satuatap.common.policy import NOBODY, Policy, holds, own_office, presented, service
from satuatap.letters.codes import CHECK_CODE, in_groups
from satuatap.letters.models.certificates import OfficeCertificate
from satuatap.letters.models.checks import CHECK_SERVICE
from satuatap.letters.models.register import HANDLES
from satuatap.letters.templates_store import store
from satuatap.letters.workflow import LETTER, WITH_NUMBER, LetterStatus
from satuatap.places.calendars import local_date
from satuatap.places.models import Office

P = Permission
WHOLE = Q(number__gt="", register_year__isnull=False, register_number__isnull=False,
          check_code_hash__isnull=False, pdf_file__isnull=False)  # fmt: skip


class LetterQuerySet(models.QuerySet):
    """Questions to the set of letters."""

    def for_a_page(self):
        """Letters with the office and the people that their page names."""
        return self.select_related(
            "office",
            "drafted_by",
            "approved_by",
            "signer",
            "signed_by",
            "issued_by",
            "cancelled_by",
        )

    def for_a_list(self):
        """Letters without anything sealed."""
        return self.defer("data", "check_code").select_related("office", "drafted_by", "signer")

    def newest_first(self, before: Letter | None = None):
        """The newest draft on top; with `before`, only what comes after it in that order."""
        rows = self.order_by("-drafted_at", "-pk")
        if before is None:
            return rows
        same = Q(drafted_at=before.drafted_at, pk__lt=before.pk)
        return rows.filter(
            Q(drafted_at__lt=before.drafted_at) | same, drafted_at__lte=before.drafted_at
        )

    def in_register(self, office, year: int, after: int = 0):
        """The letters that hold a number of this office and year, in the order of numbers."""
        rows = self.filter(office=office, register_year=year, register_number__gt=after)
        return rows.order_by("register_number")

    def approved_between(self, begin, end):
        """Those whose number was given from `begin` on and before `end`."""
        return self.filter(approved_at__gte=begin, approved_at__lt=end)

    def find_by_digest(self, digest: bytes) -> Letter | None:
        """The letter under this code as far as the check page shows it, or None."""
        shown = ("number", "template", "status", "signature", "issued_at", "cancelled_at", "office")
        found = self.filter(check_code_hash=digest).select_related("office")
        return found.only(*shown, *(f"office__{name}" for name in ("name", "time_zone"))).first()


class Letter(models.Model):
    """A letter of an office: the words of one person's case set into a known text.

    `data` is JSON: field code to text, as `reference/letters/` lists them. What it came from
    stands as kind and random id and may lie in any room. The page that is printed for the
    signature (`pdf_file`) is made once, with the approval, and never again. `signed_scan` is the
    signed page: a scan of the paper, or the PDF with the electronic signature, which begins with
    the very bytes of `pdf_file`. `signature_place` says where on it the signature is shown: page,
    and left, top, width, height in points from the upper left corner.
    """

    class Signature(models.TextChoices):
        """How a letter is signed: on paper, or in the PDF with the office's certificate."""

        WET = "wet", _("tanda tangan basah di atas kertas")
        CERTIFIED = "certified", _("tanda tangan elektronik dengan sertifikat kantor")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("kantor"))
    template = models.SlugField(_("jenis surat"), max_length=60, db_index=False)
    template_version = models.PositiveSmallIntegerField(_("versi naskah"))
    has_own_text = models.BooleanField(_("naskah kantor sendiri"), default=False, db_default=False)
    data = EncryptedText(_("isi"), purpose_name="letters")
    purpose_words = models.CharField(_("perihal"), max_length=160)
    reference_kind = models.CharField(max_length=60, blank=True, editable=False)
    reference_id = models.UUIDField(null=True, blank=True, editable=False)
    status = models.CharField(
        _("keadaan"), max_length=10, choices=LetterStatus, default=LetterStatus.DRAFT
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    writers = ArrayField(models.UUIDField(), default=list, editable=False)

    number = models.CharField(_("nomor"), max_length=60, blank=True)
    register_year = models.SmallIntegerField(null=True, editable=False)
    register_number = models.PositiveIntegerField(null=True, editable=False)
    check_code = EncryptedText(null=True, editable=False, purpose_name="letters")
    check_code_hash = KeyedHash(of="check_code", purpose_name=CHECK_CODE)
    pdf_file = models.UUIDField(null=True, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    signature_place = ArrayField(models.FloatField(), null=True, editable=False)

    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signer_position = models.CharField(_("jabatan penanda tangan"), max_length=160, blank=True)
    signature = models.CharField(max_length=10, choices=Signature, blank=True)
    signed_scan = models.UUIDField(null=True, editable=False)
    signed_scan_kind = models.CharField(max_length=20, blank=True, editable=False)
    signed_sha256 = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    certificate = models.ForeignKey(
        OfficeCertificate, models.PROTECT, null=True, related_name="+", db_index=False
    )  # of the same office: `letter_is_signed_with_a_certificate_of_its_office`, migration 0005
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=40, blank=True)

    objects = LetterQuerySet.as_manager()
    policy = Policy(
        read=own_office(P.READ_LETTER)
        | HANDLES
        | (
            service(CHECK_SERVICE)
            & presented("check_code_hash")
            & holds("{table}.status IN ('issued', 'cancelled')")
        ),
        insert=own_office(P.DRAFT_LETTER) & holds("{table}.status = 'draft'"),
        update=HANDLES,
        delete=NOBODY,
    )

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = _("surat")
        indexes = [
            models.Index(fields=["office", "-drafted_at", "-id"], name="letters_of_an_office"),
            models.Index(
                fields=["office", "status", "-drafted_at", "-id"],
                name="letters_of_an_office_in_state",
            ),
            models.Index(
                fields=["reference_id"], condition=Q(reference_id__isnull=False),
                name="letters_about_a_reference",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="letter_status_is_known", condition=Q(status__in=LetterStatus.values)
            ),
            models.CheckConstraint(
                name="letter_has_number_code_and_page_once_approved",
                condition=(Q(status__in=WITH_NUMBER) & WHOLE)
                | Q(status__in=[LetterStatus.DRAFT, LetterStatus.DISCARDED], number="",
                    register_year=None, register_number=None, check_code_hash=None, pdf_file=None),
            ),
            models.CheckConstraint(
                name="approved_letter_says_who_and_when",
                condition=~Q(status__in=WITH_NUMBER)
                | Q(approved_by__isnull=False, approved_at__isnull=False, signer__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_is_approved_by_another_than_its_drafter",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="signed_letter_says_who_and_when_and_keeps_the_page",
                condition=~Q(status__in=[LetterStatus.SIGNED, LetterStatus.ISSUED])
                | Q(signed_by__isnull=False, signed_at__isnull=False, signature__gt="",
                    signed_scan__isnull=False),
            ),
            models.CheckConstraint(
                name="signature_is_of_paper_or_of_a_certificate",
                condition=Q(signature="", certificate=None, signed_sha256="")
                | Q(signature="wet", certificate=None, signed_sha256="")
                | Q(signature="certified", certificate__isnull=False, signed_sha256__gt="",
                    signed_scan_kind="application/pdf"),
            ),
            models.CheckConstraint(
                name="issued_letter_has_number_and_signature",
                condition=~Q(status=LetterStatus.ISSUED)
                | Q(issued_by__isnull=False, issued_at__isnull=False, number__gt="",
                    signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_letter_says_who_when_and_why",
                condition=~Q(status__in=[LetterStatus.CANCELLED, LetterStatus.DISCARDED])
                | Q(cancelled_by__isnull=False, cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_letter_has_a_reason",
                condition=~Q(status=LetterStatus.CANCELLED) | Q(cancel_reason__gt=""),
            ),
            models.UniqueConstraint(
                fields=["office", "register_year", "register_number"],
                name="register_gives_each_number_once",
            ),
            models.UniqueConstraint(
                fields=["office", "number"], condition=Q(number__gt=""),
                name="office_writes_each_letter_number_once",
            ),
            models.UniqueConstraint(
                fields=["check_code_hash"], name="check_code_leads_to_one_letter"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number or str(self.pk)

    def get_absolute_url(self):
        """The page for those who work on it."""
        return reverse("letters:letter", args=[self.pk])

    @property
    def words(self) -> dict[str, str]:
        """What fills the letter, by field."""
        return json.loads(self.data)

    @words.setter
    def words(self, filled: dict[str, str]):
        self.data = json.dumps(filled, ensure_ascii=False)

    @property
    def kind_name(self) -> str:
        """The kind of letter in words."""
        return store().name_of(self.template)

    @property
    def reason_words(self) -> str:
        """Why it was cancelled, in the words of the register."""
        reason = store().cancel_reasons.get(self.cancel_reason)
        return reason.name if reason else self.cancel_reason

    @property
    def check_code_shown(self) -> str:
        """The code as it is printed."""
        return in_groups(self.check_code) if self.check_code else ""

    @property
    def is_certified(self) -> bool:
        """Is it signed with the office's certificate?"""
        return self.signature == self.Signature.CERTIFIED

    @property
    def is_cancelled(self) -> bool:
        """Must nobody rely on it?"""
        return self.status in (LetterStatus.CANCELLED, LetterStatus.DISCARDED)

    def day_of(self, moment) -> date | None:
        """The date of a moment on the wall of the letter's office."""
        return local_date(moment, self.office.zone) if moment else None

    @property
    def approved_on(self) -> date | None:
        """The day that stands on the letter."""
        return self.day_of(self.approved_at)

    @property
    def issued_on(self) -> date | None:
        """The day of issue at the office."""
        return self.day_of(self.issued_at)

    @property
    def cancelled_on(self) -> date | None:
        """The day of cancelling at the office."""
        return self.day_of(self.cancelled_at)

    def was_written_by(self, user) -> bool:
        """Has this person drafted or corrected it?"""
        return UUID(str(user.pk)) in self.writers

    def move_to(self, status: LetterStatus) -> None:
        """Change the status; MoveRefused with the story of the letter where there is no way."""
        LETTER.check(self.status, status, self.story())
        self.status = status

    def story(self) -> str:
        """Who did last what, for somebody who comes second."""
        who = {
            LetterStatus.APPROVED: (_("Surat ini sudah disetujui oleh %s."), self.approved_by),
            LetterStatus.SIGNED: (_("Surat ini sudah ditandatangani oleh %s."), self.signed_by),
            LetterStatus.ISSUED: (_("Surat ini sudah diterbitkan oleh %s."), self.issued_by),
            LetterStatus.CANCELLED: (_("Surat ini sudah dibatalkan oleh %s."), self.cancelled_by),
            LetterStatus.DISCARDED: (_("Konsep ini sudah dibuang oleh %s."), self.cancelled_by),
        }.get(LetterStatus(self.status))
        if who is None:
            return str(_("Surat ini masih konsep. Setujui dahulu."))
        return str(who[0]) % who[1]
