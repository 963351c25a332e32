"""`manage.py office_certificate`: the certificate with which an office signs its letters."""

import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from satuatap.common.certificates import CertificateProblem
from satuatap.letters import certificates
from satuatap.letters.models import OfficeCertificate
from satuatap.places.models import Office

LARGEST = 1_000_000  # bytes; a PKCS#12 file with its chain has a few thousand


class Command(BaseCommand):
    """Runs as the owner. The password is asked for or read from a file, never an argument."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--office", required=True, metavar="CODE")
        deed = parser.add_mutually_exclusive_group(required=True)
        deed.add_argument("--p12", type=Path, metavar="FILE", help="bring in this certificate")
        deed.add_argument("--show", action="store_true", help="which one is in use")
        deed.add_argument("--retire", action="store_true", help="sign no more; destroy the key")
        deed.add_argument("--make-demo", action="store_true", help="a self-signed one (demo only)")
        parser.add_argument(
            "--password-file", type=Path, metavar="FILE", help="else it is asked for"
        )

    def handle(self, *, office, p12, show, retire, make_demo, password_file, **options):
        place = Office.objects.filter(code=office, is_installed=True).first()
        if place is None:
            raise CommandError(f"There is no office {office} that works with this system.")
        try:
            if p12:
                self._add(place, _content(p12, LARGEST), _password(password_file))
            elif make_demo:
                self._make_demo(place)
            elif retire:
                self._retire(place)
            else:
                self._show(_in_use(place))
        except CertificateProblem as problem:
            raise CommandError(str(problem)) from None

    def _add(self, office, p12, password):
        now = timezone.now()
        added = certificates.add_certificate(office=office, p12=p12, password=password, now=now)
        self._show(added)
        self.stdout.write("Now take the file off this machine: the key is kept sealed.")

    def _make_demo(self, office):
        if not settings.DEMO:
            raise CommandError(
                "A self-signed certificate is made in demo mode only (SATUATAP_MODE=demo): nobody "
                "vouches for it. Ask a certificate authority of Indonesia (PSrE) for a real one."
            )
        self._add(office, certificates.example_p12(office.name, timezone.now()), "")

    def _retire(self, office):
        found = _in_use(office)
        certificates.retire_certificate(certificate=found, now=timezone.now())
        self.stdout.write(f"Retired, and its key is destroyed: {found.fingerprint}")

    def _show(self, found):
        self.stdout.write(
            f"{found.office.name} signs with\n  {found.subject}\n"
            f"  SHA-256 {found.fingerprint}\n"
            f"  valid {found.valid_from:%d.%m.%Y} to {found.valid_until:%d.%m.%Y}"
        )


def _in_use(office) -> OfficeCertificate:
    found = OfficeCertificate.objects.find_in_use(office)
    if found is None:
        raise CommandError(f"{office.name} has no certificate. Bring one in with --p12 FILE.")
    return found


def _password(file: Path | None) -> str:
    if file is None:
        return getpass.getpass("Password of the file: ")
    return _content(file, 1000).decode().rstrip("\r\n")


def _content(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as problem:
        raise CommandError(f"Cannot read {path} ({problem.strerror}).") from None
    if len(content) > largest:
        raise CommandError(f"{path} is too large to be what was asked for.")
    return content
