"""The words that fill a letter: what may stand in each field, and the sentence why not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT, LONG_TEXT, NIK, DATE = "text", "long_text", "nik", "date"
KINDS = (TEXT, LONG_TEXT, NIK, DATE)
LONGEST = 2000

# What the fonts of the letter can print. Identity cards in Indonesia are written in Latin script.
_UNPRINTABLE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u2022\u2026]"
)


@dataclass(frozen=True)
class LetterField:
    """One field of a letter. `longest` counts characters."""

    code: str
    label: str
    kind: str
    longest: int
    example: str
    hint: str = ""
    required: bool = True

    def clean(self, value) -> str:
        """The value as it will be printed (a date as YYYY-MM-DD); ValidationError otherwise."""
        if isinstance(value, date):
            value = value.isoformat()
        text = _tidy(str(value if value is not None else ""), self.kind)
        if not text:
            if self.required:
                raise ValidationError(_("Isi bagian ini. Surat tidak dapat dicetak tanpanya."))
            return ""
        self._check_length(text)
        if bad := _UNPRINTABLE.search(text):
            raise ValidationError(_unprintable_sentence(bad.group()))
        return self._check_kind(text)

    def _check_length(self, text):
        if len(text) > self.longest:
            raise ValidationError(
                _("Isian ini %(length)d huruf. Paling panjang %(longest)d huruf.")
                % {"length": len(text), "longest": self.longest}
            )

    def _check_kind(self, text):
        if self.kind == NIK:
            text = re.sub(r"[ .-]", "", text)
            if not re.fullmatch(r"[0-9]{16}", text):
                raise ValidationError(_("NIK terdiri dari 16 angka. Periksa lagi di KTP atau KK."))
        if self.kind == DATE:
            try:
                date.fromisoformat(text)
            except ValueError:
                raise ValidationError(_("Tulis tanggal seperti 17-08-1990.")) from None
        return text

    def shown(self, text: str) -> str:
        """The value as the letter prints it, in Indonesian whatever the screen's language."""
        if self.kind == DATE and text:
            return indonesian_date(date.fromisoformat(text))
        return text


def indonesian_date(day: date) -> str:
    """The date as a letter writes it: 24 November 2026."""
    return format_date(day, "d MMMM y", locale="id")


def _tidy(text: str, kind: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if kind != LONG_TEXT:
        text = text.replace("\n", " ")
    return re.sub(" {2,}", " ", text).strip(" \n")


def _unprintable_sentence(sign: str) -> str:
    if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Cs"):
        return _("Ada tanda yang tidak terlihat di isian ini. Hapus, lalu ketik ulang.")
    return _(
        "Surat hanya dapat memuat huruf Latin, angka, dan tanda baca. "
        "Tulis seperti di KTP; tanda “%(sign)s” tidak dapat dicetak."
    ) % {"sign": sign}


def check_plain(text: str, longest: int) -> str:
    """A short text beside the fields, such as a position, under the same rules."""
    return LetterField("", "", TEXT, longest, "").clean(text)
