"""Dates, times and money as people here write them: `{% load satuatap %}`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"


@register.filter(expects_localtime=True)
def hari_tanggal(value: date | None) -> str:
    """The day with its name: "Senin, 24 November 2025"; nothing for nothing."""
    return _written_date(value, "EEEE, d MMMM y")


@register.filter(expects_localtime=True)
def tanggal(value: date | None) -> str:
    """The day without its name: "24 November 2025"; nothing for nothing."""
    return _written_date(value, "d MMMM y")


@register.filter
def pukul(value: datetime | None, zone: str = "") -> str:
    """The time with its zone: "14.05 WIB"; `zone` is a name like "Asia/Makassar".

    Without one it is the zone that is active for the office on whose behalf the page is shown.
    """
    if not value:
        return ""
    local = timezone.localtime(value, ZoneInfo(zone) if zone else None)
    between = "." if _locale() == "id" else ":"
    return f"{local:%H}{between}{local:%M} {local.tzname()}"


@register.filter
def rupiah(value: int | None) -> str:
    """Whole rupiah: "Rp 370.000", with a space that does not break; nothing for nothing."""
    if value is None or value == "":
        return ""
    return f"Rp{NO_BREAK}{format_decimal(int(value), locale=_locale())}"


def _written_date(value, pattern):
    if not value:
        return ""
    return format_date(value, pattern, locale=_locale())


def _locale() -> str:
    """Babel's name of the language of this page; Indonesian where it has none of ours."""
    return "en" if (get_language() or "").startswith("en") else "id"
