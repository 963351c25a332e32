"""Nouns of the reception."""

from satuatap.reception.models.appointments import PUBLIC, Appointment
from satuatap.reception.models.days import Capacity, DeskDay, MobileStop, RotaEntry
from satuatap.reception.models.screens import DISPLAY, ROOMS, Impression, Screen
from satuatap.reception.models.tickets import KEEPER, Call, DayCounter, DayNote, Ticket

__all__ = [
    "DISPLAY", "KEEPER", "PUBLIC", "ROOMS", "Appointment", "Call", "Capacity", "DayCounter", "DayNote",
    "DeskDay", "Impression", "MobileStop", "RotaEntry", "Screen", "Ticket",
]  # fmt: skip
