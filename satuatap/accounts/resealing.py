"""What this room seals by itself: second-factor secrets inside allauth's rows, and sessions."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.functions import Substr
from django.utils import timezone

from satuatap.accounts.adapters import SECOND_FACTOR, SecondFactorAdapter
from satuatap.accounts.kept import KEPT
from satuatap.accounts.models import Session
from satuatap.accounts.session_store import SESSION
from satuatap.common.resealing import Kept, register, short_lived
from satuatap.common.vault import CannotOpen, key_number


def _secrets_of(content):
    """Every sealed text in the row's data, wherever it stands."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        return [text for part in content for text in _secrets_of(part)]
    return [content] if _number_of(content) is not None else []


def _number_of(text):
    """The data key that sealed this text; None when it is not sealed."""
    try:
        return key_number(bytes.fromhex(text))
    except (CannotOpen, ValueError, TypeError):
        return None


def _replaced(content, fresh):
    """The same data with each sealed text replaced by its fresh one."""
    if isinstance(content, dict):
        return {name: _replaced(part, fresh) for name, part in content.items()}
    if isinstance(content, list):
        return [_replaced(part, fresh) for part in content]
    return fresh.get(content, content) if isinstance(content, str) else content


def _seal_again(number):
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        yield _one_again(key, number)


@transaction.atomic
def _one_again(key, number):
    """Seal one row again under a lock: (done, could not be opened)."""
    row = Authenticator.objects.select_for_update().filter(pk=key).first()
    old = [text for text in _secrets_of(row.data if row else {}) if _number_of(text) != number]
    if not old:
        return 0, 0
    adapter = SecondFactorAdapter()
    try:
        fresh = {text: adapter.encrypt(adapter.decrypt(text)) for text in old}
    except CannotOpen:
        return 0, 1
    row.data = _replaced(row.data, fresh)
    row.save(update_fields=["data"])
    return 1, 0


def _numbers():
    rows = Authenticator.objects.values_list("data", flat=True)
    return {_number_of(text) for content in rows for text in _secrets_of(content)}


def _numbers_of_sessions():
    """Sessions are not sealed again: they end within half a day."""
    running = Session.objects.filter(expire_date__gt=timezone.now())
    heads = running.values_list(Substr("session_data", 3, 8), flat=True).distinct()
    return {int(head, 16) for head in heads if head}


register(Kept("second factors", SECOND_FACTOR, _seal_again, _numbers))
register(Kept("sessions", SESSION, lambda number: iter(()), _numbers_of_sessions))
short_lived(KEPT)
