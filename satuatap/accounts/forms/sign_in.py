"""Forms of signing in: password, second factor, code on paper."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import limits
from satuatap.accounts.paper_codes import find_paper_code

WRONG_CODE = _("Kode belum cocok. Lihat kode yang sekarang tampil, lalu ketik lagi.")
TYPE_PASSWORD = _("Ketik kata sandi Anda.")
TYPE_CODE = _("Ketik kodenya.")
TYPE_USERNAME = _("Ketik nama pengguna Anda.")


def username_field(**kwargs):
    """The name with which somebody signs in."""
    return forms.CharField(
        label=_("Nama pengguna"),
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
        error_messages={
            "required": TYPE_USERNAME,
            "max_length": _("Nama pengguna paling panjang 40 huruf."),
        },
        **kwargs,
    )


def password_field(label, *, new=False, **kwargs):
    """A password, never shown again by the server."""
    return forms.CharField(
        label=label,
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(
            {
                "autocomplete": "new-password" if new else "current-password",
                "class": "govuk-input--width-20",
            }
        ),
        error_messages={
            "required": TYPE_PASSWORD,
            "max_length": _("Kata sandi paling panjang 256 huruf."),
        },
        **kwargs,
    )


def new_password_field(label):
    """A password that is being set, with what is asked of it."""
    return password_field(
        label,
        new=True,
        help_text=_("Paling sedikit 12 huruf. Beberapa kata yang hanya Anda yang tahu sudah baik."),
    )


class SignInForm(LoginForm):
    """User name and password; nothing is remembered on the device."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["login"] = username_field()
        self.fields["password"] = password_field(_("Kata sandi"))


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that changes the account."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Kata sandi"))


def _plain_code(form, label, hint=""):
    form.fields["code"] = forms.CharField(
        label=label,
        help_text=hint,
        max_length=20,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }
        ),
        error_messages={"required": TYPE_CODE, "max_length": WRONG_CODE},
    )


class _CountedCode:
    """Count tries at the second factor per account, and take each code of the app once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(
            self,
            _("Kode dari aplikasi pembuat kode"),
            _("Enam angka. Ponsel tidak ada? Ketik satu kode cadangan, delapan angka."),
        )

    def clean_code(self):
        """The code, when it is right, fresh, and not one try too many."""
        failure = limits.reserve(self.user.username, context.request, limits.Factor.SECOND_FACTOR)
        if failure is None:
            raise forms.ValidationError(limits.TOO_MANY)
        code = super().clean_code()
        if not _is_fresh(self.authenticator, code):
            raise forms.ValidationError(
                _("Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik.")
            )
        limits.release(failure)
        return code


def _is_fresh(authenticator, code) -> bool:
    """Was no code of this or a later half-minute used before? RFC 6238, section 5.2.

    The last one used stands beside the secret, so that all processes know it.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    locked = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = _counter_of(decrypt(locked.data["secret"]), code)
    if counter is None or counter <= locked.data.get("last_counter", -1):
        return False
    locked.data["last_counter"] = counter
    locked.save(update_fields=["data"])
    return True


def _counter_of(secret, code):
    """The half-minute to which a code belongs, or None when none of those accepted fits."""
    digits = "".join(letter for letter in code if letter.isdigit())
    for counter in totp.yield_hotp_counters_from_time():
        if totp.format_hotp_value(totp.hotp_value(secret, counter)) == digits:
            return counter
    return None


class SecondFactorForm(_CountedCode, mfa_forms.AuthenticateForm):
    """The second step of signing in."""


class SecondFactorAgainForm(_CountedCode, mfa_forms.ReauthenticateForm):
    """The code once more, before something that changes the account."""


class ActivateSecondFactorForm(ActivateTOTPForm):
    """The first code, which proves that the app has the secret."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(self, _("Kode enam angka yang tampil di aplikasi"))


class RemoveSecondFactorForm(DeactivateTOTPForm):
    """Nothing to fill in; refuses where the role asks for a second factor."""


class PaperCodeForm(forms.Form):
    """User name, code on paper, new password."""

    username = username_field()
    code = forms.CharField(
        label=_("Kode di kertas"),
        help_text=_("Dua kelompok huruf dan angka, misalnya K7MPX-4TQ9A."),
        max_length=20,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
        error_messages={
            "required": _("Ketik kode yang ada di kertas."),
            "max_length": _("Kode di kertas hanya sepuluh huruf dan angka."),
        },
    )
    password = new_password_field(_("Kata sandi baru"))

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.paper = request, None

    def clean(self):
        """Find the code among those that run, counting the try; then ask about the password."""
        said = super().clean()
        username, code = said.get("username"), said.get("code")
        if not username or not code:
            return said
        failure = limits.reserve(username, self.request, limits.Factor.PAPER_CODE)
        if failure is None:
            self.add_error("code", limits.TOO_MANY)
            return said
        self.paper = find_paper_code(username, code, timezone.now())
        if self.paper is None:
            self.add_error(
                "code",
                _(
                    "Nama pengguna dan kode belum cocok, atau kodenya sudah dipakai atau lewat "
                    "waktu. Periksa, atau minta kode baru kepada administrator kantor."
                ),
            )
            return said
        limits.release(failure)
        _check_password(self, "password", self.paper.user)
        return said


class ChangePasswordForm(forms.Form):
    """The present password and a new one."""

    password = password_field(_("Kata sandi sekarang"))
    password_new = new_password_field(_("Kata sandi baru"))

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        """The present password, counted like a try at signing in."""
        user = self.request.user
        failure = limits.reserve(user.username, self.request, limits.Factor.PASSWORD)
        if failure is None:
            raise forms.ValidationError(limits.TOO_MANY)
        if not user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Kata sandi sekarang belum cocok. Ketik lagi."))
        limits.release(failure)
        return self.cleaned_data["password"]

    def clean(self):
        """Ask about the new one only when the present one is right."""
        said = super().clean()
        _check_password(self, "password_new", self.request.user)
        return said


def _check_password(form, name, user):
    if form.cleaned_data.get(name):
        try:
            validate_password(form.cleaned_data[name], user)
        except forms.ValidationError as refusal:
            form.add_error(name, refusal)


class ReadFailuresForm(forms.Form):
    """Up to which moment she has read of failed tries."""

    until = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_until(self):
        """A moment that has passed; nobody marks the future as read."""
        until = parse_datetime(self.cleaned_data["until"])
        if until is None or until.tzinfo is None:
            raise forms.ValidationError(_("Muat ulang halaman ini, lalu tekan tombolnya lagi."))
        return min(until, timezone.now())
