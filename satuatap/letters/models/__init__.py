"""Nouns: a letter, its register's numbers, an office's certificate, wrong tries at the check page."""

from satuatap.letters.models.certificates import OfficeCertificate
from satuatap.letters.models.checks import CHECK_SERVICE, WrongCheck
from satuatap.letters.models.letters import Letter, LetterQuerySet
from satuatap.letters.models.register import LetterRegister

__all__ = [
    "CHECK_SERVICE",
    "Letter",
    "LetterQuerySet",
    "LetterRegister",
    "OfficeCertificate",
    "WrongCheck",
]
