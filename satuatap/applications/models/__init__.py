"""Nouns of the room: the application, its steps and their events, verdicts, second looks."""

from satuatap.applications.models.applications import Application
from satuatap.applications.models.events import StepEvent
from satuatap.applications.models.offices import (
    DeskTime,
    DestinationStop,
    ServiceSwitch,
    SettlementCheck,
)
from satuatap.applications.models.reviews import Review
from satuatap.applications.models.steps import Step, Verdict

__all__ = [
    "Application",
    "DeskTime",
    "DestinationStop",
    "Review",
    "ServiceSwitch",
    "SettlementCheck",
    "Step",
    "StepEvent",
    "Verdict",
]
