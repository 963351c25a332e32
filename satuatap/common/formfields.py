"""Form fields that answer bad input with a clear sentence."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")

KEPT = "\n\r\t\u200d"  # what parts words, and the joiner that holds an emoji together


class PlainTextField(forms.CharField):
    """Text as people write it: NFC, without control and direction-changing characters."""

    def __init__(self, *args, lines=False, **kwargs):
        self.lines = lines
        super().__init__(*args, **kwargs)
        if self.max_length:
            self.error_messages.setdefault("max_length", "")
            self.validators = [v for v in self.validators if v.code != "max_length"]
        self.validators = [v for v in self.validators if v.code != "null_characters_not_allowed"]

    def to_python(self, value):
        """Clean the text; say plainly when it is too long."""
        text = DIRECTION_MARKS.sub("", super().to_python(value))
        text = "".join(c for c in text if c in KEPT or unicodedata.category(c)[0] != "C")
        text = unicodedata.normalize("NFC", text)  # after: what stood between two signs is gone
        text = text.strip() if self.lines else " ".join(text.split())
        if self.max_length and len(text) > self.max_length:
            raise ValidationError(
                _(
                    "Terlalu panjang: %(have)d huruf, paling banyak %(most)d. Ringkas, lalu kirim lagi."
                ),
                params={"have": len(text), "most": self.max_length},
                code="max_length",
            )
        return text
