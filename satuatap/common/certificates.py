"""A local certificate authority for a LAN without Internet, and server certificates from it.

The authority may vouch only for addresses of private networks and for the names that it was made
with (name constraints): a phone that trusts it trusts it for nothing else, whoever has its key.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SERVER_DAYS = 397  # phones refuse longer ones
AUTHORITY_DAYS = 3650
EARLIER = timedelta(hours=24)  # the clock of a phone may be late
PRIVATE_NETWORKS = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
    "fc00::/7", "fe80::/10", "::1/128",
)  # fmt: skip
PRIVATE_NAMES = ("localhost", "lan", "local", "internal", "home.arpa")


class CertificateProblem(Exception):
    """A plain sentence: what is in the way, and how to mend it."""


@dataclass(frozen=True)
class Authority:
    """The local authority: its certificate, its key, and whether it was made just now."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    path: Path
    is_new: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 as phones show it: pairs of hexadecimal digits."""
        return fingerprint(self.certificate)


@dataclass(frozen=True)
class Issued:
    """A server certificate with its chain, and its key."""

    certificate: Path
    key: Path
    not_after: datetime


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, `AB:CD:…`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def authority(folder: Path, host: str, now: datetime) -> Authority:
    """The authority in this folder; made, when there is none, for this host and private names."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate_path, key_path = folder / "authority.crt", folder / "authority.key"
    if certificate_path.exists():
        found = x509.load_pem_x509_certificate(certificate_path.read_bytes())
        known = serialization.load_pem_private_key(key_path.read_bytes(), None)
        if not isinstance(known, ec.EllipticCurvePrivateKey):
            raise CertificateProblem(f"{key_path} was not made by Satu Atap. Move {folder} away.")
        return Authority(found, known, certificate_path, is_new=False)
    key = ec.generate_private_key(ec.SECP256R1())
    made = _make_authority(key, host, now)
    _write(key_path, _key_bytes(key))
    _write(certificate_path, _bytes(made))
    return Authority(made, key, certificate_path, is_new=True)


def issue(folder: Path, by: Authority, host: str, now: datetime) -> Issued:
    """A certificate for this host (name or IP address); replaces an earlier one."""
    _refuse_foreign(by, host)
    key = ec.generate_private_key(ec.SECP256R1())
    not_after = min(now + timedelta(days=SERVER_DAYS) - EARLIER, by.certificate.not_valid_after_utc)
    made = _make_server(key, by, host, now, not_after)
    stem = "".join(letter if letter.isalnum() or letter in "-." else "_" for letter in host)
    certificate_path, key_path = folder / f"{stem}.crt", folder / f"{stem}.key"
    _write(key_path, _key_bytes(key))
    _write(certificate_path, _bytes(made) + _bytes(by.certificate))
    return Issued(certificate_path, key_path, not_after)


def general_name(host: str) -> x509.GeneralName:
    """The host as certificates name it; raises when it is neither name nor address."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        pass
    parts = host.split(".")
    letters = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    if not all(part and set(part) <= letters and part.strip("-") == part for part in parts):
        raise CertificateProblem(
            f"“{host}” is no host name and no IP address. Write it as phones will type it, such as "
            "192.168.1.10 or ltsa.lan, in small letters and without https://."
        )
    return x509.DNSName(host)


def _make_authority(key, host, now):
    name = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, f"Satu Atap {host}"[:64]),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Satu Atap"),
    ])  # fmt: skip
    builder = _builder(name, name, key.public_key(), now, now + timedelta(days=AUTHORITY_DAYS))
    usage = _usage(digital_signature=False, key_cert_sign=True, crl_sign=True)
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(_permitted(host), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def _permitted(host):
    """What the authority may vouch for: private addresses, private names, and this host."""
    networks = [x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE_NETWORKS]
    names = [x509.DNSName(name) for name in PRIVATE_NAMES]
    own = general_name(host)
    if isinstance(own, x509.IPAddress):
        own = x509.IPAddress(ipaddress.ip_network(own.value))
        return [*networks, *names, *([] if _is_private(own.value) else [own])]
    return [*networks, *names, own]


def _is_private(network):
    known = map(ipaddress.ip_network, PRIVATE_NETWORKS)
    return any(one.version == network.version and network.subnet_of(one) for one in known)


def _refuse_foreign(by, host):
    """A name that the authority may not vouch for would be refused by every phone."""
    permitted = by.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    own = general_name(host)
    for name in permitted.permitted_subtrees or ():
        if _covers(name, own):
            return
    raise CertificateProblem(
        f"The authority in {by.path.parent} was made for other names and may not vouch for {host}. "
        "Move that folder away to make a new one; phones must then trust the new one."
    )


def _covers(permitted, own):
    if isinstance(permitted, x509.IPAddress) and isinstance(own, x509.IPAddress):
        return own.value.version == permitted.value.version and own.value in permitted.value
    if isinstance(permitted, x509.DNSName) and isinstance(own, x509.DNSName):
        return own.value == permitted.value or own.value.endswith(f".{permitted.value}")
    return False


def _make_server(key, by, host, now, not_after):
    # no host in the subject: some verifiers would hold it against the name constraints as a name
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Satu Atap server")])
    builder = _builder(name, by.certificate.subject, key.public_key(), now, not_after)
    usage = _usage(digital_signature=True, key_cert_sign=False, crl_sign=False)
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([general_name(host)]), critical=False)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False
        )
    )
    return builder.sign(by.key, hashes.SHA256())


def _builder(subject, issuer, public_key, now, not_after):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(not_after)
    )


def _usage(**wanted):
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})


def _key_bytes(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _bytes(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(path, content):
    half = path.with_name(f".{path.name}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    half.replace(path)
