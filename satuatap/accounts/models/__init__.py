"""Nouns of the room: people who work here, their roles, their sign-in, the audit."""

from satuatap.accounts.models.audit import AuditDay, AuditEntry
from satuatap.accounts.models.people import Assignment, User
from satuatap.accounts.models.sessions import Session
from satuatap.accounts.models.sign_in import PaperCode, SignInFailure
from satuatap.accounts.models.wrong_codes import WrongCode

__all__ = [
    "Assignment",
    "AuditDay",
    "AuditEntry",
    "PaperCode",
    "Session",
    "SignInFailure",
    "User",
    "WrongCode",
]
