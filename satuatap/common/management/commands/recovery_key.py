"""`manage.py recovery_key`: the key to which backups are encrypted, kept on paper only."""

import os
from pathlib import Path

import segno
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from satuatap.common import sheets
from satuatap.common.backup import recovery
from satuatap.common.backup.problems import BackupProblem


class Command(BaseCommand):
    """Only the public half stays in SATUATAP_HOME; without the sheet no backup can be read."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        words = parser.add_subparsers(dest="word", required=True)
        create = words.add_parser("create", help="make a key and print its sheet, once")
        create.add_argument("--sheet", type=Path, metavar="FILE.pdf", help="else to the terminal")
        use = words.add_parser("use", help="take a key that was made on another machine")
        use.add_argument("public", metavar="age1…")
        words.add_parser("show", help="show the public half")

    def handle(self, *, word, **options):
        try:
            getattr(self, f"_{word}")(**options)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem

    def _create(self, *, sheet, **options):
        target = _fresh_file(sheet) if sheet else None
        try:
            identity = recovery.create()
        except BackupProblem:
            if target is not None:
                os.close(target)
                sheet.unlink()
            raise
        if target is None:
            self._to_terminal(str(identity))
            return
        with os.fdopen(target, "wb") as file:
            file.write(recovery_sheet(str(identity), str(identity.to_public())))
        self.stdout.write(
            f"Print {sheet} twice, then remove the file: whoever has it can read every backup, and "
            "without it nobody can."
        )

    def _to_terminal(self, secret):
        self.stdout.write(f"# Satu Atap, recovery key made for {settings.HOME}")
        self.stdout.write(secret)
        segno.make(secret).terminal(out=self.stdout, compact=True)
        self.stdout.write("# Write it down or print it now, twice: it is shown only this once.")

    def _use(self, *, public, **options):
        recovery.keep(public)
        self.stdout.write(f"Backups are encrypted to {public.strip()} from now on.")

    def _show(self, **options):
        for recipient in recovery.recipients():
            self.stdout.write(str(recipient))


def _fresh_file(path):
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"Cannot make {path} ({error.strerror}).") from None


def recovery_sheet(secret: str, public: str) -> bytes:
    """The sheet as PDF, in the language of the office."""
    with translation.override(settings.LANGUAGE_CODE):
        return sheets.as_pdf(
            _("Kunci pemulihan Satu Atap"),
            [
                sheets.text(_(
                    "Lembar ini membuka semua salinan cadangan (backup). Tanpa lembar ini, "
                    "cadangan tidak dapat dibuka oleh siapa pun, juga oleh pembuat Satu Atap."
                )),
                sheets.heading(_("Kunci rahasia")),
                sheets.code(sheets.grouped(secret)),
                sheets.qr(secret),
                sheets.heading(_("Simpan begini")),
                sheets.steps([
                    _("Cetak dua lembar. Hapus berkas PDF-nya dari komputer."),
                    _("Masukkan tiap lembar ke amplop tertutup, tanda tangani lipatannya."),
                    _("Simpan di dua tempat terkunci yang berjauhan, bukan di ruang server."),
                    _("Jangan difoto, jangan dikirim, jangan diketik di komputer lain "
                      "kecuali saat memulihkan."),
                ]),
                sheets.text(_("Kunci umum (boleh diketahui): %(public)s") % {"public": public}),
                sheets.field(_("Kantor")),
                sheets.field(_("Disimpan oleh, di")),
                sheets.field(_("Tanggal")),
            ],
        )  # fmt: skip
