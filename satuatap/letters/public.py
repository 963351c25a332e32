"""The page on which whoever holds a letter asks whether it is real. Nothing personal is shown."""

from __future__ import annotations

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from satuatap.common import acting
from satuatap.common.gates import open_page
from satuatap.letters import limits
from satuatap.letters.codes import digest_of, find_code
from satuatap.letters.forms import CheckForm
from satuatap.letters.models import CHECK_SERVICE, Letter

REASON = "whoever holds a letter may ask whether it is real; the code is on the letter"


@open_page(REASON, service=CHECK_SERVICE, reading_is_an_event=True)
def check(request):
    """Type the code of a letter."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return _answer(request, form.cleaned_data["code"])
    return _page(request, "letters/check.html", {"form": form}, 422 if form.is_bound else 200)


@open_page(REASON, service=CHECK_SERVICE, reading_is_an_event=True)
def checked(request, code):
    """Where the QR of a letter leads."""
    return _answer(request, code)


def _answer(request, typed):
    """Valid, cancelled or unknown; what cannot be a code is answered like an unknown one."""
    now = timezone.now()
    if limits.has_to_wait(request, now):
        return _page(request, "letters/wait.html", {}, 429)
    letter = find_letter(typed)
    if letter is None:
        limits.count_wrong_code(request, now)
        return _page(request, "letters/unknown.html", {"form": CheckForm()}, 404)
    return _page(request, "letters/checked.html", {"letter": letter}, 200)


def find_letter(typed: str) -> Letter | None:
    """The letter whose code this is, as far as the page shows it; acts as the check service."""
    code = find_code(typed)
    if code is None:
        return None
    digest = digest_of(code)
    acting.enter(acting.service_actor(CHECK_SERVICE).presenting(digest))
    return Letter.objects.find_by_digest(digest)


def _page(request, template, context, status):
    shells = {"administration": "common/public.html", "protection": "common/neutral.html"}
    return render(request, template, {**context, "shell": shells[settings.WORLD]}, status=status)
