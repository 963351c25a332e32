"""How allauth meets this house: our limits, our words, sealed second factors, no sign-up."""

import io

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit, limits
from satuatap.accounts.actions.own_account import SIGNED_IN
from satuatap.accounts.devices import device_words
from satuatap.accounts.models import User
from satuatap.accounts.session_store import DEVICE, SEEN, STARTED
from satuatap.common import acting
from satuatap.common.vault import purpose, vault

SECOND_FACTOR = purpose("second_factor")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by herself; failed tries are counted per account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": limits.TOO_MANY,
        "username_password_mismatch": _(
            "Nama pengguna atau kata sandi belum cocok. Periksa, lalu coba lagi."
        ),
        "incorrect_password": _("Kata sandi belum cocok. Ketik lagi."),
    }

    def is_open_for_signup(self, request):
        """An administrator makes accounts."""
        return False

    def is_ajax(self, request):
        """Pages only; no second way to the same address."""
        return False

    def get_client_ip(self, request):
        """The address behind our own proxy."""
        return limits.address_of(request)

    def pre_authenticate(self, request, **credentials):
        """Count the try before it is checked."""
        username = credentials.get("username") or ""
        self._try = limits.reserve(username, request, limits.Factor.PASSWORD)
        if self._try is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self):
        """The try was right."""
        if self._try is not None:
            limits.release(self._try)

    def reauthenticate(self, user, password):
        """The password once more; without asking for e-mail addresses, which nobody has here."""
        found = self.authenticate(self.request, username=user.username, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user):
        """Password or code; asked after the transaction has failed, so without a query."""
        ways = [("reauthenticate", "account_reauthenticate", user.has_usable_password())]
        ways.append(("mfa_reauthenticate", "mfa_reauthenticate", user.has_second_factor))
        return [
            {"id": way, "description": "", "url": reverse(name)} for way, name, has in ways if has
        ]

    def post_login(self, request, user, **kwargs):
        """Mark the session, leave a trace, and tell of failed tries before anything else."""
        response = super().post_login(request, user, **kwargs)
        now = timezone.now().isoformat()
        request.session[STARTED] = request.session[SEEN] = now
        request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))
        if request.actor.person not in (None, user.pk):
            acting.enter(user.actor)  # signed in over another's session: from here on she acts
        audit.record(SIGNED_IN, by=user, about=user)
        if limits.failures_of(user):
            return redirect(reverse("sign_in_failures", query={"next": response.url}))
        return response

    def get_login_redirect_url(self, request):
        """The start page."""
        return settings.LOGIN_REDIRECT_URL

    def add_message(self, *args, **kwargs):
        """Allauth's own messages are not shown: a page says itself what happened."""

    def send_notification_mail(self, *args, **kwargs):
        """No message goes out; the account's owner is told at the next sign-in."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets lie sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode belum cocok. Lihat kode yang sekarang tampil, lalu ketik lagi."),
        "cannot_delete_authenticator": _(
            "Peran Anda memerlukan langkah kedua, jadi tidak dapat dilepas. Ponsel hilang atau "
            "diganti? Minta kode kertas kepada administrator kantor."
        ),
        "cannot_generate_recovery_codes": _(
            "Kode cadangan dibuat setelah aplikasi pembuat kode dipasang."
        ),
    }

    def encrypt(self, text):
        """Seal a secret."""
        return vault().seal(SECOND_FACTOR, text.encode(), "mfa").hex()

    def decrypt(self, encrypted_text):
        """Open a secret."""
        return vault().open(SECOND_FACTOR, bytes.fromhex(encrypted_text), "mfa").decode()

    def build_totp_svg(self, url):
        """The code to scan, without a style that the content policy would refuse."""
        picture = io.BytesIO()
        segno.make(url, error="m").save(
            picture, kind="svg", scale=5, border=4, light="#fff", svgclass=None, lineclass=None
        )
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator):
        """Not where a role asks for it."""
        return settings.DEMO or not authenticator.user.needs_second_factor

    def _get_user_identifier(self, user):
        return user.username


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Sign-on through an office's own identity provider: only for accounts that exist here."""

    def is_open_for_signup(self, request, sociallogin):
        """An administrator makes accounts."""
        return False

    def list_apps(self, request, provider=None, client_id=None):
        """The providers of the file that the installation names; none stands in the database."""
        apps = [
            SocialApp(provider="openid_connect", **described)
            for described in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        ]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id)
            and client_id in (None, app.client_id)
        ]

    def populate_user(self, request, sociallogin, data):
        """Of what the provider tells, only the name to sign in with; nothing of it is stored."""
        sociallogin.sign_on_name = str(data.get("username") or "").strip().lower()
        sociallogin.account.extra_data, sociallogin.email_addresses = {}, []
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        """Bind the account of this name to the provider's own id of the person, once.

        A name can be given to somebody else at the provider; its id cannot. An account that is
        bound to one id is therefore never opened by another one of the same name.
        """
        sociallogin.state["process"] = "login"
        if sociallogin.is_existing:
            return
        user = User.objects.filter(username=sociallogin.sign_on_name, is_active=True).first()
        if user is None:
            return
        bound = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
        if bound.exists():
            raise ImmediateHttpResponse(redirect("sign_on_refused"))
        sociallogin.connect(request, user)
