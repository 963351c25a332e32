"""The office's certificate: brought in by the operator, used to sign letters, taken away again.

What comes in is a PKCS#12 file under a password. Its private key is kept without that password,
sealed by the service's own keys (`common.files`): it lies unsealed in memory only, while one
letter is signed. When a certificate is retired its key is destroyed; the certificate itself
stays, so that what it signed can be checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyhanko.sign.signers import SimpleSigner

from satuatap.accounts import audit
from satuatap.common import files
from satuatap.common.certificates import CertificateProblem, fingerprint
from satuatap.letters import signing
from satuatap.letters.endings import note_certificate_retired
from satuatap.letters.models import Letter, OfficeCertificate
from satuatap.letters.words import indonesian_date

OPERATOR = "operator"  # whoever may run commands on the machine
SMALLEST_RSA = 2048
SOON = timedelta(days=30)

ADDED = audit.verb("certificate_added", gettext_lazy("memasang sertifikat kantor"))
RETIRED = audit.verb("certificate_retired", gettext_lazy("mencabut sertifikat kantor"))


class CannotSign(ValidationError):
    """The office cannot sign electronically now; carries a sentence that says what to do."""


# --- signing ------------------------------------------------------------------------------------


def certificate_to_sign_with(office, now: datetime) -> OfficeCertificate:
    """The office's certificate, valid at this moment; CannotSign otherwise."""
    certificate = OfficeCertificate.objects.find_in_use(office)
    sentence = why_not(certificate, now)
    if certificate is None or sentence:
        raise CannotSign(sentence)
    return certificate


def why_not(certificate: OfficeCertificate | None, now: datetime) -> str:
    """Why nothing can be signed with this certificate now; an empty string where it can."""
    if certificate is None:
        return _(
            "Kantor ini belum mempunyai sertifikat elektronik. Mintalah pengelola sistem "
            "memasangnya, atau tanda tangani di atas kertas."
        )
    if now < certificate.valid_from:
        return _(
            "Sertifikat elektronik kantor ini baru berlaku mulai %(day)s. Sampai hari itu tanda "
            "tangani di atas kertas."
        ) % {"day": indonesian_date(certificate.valid_from)}
    if now > certificate.valid_until:
        return _(
            "Masa berlaku sertifikat elektronik kantor ini habis pada %(day)s. Mintalah pengelola "
            "sistem memasang yang baru, atau tanda tangani di atas kertas."
        ) % {"day": indonesian_date(certificate.valid_until)}
    return ""


def ends_soon(certificate: OfficeCertificate, now: datetime) -> bool:
    """Should somebody ask for the next one?"""
    return certificate.valid_until - now <= SOON


def sign(letter: Letter, certificate: OfficeCertificate, page: bytes, now: datetime) -> bytes:
    """The approved page with the office's signature behind it."""
    at = now.astimezone(ZoneInfo(letter.office.time_zone))
    said = signing.Said(
        reason=f"{letter.kind_name}, nomor {letter.number}",
        location=letter.office.area.name,
        name=str(letter.signer),
        lines=_lines(letter, certificate, at),
        place=letter.signature_place,
    )
    return signing.sign_page(page, _open_key(certificate), said, at)


def _lines(letter, certificate, at):
    """What stands on the page, in Indonesian whatever the screen's language."""
    return [
        "Ditandatangani secara elektronik",
        f"{indonesian_date(at)}, {at:%H.%M} {at.tzname()}",
        f"Sertifikat: {_common_name(certificate)}",
        f"Sidik SHA-256: {certificate.fingerprint[:23]} …",
        "Tanda tangan ada di berkas PDF; cetakannya diperiksa dengan kode di bawah.",
    ]


def _common_name(certificate: OfficeCertificate) -> str:
    subject = x509.load_pem_x509_certificate(certificate.certificate.encode()).subject
    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value if names else certificate.subject)[:64]


def _open_key(certificate: OfficeCertificate) -> SimpleSigner:
    try:
        kept = files.read(cast(UUID, certificate.key_file))
    except FileNotFoundError:
        raise CannotSign(
            _(
                "Kunci sertifikat kantor tidak ditemukan. Mintalah pengelola sistem memasang "
                "sertifikatnya lagi, atau tanda tangani di atas kertas."
            )
        ) from None
    return SimpleSigner.load_pkcs12_data(kept, other_certs=[], passphrase=None)


# --- bringing in and taking away ----------------------------------------------------------------


