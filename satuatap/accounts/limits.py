"""Limits on failed sign-ins, counted per account in the database that all processes share.

Only failures count, and only those of the account itself: an office whose fifty officers sign
in through one address is never refused. From one address an account has five tries in a
quarter of an hour, from all addresses together fifteen; so a colleague who guesses does not
lock the owner out elsewhere at once, and two guessers do not double their chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit
from satuatap.accounts.models import SignInFailure, User
from satuatap.common.vault import keyed_hash

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 5
PER_ACCOUNT = 15
KEPT_FOR = timedelta(days=400)  # an owner who comes back after a year is still told

Factor = SignInFailure.Factor
SIGN_IN_REFUSED = audit.verb("sign_in_refused", _("menolak percobaan masuk yang terlalu banyak"))
SIGN_IN = "sign_in"  # the service that writes before anyone is signed in
TOO_MANY = _(
    "Terlalu banyak percobaan yang salah untuk akun ini. Tunggu 15 menit, lalu coba lagi. "
    "Bila Anda lupa kata sandi, minta kode kertas kepada administrator kantor."
)


def account_hash(username: str) -> bytes:
    """Keyed hash of an account name as typed, known or not."""
    return keyed_hash("sign_in_account", username.strip().lower())


def address_hash(request) -> bytes:
    """Keyed hash of the address that a request came from."""
    return keyed_hash("sign_in_address", address_of(request))


def address_of(request) -> str:
    """The client's address; behind our own proxy its last forwarded entry."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        return forwarded or request.META.get("REMOTE_ADDR", "")
    return request.META.get("REMOTE_ADDR", "")


def reserve(username: str, request, factor: str) -> SignInFailure | None:
    """Count this try as failed before it is checked; None when there were too many.

    Counting first, under a lock per account that lasts until the request's transaction ends,
    leaves no gap for tries at the same moment. A try that turns out right is taken back by
    `release`.
    """
    account, address = account_hash(username), address_hash(request)
    with transaction.atomic():
        _lock(account)
        now = timezone.now()  # under the lock: later tries carry later moments
        recent = SignInFailure.objects.filter(
            account_hash=account, at__gt=now - WINDOW
        ).values_list("address_hash", "factor")
        tries = [bytes(where) for where, kind in recent if kind == factor]
        if tries.count(address) >= PER_ADDRESS or len(tries) >= PER_ACCOUNT:
            if not any(kind == Factor.REFUSED for _where, kind in recent):
                _leave_mark(username, account, address, factor, now)
            return None
        return SignInFailure.objects.create(
            account_hash=account, address_hash=address, factor=factor, at=now
        )


def _lock(account: bytes) -> None:
    with connection.cursor() as cursor:
        number = int.from_bytes(account[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _leave_mark(username, account, address, factor, now):
    """Once in a window: remember it for the owner, and leave a trace where there is an account."""
    SignInFailure.objects.create(
        account_hash=account, address_hash=address, factor=Factor.REFUSED, at=now
    )
    user = User.objects.filter(username=username.strip().lower()).first()
    if user:
        audit.record(
            SIGN_IN_REFUSED, by=SIGN_IN, about=user, office=user.home_office_id, reason=factor
        )


def release(failure: SignInFailure) -> None:
    """The try was right: take its count back."""
    failure.delete()


@dataclass(frozen=True)
class Failures:
    """What an account's owner is told: how many tries failed, and whether they were cut off."""

    tries: int
    was_refused: bool
    since: datetime | None
    until: datetime | None

    def __bool__(self):
        return self.until is not None


def failures_of(user: User) -> Failures:
    """The failed tries at this account of which its owner has not been told yet."""
    found = SignInFailure.objects.filter(account_hash=account_hash(user.username))
    if user.told_until:
        found = found.filter(at__gt=user.told_until)
    rows = list(found.order_by("at").values_list("factor", "at"))
    tries = sum(factor != Factor.REFUSED for factor, _at in rows)
    if not rows:
        return Failures(0, False, None, None)
    return Failures(tries, tries < len(rows), rows[0][1], rows[-1][1])


def forget_old(now: datetime) -> int:
    """Remove failures older than an owner could reasonably still be told of; how many went."""
    return SignInFailure.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
