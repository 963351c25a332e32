"""Signing in: password, sign-on at an office's provider, code on paper, signing out."""

from allauth.account import views as account_views
from allauth.account.internal.flows.logout import logout
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from requests import RequestException

from satuatap.accounts import audit
from satuatap.accounts.actions.own_account import SIGNED_OUT, use_paper_code
from satuatap.accounts.forms.sign_in import PaperCodeForm
from satuatap.accounts.views.posting import posted
from satuatap.common.gates import open_page
from satuatap.places.models import Office

WAITS_FOR_SIGN_IN = "people who work here come in by it"


class SignIn(account_views.LoginView):
    """User name and password, and a link for each identity provider of the office."""

    def get_context_data(self, **kwargs):
        """Whose system this is; protection does not say."""
        named = settings.WORLD == "administration"
        return super().get_context_data(
            offices=list(Office.objects.installed()[:3]) if named else [],
            providers=settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
            had_ended="habis" in self.request.GET,
            **kwargs,
        )


sign_in = open_page(WAITS_FOR_SIGN_IN)(SignIn.as_view())
closed = open_page("tells that an account is closed")(account_views.account_inactive)


@open_page("a person whose session has ended may press it too")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request):
    """End this session; a link that somebody sent only asks."""
    if request.method != "POST":
        return render(request, "account/logout.html")
    if request.user.is_authenticated:
        audit.record(SIGNED_OUT, by=request.user, about=request.user)
    logout(request)
    return redirect("account_login")


@open_page("a person who has a code on paper has no password yet")
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_code(request):
    """Set a password with a code that the office's administrator handed over."""
    form = PaperCodeForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        use_paper_code(paper=form.paper, password=form.cleaned_data["password"], now=timezone.now())
        messages.success(request, _("Kata sandi baru tersimpan. Silakan masuk."))
        return redirect("account_login")
    return render(request, "accounts/paper_code.html", {"form": form})


@open_page("starts signing in at the office's identity provider")
@require_GET
def sign_on(request, provider_id):
    """Go to the provider; when it does not answer, say so and offer the password."""
    return _at_the_provider(request, provider_id, openid.login)


@open_page("the provider sends people back here", reading_is_an_event=True)
@require_GET
def sign_on_return(request, provider_id):
    """Come back from the provider."""
    return _at_the_provider(request, provider_id, openid.callback)


def _at_the_provider(request, provider_id, view):
    try:
        with transaction.atomic():
            return view(request, provider_id)
    except (RequestException, OAuth2Error, KeyError, ValueError):
        return render(request, "socialaccount/authentication_error.html", status=502)


@open_page("tells that signing in at the provider was broken off")
@require_GET
def sign_on_cancelled(request):
    """She changed her mind at the provider."""
    return render(request, "socialaccount/login_cancelled.html")


@open_page("tells that the name belongs to another person at the provider")
@require_GET
def sign_on_refused(request):
    """The name is bound to another id of the provider."""
    return render(request, "account/signup_closed.html", status=403)
