"""Wrong codes at public pages, counted per page and address: whoever guesses has to wait."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from satuatap.accounts.limits import address_of
from satuatap.accounts.models import WrongCode
from satuatap.common.vault import keyed_hash

WINDOW = timedelta(minutes=15)
MOST_WRONG = 30


def has_to_wait(request, page: str) -> bool:
    """Did too many codes from this address lead nowhere in the last quarter of an hour?"""
    recent = WrongCode.objects.filter(
        page=page, address_hash=_address_hash(request), at__gt=timezone.now() - WINDOW
    )
    return recent.count() >= MOST_WRONG


def count_wrong_code(request, page: str) -> None:
    """Remember one more, and forget those that no longer count."""
    WrongCode.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    WrongCode.objects.create(page=page, address_hash=_address_hash(request))


def _address_hash(request) -> bytes:
    return keyed_hash("wrong_code_address", address_of(request))
