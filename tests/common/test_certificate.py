"""TLS for a LAN without Internet: a chain that strict verifiers accept, for our names only."""

import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from satuatap.common import certificates
from satuatap.common.certificates import CertificateProblem
from satuatap.common.management.commands.certificate import phone_sheet

NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "tls"


def issued_for(folder, host):
    authority = certificates.authority(folder, host, NOW)
    return authority, certificates.issue(folder, authority, host, NOW)


def shake_hands(authority, issued, host):
    """A real handshake over a socket pair; raises what the client says."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(issued.certificate, issued.key)
    client = ssl.create_default_context(cafile=authority.path)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    ours, theirs = socket.socketpair()

    def serve():
        try:
            with server.wrap_socket(theirs, server_side=True) as line:
                line.recv(1)
        except (ssl.SSLError, OSError):
            theirs.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client.wrap_socket(ours, server_hostname=host) as line:
            line.send(b"x")
            return line.version()
    finally:
        ours.close()
        thread.join()


@pytest.mark.parametrize("host", ["192.168.1.10", "ltsa.lan", "fd00::10", "ltsa.contoh.go.id"])
def test_a_client_that_trusts_the_authority_trusts_the_server(folder, host):
    authority, issued = issued_for(folder, host)

    assert shake_hands(authority, issued, host) == "TLSv1.3"


def test_a_certificate_for_one_host_is_refused_for_another(folder):
    authority, issued = issued_for(folder, "192.168.1.10")

    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(authority, issued, "192.168.1.11")


def test_the_authority_cannot_vouch_for_a_foreign_name_even_if_its_key_is_stolen(folder):
    authority, _ = issued_for(folder, "192.168.1.10")
    with pytest.raises(CertificateProblem, match="other names"):
        certificates.issue(folder, authority, "bank.example.com", NOW)

    certificates._refuse_foreign, kept = lambda by, host: None, certificates._refuse_foreign
    try:
        forged = certificates.issue(folder, authority, "bank.example.com", NOW)
    finally:
        certificates._refuse_foreign = kept

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake_hands(authority, forged, "bank.example.com")


def test_the_authority_is_made_once_and_the_server_certificate_each_time(folder):
    first, one = issued_for(folder, "ltsa.lan")
    serial = x509.load_pem_x509_certificate(one.certificate.read_bytes()).serial_number
    second, two = issued_for(folder, "ltsa.lan")

    assert first.is_new and not second.is_new
    assert first.fingerprint == second.fingerprint
    assert serial != x509.load_pem_x509_certificate(two.certificate.read_bytes()).serial_number


def test_a_certificate_lasts_as_long_as_phones_allow(folder):
    _, issued = issued_for(folder, "ltsa.lan")
    found = x509.load_pem_x509_certificate(issued.certificate.read_bytes())

    assert found.not_valid_after_utc - found.not_valid_before_utc <= timedelta(days=397)
    assert found.not_valid_before_utc < NOW - timedelta(hours=12)


def test_keys_are_readable_by_their_owner_only(folder):
    issued_for(folder, "ltsa.lan")

    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.key")} == {0o600}


@pytest.mark.parametrize("host", ["https://ltsa.lan", "ltsa lan", "", "..", "-x.lan", "a/b"])
def test_what_is_no_host_is_refused_with_a_sentence(folder, host):
    with pytest.raises(CertificateProblem, match="host name"):
        certificates.general_name(host)


def test_the_sheet_for_phones_is_a_pdf(folder):
    authority, _ = issued_for(folder, "192.168.1.10")

    assert phone_sheet("192.168.1.10", authority).startswith(b"%PDF-")
