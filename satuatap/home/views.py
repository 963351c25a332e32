"""The start page per role, the public front, and the choice of language."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from satuatap.accounts.kept import find_kept
from satuatap.common.gates import open_page, signed_in_page
from satuatap.common.typed import typed_fields
from satuatap.home.context import places_of_work


@open_page("the front: who comes without account sees what the centre offers")
def start(request):
    """Staff see their work; everybody else the public front of this world."""
    if not request.user.is_authenticated:
        front = (
            "home/front.html" if settings.WORLD == "administration" else "home/neutral_front.html"
        )
        return render(request, front)
    return render(request, "home/start.html", {"places_of_work": places_of_work(request)})


@open_page("a language is chosen before anyone signs in")
def choose_language(request, code):
    """Remember the language in a cookie of this world and go back."""
    target = request.GET.get("kembali", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        )  # fmt: skip
    return response


@signed_in_page("gives back what a person had typed before her session ended")
def kept_form(request):
    """Show it, ready to be sent again."""
    kept = find_kept(request)
    if kept is None:
        return redirect("start")
    context = {
        "kept": typed_fields(kept["fields"]),
        "action": kept["action"],
        "files_lost": bool(kept["files"]),
    }
    return render(request, "common/resume.html", context)


@open_page("answers to whoever watches the service; says nothing but that it lives")
def alive(request):
    """For supervisors and reverse proxies."""
    return HttpResponse("ok", content_type="text/plain")
