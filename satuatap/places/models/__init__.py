"""The nouns of places."""

from satuatap.places.models.areas import Area, AreaQuerySet, Level
from satuatap.places.models.centres import Centre
from satuatap.places.models.days import Closure, Holiday
from satuatap.places.models.desks import Desk, Institution, Presence
from satuatap.places.models.offices import Office, OpeningHours, TimeZone

__all__ = [
    "Area",
    "AreaQuerySet",
    "Centre",
    "Closure",
    "Desk",
    "Holiday",
    "Institution",
    "Level",
    "Office",
    "OpeningHours",
    "Presence",
    "TimeZone",
]
