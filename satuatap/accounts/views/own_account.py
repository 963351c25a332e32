"""The own account: what it may do, its sessions, its password, failed tries at it."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts import limits
from satuatap.accounts.actions import own_account as actions
from satuatap.accounts.forms.sign_in import ChangePasswordForm, ReadFailuresForm
from satuatap.accounts.models import Session
from satuatap.accounts.session_store import stored_key
from satuatap.accounts.views.posting import posted
from satuatap.common.gates import signed_in_page

OWN = "everyone sees and changes the own account"


@signed_in_page(OWN)
@require_GET
def account(request):
    """Who I am here, which roles I hold, and where to change password and second factor."""
    roles = request.user.assignments.running().select_related("office", "desk", "area")
    return render(request, "accounts/account.html", {"roles": roles})


@signed_in_page(OWN)
@sensitive_post_parameters("password", "password_new")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    """A new password; every other session ends."""
    form = ChangePasswordForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password_new"]
        actions.change_password(by=request.user, password=password, session=_this(request))
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Kata sandi diganti. Sesi Anda di perangkat lain berakhir."))
        return redirect("account")
    return render(request, "account/password_change.html", {"form": form})


@signed_in_page(OWN)
@require_GET
def sessions(request):
    """Where I am signed in."""
    running = Session.objects.filter(user=request.user).running(timezone.now())
    context = {"sessions": running.order_by("-seen_at"), "this_one": _this(request)}
    return render(request, "accounts/sessions.html", context)


@signed_in_page(OWN)
@require_POST
def end_session(request, key):
    """End one of my sessions at once."""
    if not actions.end_session(by=request.user, session=key):
        raise Http404
    messages.success(request, _("Sesi itu berakhir."))
    return redirect("own_sessions")


@signed_in_page(OWN)
@require_POST
def end_other_sessions(request):
    """End all my sessions but this one."""
    actions.end_other_sessions(by=request.user, session=_this(request))
    messages.success(request, _("Semua sesi Anda yang lain berakhir."))
    return redirect("own_sessions")


@signed_in_page(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def failures(request):
    """Tell of failed tries at this account, until she says that she has read it."""
    onward = get_next_redirect_url(request) or "/"
    if request.method == "POST":
        form = ReadFailuresForm(request.POST)
        if form.is_valid():
            actions.read_failures(by=request.user, until=form.cleaned_data["until"])
        return redirect(onward)
    found = limits.failures_of(request.user)
    if not found:
        return redirect(onward)
    return render(request, "accounts/failures.html", {"failures": found, "onward": onward})


def _this(request):
    return stored_key(request.session.session_key)
