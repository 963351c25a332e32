"""Form fields for picking an area by typing its name, with and without script.

The text is searched when the form arrives: one match is taken, several come back as radios. With
htmx the radios come while typing. A choice counts only for the text for which it was offered.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from satuatap.places import spelling
from satuatap.places.models import Area, Level

OFFERED = 12


@dataclass(frozen=True)
class Typed:
    """What a form brings: a chosen code, the text, and the text for which choices were shown."""

    code: str = ""
    text: str = ""
    shown_for: str = ""

    @property
    def is_choice(self) -> bool:
        """Was the code chosen for this very text?"""
        return bool(self.code) and self.text == self.shown_for


class AreaWidget(forms.Widget):
    """A text field with radios below it; the inputs are NAME_text, NAME_for and NAME."""

    template_name = "places/widgets/area.html"
    suggestions_url = reverse_lazy("places:areas")

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.offered: list[Area] = []  # set by the field of this very form
        self.within = ""

    def value_from_datadict(self, data, files, name):
        """The three inputs as one value."""
        text = str(data.get(f"{name}_text") or "").strip()
        shown_for = str(data.get(f"{name}_for") or "").strip()
        return Typed(str(data.get(name) or ""), text, shown_for)

    def value_omitted_from_data(self, data, files, name):
        """Omitted when neither text nor choice came."""
        return name not in data and f"{name}_text" not in data

    def get_context(self, name, value, attrs):
        """An area from the record shows as chosen; a typed one with what was found for it."""
        context = super().get_context(name, value, attrs)
        typed, offered = self._shown(value)
        context["widget"] |= {
            "typed": typed,
            "offered": offered,
            "url": self.suggestions_url,
            "within": self.within,
        }
        return context

    def _shown(self, value):
        if isinstance(value, Typed):
            return value, self.offered
        area = value if isinstance(value, Area) else _look_up(value)
        if area is None:
            return Typed(), []
        return Typed(area.code, area.full_name, area.full_name), [area]


def _look_up(code):
    return Area.objects.find_current(code) if code else None


class VillageWidget(AreaWidget):
    """Suggests villages only."""

    suggestions_url = reverse_lazy("places:villages")


class AreaField(forms.Field):
    """An area of any level, or of the given ones; cleans to an `Area` or None.

    `within` (Area or code) narrows the search to an area.
    """

    widget = AreaWidget
    levels = tuple(Level)
    default_error_messages = {
        "required": _("Isi nama wilayah."),
        "unknown": _("Tidak ada wilayah dengan nama itu. Periksa ejaannya."),
        "too_short": _("Ketik paling sedikit tiga huruf."),
        "several": _("Ada beberapa wilayah dengan nama itu. Pilih satu."),
    }

    def __init__(self, *, levels=None, within=None, **kwargs):
        super().__init__(**kwargs)
        self.levels = levels or self.levels
        self.within = within
        if within is not None:
            self.widget.within = getattr(within, "code", within)

    def clean(self, value: Typed) -> Area | None:
        """The chosen area, or the only one that fits the text."""
        self.widget.offered = []
        if not value.text and not value.is_choice:
            if self.required:
                raise self._refusal("required")
            return None
        area = self._chosen(value) or self._only_match(value.text)
        self.widget.offered = [area]
        self.run_validators(area)
        return area

    def has_changed(self, initial, data):
        """Another area than the record has?"""
        code = getattr(initial, "code", initial) or ""
        if data.is_choice:
            return data.code != code
        return bool(data.text or code)

    def _chosen(self, value):
        if not value.is_choice:
            return None
        found = Area.objects.find_current(value.code, self.levels)
        inside = found and (
            not self.widget.within or f"{found.code}.".startswith(f"{self.widget.within}.")
        )
        return found if inside else None

    def _only_match(self, text):
        found = Area.objects.matching(
            text, levels=self.levels, within=self.within, limit=OFFERED + 1
        )
        if not found:
            long_enough = any(len(word) > 2 for word in spelling.words_of(text))
            raise self._refusal("unknown" if long_enough or not text else "too_short")
        written_out = [area for area in found if area.full_name == text]
        if len(found) > 1 and not written_out:
            self.widget.offered = found[:OFFERED]
            raise self._refusal("several")
        return (written_out or found)[0]

    def _refusal(self, code):
        return ValidationError(self.error_messages[code], code=code)


class VillageField(AreaField):
    """A village or kelurahan, typed or chosen; cleans to an `Area` of level VILLAGE or None."""

    widget = VillageWidget
    levels = (Level.VILLAGE,)
    default_error_messages = {
        "required": _("Isi nama desa atau kelurahan."),
        "unknown": _(
            "Tidak ada desa dengan nama itu. Periksa ejaannya, atau ketik nama kecamatannya juga."
        ),
        "several": _("Ada beberapa desa dengan nama itu. Pilih satu."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Desa atau kelurahan"))
        kwargs.setdefault("help_text", _("Ketik nama desa dan kecamatan."))
        super().__init__(**kwargs)
