"""`manage.py certificate --for HOST`: TLS for a LAN without Internet, and a sheet for phones."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from satuatap.common import certificates, sheets
from satuatap.common.certificates import CertificateProblem


class Command(BaseCommand):
    """Makes the authority once and a certificate each time; it lasts 397 days."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--for", dest="host", required=True, metavar="HOST", help="name or IP")

    def handle(self, *, host, **options):
        folder, now = Path(settings.HOME) / "tls", datetime.now(UTC)
        host = host.strip().lower().rstrip(".")
        try:
            certificates.general_name(host)
            authority = certificates.authority(folder, host, now)
            issued = certificates.issue(folder, authority, host, now)
        except CertificateProblem as problem:
            raise CommandError(str(problem)) from problem
        sheet = folder / "phones.pdf"
        sheet.write_bytes(phone_sheet(host, authority))
        self._tell(host, authority, issued, sheet)

    def _tell(self, host, authority, issued, sheet):
        made = "was made" if authority.is_new else "was there already"
        self.stdout.write(
            f"The local authority {made}: {authority.path}\n"
            f"  fingerprint (SHA-256) {authority.fingerprint}\n"
            f"Certificate for {host}, until {issued.not_after:%d.%m.%Y}: {issued.certificate}\n"
            f"Sheet for phones, to be printed: {sheet}\n\n"
            "Start with\n"
            f"  SATUATAP_HOST={host} \\\n"
            f"  SATUATAP_TLS_CERTIFICATE={issued.certificate} \\\n"
            f"  SATUATAP_TLS_KEY={issued.key} make run"
        )


def phone_sheet(host: str, authority: certificates.Authority) -> bytes:
    """How a phone comes to trust this office's computer, as PDF in the language of the office."""
    address = f"https://{_in_address(host)}:{settings.PORT}/"
    with translation.override(settings.LANGUAGE_CODE):
        return sheets.as_pdf(
            _("Memasang sertifikat kantor di ponsel"),
            [
                sheets.text(_(
                    "Sekali saja per ponsel. Sesudahnya ponsel mengenali komputer kantor ini, dan "
                    "apa yang Anda ketik tidak dapat dibaca orang lain di jaringan yang sama."
                )),
                sheets.heading(_("1. Salin berkas ke ponsel")),
                sheets.text(_(
                    "Salin berkas “authority.crt” dari komputer kantor ke ponsel dengan kabel USB "
                    "atau Bluetooth. Jangan lewat grup percakapan."
                )),
                sheets.heading(_("2. Pasang")),
                sheets.steps([
                    _("Android: Setelan > Keamanan > Enkripsi & kredensial > Instal sertifikat > "
                      "Sertifikat CA. Pilih “authority.crt”."),
                    _("iPhone: buka berkasnya, lalu Pengaturan > Umum > VPN & Manajemen "
                      "Perangkat > Instal. Kemudian Umum > Mengenai > Pengaturan Kepercayaan "
                      "Sertifikat: nyalakan."),
                ]),
                sheets.heading(_("3. Bandingkan sidik sertifikat (SHA-256)")),
                sheets.code(authority.fingerprint.replace(":", " ")),
                sheets.text(_(
                    "Bila di ponsel tertulis lain, jangan dipasang. Tanyakan kepada administrator."
                )),
                sheets.heading(_("4. Buka alamat kantor")),
                sheets.code(address),
                sheets.qr(address),
                sheets.text(_(
                    "Sertifikat ini hanya berlaku untuk komputer di jaringan kantor. Ia tidak "
                    "dapat dipakai untuk membaca kunjungan Anda ke situs lain."
                )),
            ],
        )  # fmt: skip


def _in_address(host):
    return f"[{host}]" if ":" in host else host
