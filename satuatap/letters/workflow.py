"""The life of a letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.common.workflow import Workflow


class LetterStatus(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", _("konsep")
    APPROVED = "approved", _("disetujui, menunggu tanda tangan")
    SIGNED = "signed", _("ditandatangani")
    ISSUED = "issued", _("terbit")
    CANCELLED = "cancelled", _("dibatalkan")
    DISCARDED = "discarded", _("konsep dibuang")


LETTER = Workflow({
    LetterStatus.DRAFT: {LetterStatus.APPROVED, LetterStatus.DISCARDED},
    LetterStatus.APPROVED: {LetterStatus.SIGNED, LetterStatus.CANCELLED},
    LetterStatus.SIGNED: {LetterStatus.ISSUED, LetterStatus.CANCELLED},
    LetterStatus.ISSUED: {LetterStatus.CANCELLED},
})  # fmt: skip

WITH_NUMBER = (
    LetterStatus.APPROVED,
    LetterStatus.SIGNED,
    LetterStatus.ISSUED,
    LetterStatus.CANCELLED,
)
