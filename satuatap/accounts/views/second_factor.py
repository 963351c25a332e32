"""The second factor: entering a code, setting it up, removing it, codes for when the phone is gone.

The screens are allauth's; what is ours is the gate, the words, and the trace in the audit.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.shortcuts import render
from django.views.decorators.http import require_GET

from satuatap.accounts import audit
from satuatap.accounts.actions.own_account import (
    RECOVERY_CODES_MADE,
    SECOND_FACTOR_ACTIVATED,
    SECOND_FACTOR_REMOVED,
)
from satuatap.accounts.middleware import second_factor_is_missing
from satuatap.common.gates import open_page, signed_in_page

OWN = "everyone manages the own second factor"
GROUP = 4


@signed_in_page(OWN)
@require_GET
def second_factor(request):
    """Is the app set up, and how many spare codes are left?"""
    codes = Authenticator.objects.filter(
        user=request.user, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    context = {
        "is_active": request.user.has_second_factor,
        "is_needed": request.user.needs_second_factor,
        "is_missing": second_factor_is_missing(request.user),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
    return render(request, "accounts/second_factor.html", context)


class Activate(totp_views.ActivateTOTPView):
    """Scan the code, type what the app shows."""

    def get_context_data(self, **kwargs):
        """The secret also as text, in groups that can be typed."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
        return context | {"secret_groups": groups}

    def form_valid(self, form):
        """Leave a trace."""
        response = super().form_valid(form)
        audit.record(SECOND_FACTOR_ACTIVATED, by=self.request.user, about=self.request.user)
        return response


class Remove(totp_views.DeactivateTOTPView):
    """Remove the app, where the role allows it."""

    def form_valid(self, form):
        """Leave a trace."""
        response = super().form_valid(form)
        audit.record(SECOND_FACTOR_REMOVED, by=self.request.user, about=self.request.user)
        return response


class NewRecoveryCodes(recovery_views.GenerateRecoveryCodesView):
    """New spare codes; the old ones no longer work."""

    def form_valid(self, form):
        """Leave a trace."""
        response = super().form_valid(form)
        audit.record(RECOVERY_CODES_MADE, by=self.request.user, about=self.request.user)
        return response


enter_code = open_page("the second step of signing in")(mfa_views.authenticate)
activate = signed_in_page(OWN)(Activate.as_view())
remove = signed_in_page(OWN)(Remove.as_view())
recovery_codes = signed_in_page(OWN, reading_is_an_event=True)(recovery_views.view_recovery_codes)
new_recovery_codes = signed_in_page(OWN)(NewRecoveryCodes.as_view())
password_again = signed_in_page("asks for the own password once more")(account_views.reauthenticate)
code_again = signed_in_page("asks for the own code once more")(mfa_views.reauthenticate)
