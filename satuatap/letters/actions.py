"""Verbs of the room: every step of a letter's life, each with its rule and its trace."""

from __future__ import annotations

import hashlib
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.common import files
from satuatap.common.rules import Rule
from satuatap.common.scans import CleanScan
from satuatap.common.workflow import MoveRefused
from satuatap.letters import certificates, codes, permissions, printing
from satuatap.letters.endings import note_cancelled
from satuatap.letters.listeners import say_that_it_moved
from satuatap.letters.models import Letter
from satuatap.letters.register import draw_number
from satuatap.letters.templates_store import store
from satuatap.letters.words import check_plain
from satuatap.letters.workflow import LetterStatus
from satuatap.places.calendars import local_date

LONGEST_LINE = 160

DRAFTED = audit.verb("letter_drafted", gettext_lazy("menyusun surat"))
CORRECTED = audit.verb("letter_corrected", gettext_lazy("memperbaiki konsep surat"))
APPROVED = audit.verb("letter_approved", gettext_lazy("menyetujui surat"))
SIGNED = audit.verb("letter_signed", gettext_lazy("menandatangani surat"))
ISSUED = audit.verb("letter_issued", gettext_lazy("menerbitkan surat"))
CANCELLED = audit.verb("letter_cancelled", gettext_lazy("membatalkan surat"))
DISCARDED = audit.verb("letter_discarded", gettext_lazy("membuang konsep surat"))


@transaction.atomic
def draft_letter(
    *,
    by,
    office,
    template: str,
    data: dict,
    now,
    purpose_words: str = "",
    reference: models.Model | None = None,
    letter_id: UUID | None = None,
) -> Letter:
    """Write the draft of a letter; ValidationError by field where a word cannot stand in it.

    `reference` is what the letter came from (only its kind and id are kept), `letter_id` an id
    made when the form was opened, so that a form sent twice makes one letter (IntegrityError).
    """
    permissions.draft_letter.check(by, office)
    kind = store().get(template, office.code)
    letter = Letter(
        office=office,
        template=kind.code,
        template_version=kind.version,
        has_own_text=bool(kind.office),
        purpose_words=check_plain(purpose_words or kind.purpose_words, LONGEST_LINE),
        reference_kind=reference._meta.label_lower if reference is not None else "",
        reference_id=reference.pk if reference is not None else None,
        writers=[by.pk],
        drafted_by=by,
        drafted_at=now,
    )
    letter.pk = letter_id or letter.pk
    letter.words = kind.clean(data)
    letter.save(force_insert=True)
    audit.record(DRAFTED, by=by, about=letter, office=office)
    return letter


@transaction.atomic
def correct_draft(*, by, letter: Letter, data: dict, now, revision: int | None = None) -> Letter:
    """Put other words into a draft, under today's version of its text."""
    letter = _locked(letter, permissions.correct_draft, by)
    if letter.status != LetterStatus.DRAFT:
        raise MoveRefused(letter.story())
    _check_seen(letter, revision)
    kind = store().get(letter.template, letter.office.code)
    letter.words = kind.clean(data)
    letter.template_version, letter.has_own_text = kind.version, bool(kind.office)
    letter.revision += 1
    if not letter.was_written_by(by):
        letter.writers.append(by.pk)
    letter.save(update_fields=["data", "template_version", "has_own_text", "revision", "writers"])
    audit.record(CORRECTED, by=by, about=letter, office=letter.office_id)
    return letter


@transaction.atomic
def approve_letter(
    *, by, letter: Letter, now, signer=None, signer_position: str = "", revision: int | None = None
) -> Letter:
    """Approve a draft: it gets its number and code, and the page to sign is made.

    `signer` is the person whose name stands under it (the approver where she signs herself),
    `revision` the state of the draft that the approver has read.
    """
    letter = _locked(letter, permissions.approve_letter, by)
    letter.move_to(LetterStatus.APPROVED)
    _check_seen(letter, revision)
    kind = store().get(letter.template, letter.office.code)
    letter.words = kind.clean(letter.words)  # the text may have changed since it was drafted
    letter.template_version, letter.has_own_text = kind.version, bool(kind.office)
    letter.signer = signer or by
    permissions.sign_letter.check(letter.signer, letter)
    letter.signer_position = check_plain(signer_position or kind.signer_position, LONGEST_LINE)
    letter.approved_by, letter.approved_at = by, now
    _enter_register(letter, kind, now)
    letter.save()
    audit.record(APPROVED, by=by, about=letter, office=letter.office_id)
    return letter


