"""Pages that say what went wrong and what to do; none of them needs the database."""

import sys

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from satuatap.common.typed import posted_pairs, typed_fields


def _page(template, status, request=None, **context):
    """Render without context processors: they would ask for the session and the user."""
    token = get_token(request) if request is not None else ""
    context |= {"world": settings.WORLD, "csrf_token": token, "home_url": "/"}
    return HttpResponse(render_to_string(template, context), status=status)


def refused(request, exception=None):
    """403: the rule's sentence says why not."""
    sentence = (
        str(exception) if exception and str(exception) else _("Anda tidak berwenang di sini.")
    )
    return _page("common/refused.html", 403, request, sentence=sentence)


def not_found(request, exception=None):
    """404: the same answer for what does not exist and for what she may not see."""
    return _page("404.html", 404, request)


def not_understood(request, exception=None):
    """400: a request that no form of ours would send."""
    return _page("400.html", 400, request)


class WrongMethod:
    """405: an address that takes a button was opened as a page, or the other way round."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code != 405:
            return answer
        page = _page("405.html", 405, request)
        page["Allow"] = answer["Allow"]
        return page


def failed(request):
    """500, or 503 with the typed text when the database cannot be reached."""
    if _is_outage(sys.exc_info()[1]):
        return _outage(request)
    return _page("500.html", 500, request)


def _is_outage(error) -> bool:
    while error is not None:
        if isinstance(error, (InterfaceError, psycopg.InterfaceError)):
            return True
        if isinstance(error, (psycopg.OperationalError, DatabaseError)):
            state = getattr(error, "sqlstate", None)
            if isinstance(error, psycopg.OperationalError) and _means_outage(state):
                return True
        error = error.__cause__ or error.__context__
    return False


def _means_outage(sqlstate) -> bool:
    """No state: the connection itself failed; 08 connection, 53 resources, 57P shutdown."""
    return sqlstate is None or sqlstate[:2] in ("08", "53") or sqlstate[:3] == "57P"


def _outage(request):
    kept = _typed_here(request)
    return _page(
        "common/outage.html", 503, request, kept=kept, files_lost=bool(kept and request.FILES),
        action=request.get_full_path(),
    )  # fmt: skip


def form_expired(request, reason=""):
    """403 of a form whose token does not fit: opened before signing in again, or in another tab."""
    kept = _typed_here(request)
    return _page(
        "403_csrf.html", 403, request, kept=kept, files_lost=bool(kept and request.FILES),
        action=request.get_full_path(),
    )  # fmt: skip


def _typed_here(request) -> list[tuple[str, str, str]]:
    """What was typed into a form of ours; what another site sends is never offered for sending."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return typed_fields(posted_pairs(request)) if request.method == "POST" and ours else []
