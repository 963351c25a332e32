"""Nouns of the room: the person, her papers and their results, and which desk may see her now."""

from satuatap.workers.models.access import DeskAccess
from satuatap.workers.models.documents import Document, Scan
from satuatap.workers.models.findings import Finding, ScanReading
from satuatap.workers.models.people import Worker

__all__ = ["DeskAccess", "Document", "Finding", "Scan", "ScanReading", "Worker"]
