"""What was typed into a form whose session had ended: kept, sealed, for the same person only."""

import json
from datetime import timedelta

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from satuatap.common.typed import OWN_ACCOUNT, posted_pairs
from satuatap.common.vault import CannotOpen, purpose, vault

KEPT = purpose("kept_form")
KEY = "kept_form"
LASTS = timedelta(minutes=30)


def keep_what_was_typed(request):
    """Put the fields into the fresh session and send the person to sign in.

    Only for the person whose session ended, known from that session; without one (or for
    somebody else) nothing is kept. Files are not: the page says that they must be chosen again.
    """
    if not request.ended_person or request.path.startswith(OWN_ACCOUNT):
        return redirect(sign_in_address("/", ended=bool(request.ended_person)))
    packed = {
        "person": request.ended_person,
        "action": request.get_full_path(),
        "fields": posted_pairs(request),
        "files": sorted(request.FILES),
        "until": (timezone.now() + LASTS).isoformat(),
    }
    sealed = vault().seal(KEPT, json.dumps(packed).encode(), "session")
    request.session[KEY] = sealed.hex()
    return redirect(sign_in_address(reverse("kept_form"), ended=True))


def sign_in_address(target: str, *, ended: bool) -> str:
    """Where to sign in and then go on to `target`; the page says so when a session had ended."""
    query = {"next": target} | ({"habis": "ya"} if ended else {})
    return reverse("account_login", query=query)


def find_kept(request) -> dict | None:
    """What this person had typed; None when there is nothing, it is too old, or another's.

    It stays for its half hour, so that reloading the page loses nothing; what belongs to
    somebody else goes at once.
    """
    sealed = request.session.get(KEY, "")
    if not sealed:
        return None
    try:
        packed = json.loads(vault().open(KEPT, bytes.fromhex(sealed), "session"))
    except (CannotOpen, ValueError):
        packed = {"until": "2000-01-01T00:00:00Z", "person": ""}
    until = parse_datetime(packed["until"])
    if until is None or until < timezone.now() or packed["person"] != str(request.user.pk):
        del request.session[KEY]
        return None
    return packed
