"""Who comes, how long ago, and through which gate."""

import threading
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django_htmx.http import HttpResponseClientRedirect

from satuatap.accounts.hashers import AT_ONCE
from satuatap.accounts.kept import keep_what_was_typed, sign_in_address
from satuatap.accounts.session_store import SEEN
from satuatap.common.acting import NOBODY
from satuatap.common.gates import gate_of
from satuatap.common.transactions import SAFE_METHODS

PASSWORD_PAGES = (
    "/akun/masuk/",
    "/akun/kode-kertas/",
    "/akun/kata-sandi/",
    "/akun/konfirmasi/",
)
WRITE_EVERY = timedelta(minutes=1)
SECOND_FACTOR_PAGES = ("/akun/langkah-kedua/", "/akun/keluar/", "/akun/konfirmasi/")


class QueueForPasswords:
    """Let only so many passwords be computed at once; who waits holds no database connection.

    When a whole province signs in at eight o'clock, everybody comes in one after another, and
    nobody meets an empty pool of connections.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.places = threading.BoundedSemaphore(2 * AT_ONCE)

    def __call__(self, request):
        if request.method != "POST" or request.path not in PASSWORD_PAGES:
            return self.get_response(request)
        with self.places:
            return self.get_response(request)


class EndIdleSessions:
    """End a session after idleness; whose it was is remembered for what she had typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.ended_person = None
        if request.session.get("_auth_user_id"):
            now, seen = timezone.now(), parse_datetime(request.session.get(SEEN, ""))
            if seen and now - seen > timedelta(minutes=settings.IDLE_MINUTES):
                request.ended_person = request.session["_auth_user_id"]
                logout(request)
                request.user = AnonymousUser()
            elif not seen or now - seen > WRITE_EVERY:
                request.session[SEEN] = now.isoformat()
        return self.get_response(request)


class Identify:
    """Set the actor and ask the gate."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Answer instead of the view when its gate lets this person not pass."""
        gate, user = gate_of(view), request.user
        waits = user.is_authenticated and second_factor_is_missing(user)
        request.actor = user.actor if user.is_authenticated and not waits else NOBODY
        if gate is None or (gate.reason and not gate.signed_in):
            return None
        if not user.is_authenticated:
            return _ask_to_sign_in(request)
        if waits:
            on_the_way = request.path.startswith(SECOND_FACTOR_PAGES)
            return None if on_the_way else redirect("second_factor")
        if gate.permission and gate.permission not in request.actor.permissions:
            raise Http404
        return None


def _ask_to_sign_in(request):
    if request.method in SAFE_METHODS:
        ended = bool(request.ended_person)
        answer = redirect(sign_in_address(request.get_full_path(), ended=ended))
    else:
        answer = keep_what_was_typed(request)
    # a fragment's place is not for the sign-in page: the whole window goes there
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def second_factor_is_missing(user) -> bool:
    """Does a role ask for a second factor that this person has not set up? Not in the demo."""
    return not settings.DEMO and user.needs_second_factor and not user.has_second_factor