@transaction.atomic
def add_certificate(*, office, p12: bytes, password: str, now: datetime) -> OfficeCertificate:
    """Keep the office's certificate with its key, sealed; the one before it retires.

    Runs as the owner. CertificateProblem says what is wrong with the file.
    """
    opened = _opened(p12, password)
    found = opened.certificate
    _check_use(found, opened.key, now)
    if earlier := OfficeCertificate.objects.find_in_use(office):
        retire_certificate(certificate=earlier, now=now)
    certificate = OfficeCertificate.objects.create(
        office=office,
        subject=_subject_words(found),
        fingerprint=fingerprint(found),
        certificate=found.public_bytes(serialization.Encoding.PEM).decode(),
        key_file=files.store(_without_password(opened)),
        valid_from=found.not_valid_before_utc,
        valid_until=found.not_valid_after_utc,
        added_at=now,
    )
    audit.record(ADDED, by=OPERATOR, about=certificate, office=office)
    return certificate


@transaction.atomic
def retire_certificate(*, certificate: OfficeCertificate, now: datetime) -> None:
    """Sign with it no more: its key is destroyed, also in what an older backup brings back."""
    key_file = cast(UUID, certificate.key_file)
    certificate.key_file, certificate.retired_at = None, now
    certificate.save(update_fields=["key_file", "retired_at"])
    note_certificate_retired(certificate)
    audit.record(RETIRED, by=OPERATOR, about=certificate, office=certificate.office_id)
    transaction.on_commit(lambda: files.destroy(key_file))


@dataclass(frozen=True)
class _Opened:
    """What the file holds; `others` is the chain above the certificate."""

    key: Any
    certificate: x509.Certificate
    others: list[x509.Certificate]


def _opened(p12: bytes, password: str) -> _Opened:
    try:
        opened = pkcs12.load_pkcs12(p12, password.encode() or None)
    except ValueError:
        raise CertificateProblem(
            "The file does not open: it is no PKCS#12 file (.p12, .pfx), or the password is wrong."
        ) from None
    if opened.key is None or opened.cert is None:
        raise CertificateProblem("The file holds no private key with its certificate.")
    others = [one.certificate for one in opened.additional_certs]
    return _Opened(opened.key, opened.cert.certificate, others)


def _subject_words(found: x509.Certificate) -> str:
    """Whose it is, as people read it: name, organisation, unit."""
    parts = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
    words = [str(one.value) for part in parts for one in found.subject.get_attributes_for_oid(part)]
    return " · ".join(words)[:400] or found.subject.rfc4514_string()[:400]


def _check_use(found: x509.Certificate, key, now):
    if found.public_key() != key.public_key():
        raise CertificateProblem("The private key in the file is not that of its certificate.")
    is_fit = isinstance(key, ec.EllipticCurvePrivateKey) or (
        isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SMALLEST_RSA
    )
    if not is_fit:
        raise CertificateProblem(f"The key must be RSA of {SMALLEST_RSA} bits or more, or EC.")
    if found.not_valid_after_utc <= now:
        raise CertificateProblem(
            f"The certificate ended on {found.not_valid_after_utc:%d.%m.%Y}. Ask for a new one."
        )
    if found.not_valid_before_utc > now:
        raise CertificateProblem(
            f"The certificate begins on {found.not_valid_before_utc:%d.%m.%Y}. Bring it in on that "
            "day: the one in use would be retired at once."
        )
    if not _may_sign(found):
        raise CertificateProblem(
            "The certificate is not made for signatures (key usage). Ask its issuer for one that is."
        )


def _may_sign(found: x509.Certificate) -> bool:
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _without_password(opened: _Opened) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        None, opened.key, opened.certificate, opened.others, serialization.NoEncryption()
    )


EXAMPLE_DAYS = 1095


def example_p12(office_name: str, now: datetime, days: int = EXAMPLE_DAYS) -> bytes:
    """A self-signed certificate for trying out, named CONTOH; nobody vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "CONTOH, bukan sertifikat sungguhan"),
        x509.NameAttribute(NameOID.COMMON_NAME, f"CONTOH {office_name}"[:64]),
    ])  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(_SIGNS, critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        None, key, made, None, serialization.NoEncryption()
    )


_SIGNS = x509.KeyUsage(
    digital_signature=True, content_commitment=True, key_encipherment=False,
    data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
    encipher_only=False, decipher_only=False,
)  # fmt: skip