def _enter_register(letter, kind, now):
    """Number, code, and the one page that carries both."""
    day = local_date(now, letter.office.zone)
    letter.register_year = day.year
    letter.register_number = draw_number(letter.office, day.year)
    letter.number = kind.number.text(letter.office.code, letter.register_number, day)
    letter.check_code = codes.new_code()
    page = printing.final_page(kind, letter, day)
    letter.pdf_file = files.store(page.content)
    letter.pdf_sha256 = hashlib.sha256(page.content).hexdigest()
    letter.signature_place = page.place


@transaction.atomic
def sign_letter(*, by, letter: Letter, scan: CleanScan, now) -> Letter:
    """Keep the scan of the page that was signed by hand."""
    letter = _locked(letter, permissions.sign_letter, by)
    letter.move_to(LetterStatus.SIGNED)
    letter.signature = Letter.Signature.WET
    letter.signed_scan, letter.signed_scan_kind = files.store(scan.content), scan.kind
    return _keep_signature(letter, by, now)


@transaction.atomic
def sign_certified(*, by, letter: Letter, now) -> Letter:
    """Sign the approved page with the office's certificate; `CannotSign` says what is missing."""
    letter = _locked(letter, permissions.sign_letter, by)
    letter.move_to(LetterStatus.SIGNED)
    certificate = certificates.certificate_to_sign_with(letter.office, now)
    signed = certificates.sign(letter, certificate, files.read(cast(UUID, letter.pdf_file)), now)
    letter.signature, letter.certificate = Letter.Signature.CERTIFIED, certificate
    letter.signed_scan, letter.signed_scan_kind = files.store(signed), "application/pdf"
    letter.signed_sha256 = hashlib.sha256(signed).hexdigest()
    return _keep_signature(letter, by, now)


def _keep_signature(letter, by, now):
    letter.signed_by, letter.signed_at = by, now
    letter.save(
        update_fields=["status", "signature", "certificate", "signed_scan", "signed_scan_kind",
                       "signed_sha256", "signed_by", "signed_at"]
    )  # fmt: skip
    audit.record(SIGNED, by=by, about=letter, office=letter.office_id, reason=letter.signature)
    return letter


@transaction.atomic
def issue_letter(*, by, letter: Letter, now) -> Letter:
    """Hand the signed letter over: from now on its code says that it is valid."""
    letter = _locked(letter, permissions.issue_letter, by)
    letter.move_to(LetterStatus.ISSUED)
    letter.issued_by, letter.issued_at = by, now
    letter.save(update_fields=["status", "issued_by", "issued_at"])
    audit.record(ISSUED, by=by, about=letter, office=letter.office_id)
    say_that_it_moved(letter, by=by, now=now)
    return letter


@transaction.atomic
def cancel_letter(*, by, letter: Letter, reason: str, now) -> Letter:
    """Take a letter back; its number stays in the register, its code says that it is cancelled."""
    if reason not in store().cancel_reasons:
        raise ValidationError({"reason": [_("Pilih alasan pembatalan dari daftar.")]})
    letter = _locked(letter, permissions.cancel_letter, by)
    letter.move_to(LetterStatus.CANCELLED)
    letter.cancelled_by, letter.cancelled_at, letter.cancel_reason = by, now, reason
    letter.save(update_fields=["status", "cancelled_by", "cancelled_at", "cancel_reason"])
    note_cancelled(letter)
    audit.record(CANCELLED, by=by, about=letter, office=letter.office_id, reason=reason)
    say_that_it_moved(letter, by=by, now=now)
    return letter


@transaction.atomic
def discard_draft(*, by, letter: Letter, now) -> Letter:
    """Put a draft away that will not become a letter; it never had a number."""
    letter = _locked(letter, permissions.discard_draft, by)
    letter.move_to(LetterStatus.DISCARDED)
    letter.cancelled_by, letter.cancelled_at = by, now
    letter.save(update_fields=["status", "cancelled_by", "cancelled_at"])
    audit.record(DISCARDED, by=by, about=letter, office=letter.office_id)
    return letter


def _locked(letter: Letter, rule: Rule, by) -> Letter:
    """Ask the rule, lock the row, ask again: whoever comes second acts on what is there now."""
    rule.check(by, letter)
    Letter.objects.select_for_update().only("pk").get(pk=letter.pk)
    # a second reading: PostgreSQL gives a row that it waited for with the joins of before
    letter = Letter.objects.for_a_page().get(pk=letter.pk)
    rule.check(by, letter)
    return letter


def _check_seen(letter: Letter, revision: int | None) -> None:
    """What somebody decides on is what she has read."""
    if revision is not None and revision != letter.revision:
        raise MoveRefused(_("Konsep ini diperbaiki sejak Anda membukanya. Baca lagi isinya."))
