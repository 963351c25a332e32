"""Nouns of the room: the application, its steps, the verdicts on papers."""

from satuatap.applications.models.applications import Application
from satuatap.applications.models.steps import Step, Verdict

__all__ = ["Application", "Step", "Verdict"]
