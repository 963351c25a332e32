"""The one settings file; everything that differs between installations comes from the environment.

A process is one world (`SATUATAP_WORLD`) and one database role (`SATUATAP_ROLE`). The variables are
listed in docs/reference/settings.md.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from satuatap.environment import ROLES, WORLDS, WrongEnvironment, read
from satuatap.sign_on import sign_on_apps

environment = read()
BASE = Path(__file__).resolve().parent.parent

WORLD = environment.choice("SATUATAP_WORLD", WORLDS, "administration")
ROLE = environment.choice("SATUATAP_ROLE", ROLES, "service")
MODE = environment.choice("SATUATAP_MODE", ("demo", "production"), "demo")
DEMO = MODE == "demo"
DEBUG = environment.choice("SATUATAP_DEBUG", ("yes", "no"), "no") == "yes"
if DEBUG and not DEMO:
    raise WrongEnvironment("SATUATAP_DEBUG is “yes” in production mode. Remove it.")

HOME = environment.folder("SATUATAP_HOME", BASE / "var")
KEY_STORE = environment.folder("SATUATAP_KEYS", HOME / WORLD / "keys")
FILES = environment.folder("SATUATAP_FILES", HOME / WORLD / "files")
ENDINGS_JOURNAL = environment.folder("SATUATAP_ENDINGS", HOME / WORLD / "endings.jsonl")
AUDIT_ANCHOR = environment.folder("SATUATAP_AUDIT_ANCHOR", HOME / WORLD / "audit" / "heads.jsonl")
REFERENCE = environment.folder("SATUATAP_REFERENCE", BASE / "reference")
PORT = environment.number("SATUATAP_PORT", 8000, 1, 65535)
PROTECTION_PORT = environment.number("SATUATAP_PROTECTION_PORT", 8001, 1, 65535)
HOST = environment.text("SATUATAP_HOST", "127.0.0.1")
TLS = bool(environment.text("SATUATAP_TLS_CERTIFICATE")) or not DEMO
SECRET_KEY = environment.secret("SATUATAP_SECRET_KEY", DEMO)
OWN_PORT = PORT if WORLD == "administration" else PROTECTION_PORT
PUBLIC_URL = environment.text(
    "SATUATAP_PUBLIC_URL", f"{'https' if TLS else 'http'}://{HOST}:{OWN_PORT}"
)
# the only thing that administration knows of protection
PROTECTION_URL = environment.text("SATUATAP_PROTECTION_URL", f"http://{HOST}:{PROTECTION_PORT}/")

ALLOWED_HOSTS = environment.words("SATUATAP_ALLOWED_HOSTS", f"{HOST},127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = environment.words("SATUATAP_TRUSTED_ORIGINS")
BODY_LIMIT = 11 * 1024 * 1024  # one scan of at most 10 MB and the form around it
SCAN_LIMIT = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# uploads stay in memory, bounded by the body's limit: no readable scan ever lies on the disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT

DATABASES = {"default": environment.database(ROLE)}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("application_name", f"satuatap-{ROLE}")
POOL = environment.number("SATUATAP_POOL", 12, 0, 100)  # connections of one process; 0: no pool
if ROLE == "service" and POOL:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOL, "timeout": 5}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if ROLE == "service":
    # row security makes statements long: what a connection asks again keeps its plan, unless the
    # values make a better one worth while (PostgreSQL decides)
    DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 2}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

COMMON_ROOMS = ["common", "disclosure", "places", "accounts", "directory", "privacy", "catalogue"]
COMMON_ROOMS += ["letters", "notifications"]
ROOMS = {
    "administration": [
        *COMMON_ROOMS, "intake", "workers", "information", "reception", "applications", "training",
        "network", "outreach", "exchange", "indicators", "home",
    ],
    "protection": [*COMMON_ROOMS, "cases", "home"],
}[WORLD]  # fmt: skip

INSTALLED_APPS = [
    *(f"satuatap.{room}" for room in ROOMS),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "satuatap.common.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "satuatap.common.transactions.ReceiveBody",
    "satuatap.accounts.middleware.QueueForPasswords",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "satuatap.common.language.ChosenLanguage",
    "satuatap.home.errors.WrongMethod",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "satuatap.accounts.middleware.EndIdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "satuatap.accounts.middleware.Identify",
    "satuatap.common.transactions.WorldTransaction",
]

ROOT_URLCONF = "satuatap.urls"
WSGI_APPLICATION = "satuatap.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "satuatap.home.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "satuatap.common.rendering.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["satuatap.accounts.backends.StaffBackend"]
PASSWORD_HASHERS = ["satuatap.accounts.hashers.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "satuatap.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # ours count failures per account in the database (accounts.limits)
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "satuatap.accounts.forms.sign_in.SignInForm",
    "reauthenticate": "satuatap.accounts.forms.sign_in.PasswordAgainForm",
}
SOCIALACCOUNT_ADAPTER = "satuatap.accounts.adapters.SignOnAdapter"
SOCIALACCOUNT_ONLY = False
MFA_ADAPTER = "satuatap.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Satu Atap" if WORLD == "administration" else "Pusat Informasi"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody has an e-mail address here
MFA_FORMS = {
    "authenticate": "satuatap.accounts.forms.sign_in.SecondFactorForm",
    "reauthenticate": "satuatap.accounts.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "satuatap.accounts.forms.sign_in.ActivateSecondFactorForm",
    "deactivate_totp": "satuatap.accounts.forms.sign_in.RemoveSecondFactorForm",
}
SIGN_ON_PROVIDERS = environment.text("SATUATAP_OIDC_FILE")  # JSON list, docs/reference/settings.md
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": sign_on_apps(SIGN_ON_PROVIDERS, DEMO)}}
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: form-action of our content policy stays 'self'
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# messages out by e-mail; without a host the demo writes a line, and in production they wait
SMTP_HOST = environment.text("SATUATAP_SMTP_HOST")
SMTP_PORT = environment.number("SATUATAP_SMTP_PORT", 587, 1, 65535)
SMTP_SECURITY = environment.choice(
    "SATUATAP_SMTP_SECURITY", ("starttls", "tls", "none"), "starttls"
)
SMTP_USER = environment.text("SATUATAP_SMTP_USER")
SMTP_PASSWORD_FILE = environment.text("SATUATAP_SMTP_PASSWORD_FILE")
SMTP_FROM = environment.text("SATUATAP_SMTP_FROM")

SESSION_ENGINE = "satuatap.accounts.session_store"
SESSION_COOKIE_NAME = f"{'__Host-' if TLS else ''}satuatap_{WORLD}"
CSRF_COOKIE_NAME = f"{'__Host-' if TLS else ''}satuatap_{WORLD}_form"
LANGUAGE_COOKIE_NAME = f"satuatap_{WORLD}_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 72 * 3600  # after IDLE_MINUTES it only tells whose typed text to give back
IDLE_MINUTES = environment.number("SATUATAP_IDLE_MINUTES", 30, 5, 120)
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "satuatap.home.errors.form_expired"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.text("SATUATAP_BEHIND_PROXY") else None
)
SECURE_HSTS_SECONDS = 31536000 if TLS and not DEMO else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # “no-referrer” would send Origin: null, which no form check accepts
)
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE / "satuatap" / "locale"]
FORMAT_MODULE_PATH = ["satuatap.common.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # shown by default; stored in UTC, each office has its own

STATIC_URL = "/static/"
STATIC_ROOT = HOME / WORLD / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Logs keep the SQLSTATE and the constraint's name, never a value (common.logs).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "satuatap.common.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "procrastinate": {"level": "WARNING"},
    },
}
