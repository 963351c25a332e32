"""Cancelled letters and retired certificates stay so when an older backup is restored."""

from __future__ import annotations

from datetime import UTC, datetime

from satuatap.accounts.models import User
from satuatap.common import endings, files
from satuatap.letters.models import Letter, OfficeCertificate
from satuatap.letters.workflow import LetterStatus

LETTER_CANCELLED = "letter_cancelled"
CERTIFICATE_RETIRED = "certificate_retired"


def note_cancelled(letter: Letter) -> None:
    """Note in the journal that this letter, by its id, was cancelled by whom and why (a code)."""
    endings.note(LETTER_CANCELLED, f"{letter.pk} {letter.cancelled_by_id} {letter.cancel_reason}")


@endings.register(LETTER_CANCELLED)
def cancel_again(about: str) -> None:
    """Cancel the letter; what the backup knows only as a draft is put away.

    An account that is younger than the backup is not there: then the approver or the drafter
    stands for who cancelled.
    """
    letter_id, person_id, reason = about.split()
    ended = (LetterStatus.CANCELLED, LetterStatus.DISCARDED)
    letter = Letter.objects.filter(pk=letter_id).exclude(status__in=ended).first()
    if letter is None:
        return
    person = User.objects.filter(pk=person_id).first()
    letter.cancelled_by = person or letter.approved_by or letter.drafted_by
    letter.cancelled_at, letter.cancel_reason = datetime.now(UTC), reason
    letter.status = LetterStatus.CANCELLED if letter.number else LetterStatus.DISCARDED
    letter.save(update_fields=["status", "cancelled_by", "cancelled_at", "cancel_reason"])


def note_certificate_retired(certificate: OfficeCertificate) -> None:
    """Note in the journal that this certificate, by its id, signs no more."""
    endings.note(CERTIFICATE_RETIRED, certificate.pk)


@endings.register(CERTIFICATE_RETIRED)
def retire_again(about: str) -> None:
    """Destroy the key of the certificate and sign with it no more."""
    certificate = OfficeCertificate.objects.filter(pk=about, retired_at=None).first()
    if certificate is None or certificate.key_file is None:
        return
    files.destroy(certificate.key_file)
    certificate.key_file, certificate.retired_at = None, datetime.now(UTC)
    certificate.save(update_fields=["key_file", "retired_at"])
