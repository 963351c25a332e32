"""English screens take the same dates, so that a change of language never changes a birth date."""

from satuatap.common.formats.id.formats import DATE_INPUT_FORMATS

__all__ = ["DATE_INPUT_FORMATS"]
