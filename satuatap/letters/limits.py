"""Wrong codes at the check page, counted per address: whoever guesses has to wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from satuatap.accounts.limits import address_of
from satuatap.common.vault import keyed_hash
from satuatap.letters.models import WrongCheck

WINDOW = timedelta(minutes=15)
MOST_WRONG = 30


def has_to_wait(request, now: datetime) -> bool:
    """Did too many codes from this address lead nowhere in the last quarter of an hour?"""
    recent = WrongCheck.objects.filter(address_hash=_address_hash(request), at__gt=now - WINDOW)
    return recent.count() >= MOST_WRONG


def count_wrong_code(request, now: datetime) -> None:
    """Remember one more, and forget those that no longer count."""
    WrongCheck.objects.filter(at__lte=now - WINDOW).delete()
    WrongCheck.objects.bulk_create([WrongCheck(address_hash=_address_hash(request), at=now)])


def _address_hash(request) -> bytes:
    return keyed_hash("letter_check_address", address_of(request))
