"""Nouns of the room: what was noted back from an outside system, and when one was down."""

from satuatap.exchange.models.notes import StatusNote
from satuatap.exchange.models.outages import Outage

__all__ = ["Outage", "StatusNote"]
