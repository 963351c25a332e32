"""`manage.py check` for the texts of `reference/messages/` and the way to the mail server."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, overdue
from satuatap.notifications import texts

OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


@register()
def texts_are_in_order(app_configs, **options):
    """Every text can be read and asks for nothing to fill in; no review date is past."""
    try:
        texts.texts()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="notifications.E001")]
    return [
        Warning(late, id="notifications.W001") for late in overdue(texts.text_files(), date.today())
    ]


@register()
def mail_server_is_in_order(app_configs, **options):
    """Where a mail server is named, sender and password are there and the way is sealed."""
    if not settings.SMTP_HOST:
        return []
    wrong = []
    if "@" not in settings.SMTP_FROM:
        wrong.append("SATUATAP_SMTP_FROM is not set. Name the address that messages come from.")
    path = settings.SMTP_PASSWORD_FILE
    if settings.SMTP_USER and not (path and Path(path).is_file()):
        wrong.append("SATUATAP_SMTP_USER is set: SATUATAP_SMTP_PASSWORD_FILE must name a file.")
    if settings.SMTP_SECURITY == "none" and settings.SMTP_HOST not in OWN_MACHINE:
        wrong.append(
            "SATUATAP_SMTP_SECURITY is “none”, and addresses would cross the network unsealed. "
            "Use starttls or tls; “none” is for a mail server on the same machine."
        )
    return [Error(sentence, id="notifications.E002") for sentence in wrong]
