"""Ways out. Each says clearly what became of a message, or that it does not know."""

from __future__ import annotations

import re
import smtplib
import ssl
import sys
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

from satuatap.notifications.models import Channel
from satuatap.notifications.texts import Text

LONGEST_ADDRESS = 254
PATIENCE = 10  # seconds for each answer of the mail server
BROKEN = (smtplib.SMTPException, OSError)
LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Sent:
    """The other side took it."""


@dataclass(frozen=True)
class Failed:
    """It was surely not sent; `for_good` where trying again is of no use."""

    reason: str
    for_good: bool = False


@dataclass(frozen=True)
class Unclear:
    """It was handed over and no answer came: it may have been sent."""

    reason: str


Outcome = Sent | Failed | Unclear


def adapter_of(channel: str) -> Console | Smtp | None:
    """What hands messages of this channel over here and now; None where nothing is set up."""
    if channel == Channel.EMAIL and settings.SMTP_HOST:
        return Smtp()
    if channel in (Channel.EMAIL, Channel.CONSOLE) and settings.DEMO:
        return Console()
    return None


def ready() -> list[str]:
    """The channels through which something can go out."""
    return [channel for channel in Channel.values if adapter_of(channel)]


def check_address(channel: str, address: str) -> None:
    """Raise ValidationError where this channel cannot go to such an address."""
    if channel not in Channel.values:
        raise LookupError(f"there is no channel {channel}")
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError("too long for an address")
    if channel == Channel.EMAIL:
        validate_email(address)


class Console:
    """For the demo: one neutral line, without address and text."""

    def hand_over(self, address: str, text: Text) -> Outcome:
        """Write the line."""
        sys.stdout.write(f"message: {text.code}\n")
        sys.stdout.flush()
        return Sent()


class Smtp:
    """E-mail through the office's mail server.

    The conversation is led here and not by Django's or smtplib's `sendmail`, because only here it is known on
    which side of the end of the data a connection broke.
    """

    def hand_over(self, address: str, text: Text) -> Outcome:
        """One message over a connection of its own."""
        try:
            server = _connect()
        except BROKEN:
            return Failed("no_connection")
        try:
            return _talk(server, address, _letter(address, text))
        finally:
            _hang_up(server)


def _connect() -> smtplib.SMTP:
    """Signed in where a name is set. We call ourselves by our sender's domain, never by the
    name of this machine: what servers write into the letter's head must not tell where it lies."""
    where = (settings.SMTP_HOST, settings.SMTP_PORT, _domain())
    if settings.SMTP_SECURITY == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            *where, timeout=PATIENCE, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(*where, timeout=PATIENCE)
    try:
        if settings.SMTP_SECURITY == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.SMTP_USER:
            server.login(settings.SMTP_USER, Path(settings.SMTP_PASSWORD_FILE).read_text().strip())
    except BaseException:
        _hang_up(server)
        raise
    return server


def _domain() -> str:
    return settings.SMTP_FROM.rpartition("@")[2].strip(" >")


def _letter(address: str, text: Text) -> bytes:
    """The e-mail with the line ends and doubled dots that the wire asks for."""
    email = EmailMessage(
        text.subject, text.filled(), settings.SMTP_FROM, [address],
        headers={"Message-ID": f"<{uuid.uuid4()}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    lines = LINE_END.split(email.message().as_bytes().rstrip())
    return b"".join((b"." if line[:1] == b"." else b"") + line + b"\r\n" for line in lines)


def _talk(server: smtplib.SMTP, address: str, letter: bytes) -> Outcome:
    try:
        if refused := _announce(server, address):
            return refused
    except BROKEN:
        return Failed("connection_lost")
    try:
        server.send(letter + b".\r\n")
        code, _words = server.getreply()
    except BROKEN:
        return Unclear("no_answer")
    if 200 <= code < 300:
        return Sent()
    return Failed("message_refused", code >= 500) if code >= 400 else Unclear("strange_answer")


def _announce(server: smtplib.SMTP, address: str) -> Failed | None:
    """Everything before the letter itself: until here nothing was sent."""
    server.ehlo_or_helo_if_needed()
    code, _words = server.mail(sanitize_address(settings.SMTP_FROM, "utf-8"))
    if code != 250:
        return Failed("sender_refused")
    code, _words = server.rcpt(sanitize_address(address, "utf-8"))
    if code not in (250, 251):
        return Failed("address_refused", code >= 500)
    code, _words = server.docmd("DATA")
    return None if code == 354 else Failed("server_refused")


def _hang_up(server: smtplib.SMTP) -> None:
    """What goes wrong after the answer changes nothing."""
    with suppress(*BROKEN):
        server.quit()
    server.close()
