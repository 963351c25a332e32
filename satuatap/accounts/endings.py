"""Accounts that were closed stay closed when an older backup is restored."""

from datetime import UTC, datetime

from satuatap.accounts.actions.people import shut
from satuatap.accounts.models import User
from satuatap.common import endings

ACCOUNT_CLOSED = "account_closed"


@endings.register(ACCOUNT_CLOSED)
def close_again(user_id: str) -> None:
    """Close the account and end its roles; without an open one of this id nothing happens."""
    person = User.objects.filter(pk=user_id, closed_at=None).first()
    if person:
        shut(person, datetime.now(UTC))
