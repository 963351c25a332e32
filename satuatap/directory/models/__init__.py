"""Nouns of the room: the agency and the job order, each written by one and compared by another."""

from satuatap.directory.models.agencies import Agency
from satuatap.directory.models.job_orders import JobOrder

__all__ = ["Agency", "JobOrder"]
