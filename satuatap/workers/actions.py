"""Verbs of the room: register a person; add, open and read a scan."""

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.catalogue.documents import document_kinds
from satuatap.common import files
from satuatap.common.ids import new_id
from satuatap.common.once import first_time
from satuatap.common.scans import ScanRefused, clean_scan
from satuatap.privacy.actions import give_notice
from satuatap.workers import arrivals, permissions
from satuatap.workers.models import Document, Scan, ScanReading, Worker

WORKER_REGISTERED = audit.verb("worker_registered", gettext_lazy("Orang didaftarkan"))
BIRTH_DATE_COMPLETED = audit.verb("birth_date_completed", gettext_lazy("Tanggal lahir dilengkapi"))
SCAN_ADDED = audit.verb("scan_added", gettext_lazy("Foto surat ditambahkan"))
SCAN_OPENED = audit.verb("scan_opened", gettext_lazy("Foto surat dibuka"))
PAPER_READ = audit.verb("paper_read", gettext_lazy("Nama dan tanggal di surat dicatat"))
NOTICE = "pendaftaran"


@transaction.atomic
def register_worker(*, by, office, once, manner, **words):
    """Put a person on file: notice told first, then her data.

    `words`: full_name, sex, birth_date (or None), village, nik (16 digits or empty). Two desks
    that register the same NIK in the same second wait for each other; the second finds her.
    `once` is the id that the form carries: sent twice, it makes one person. Returns the
    person and whether this sending made her.
    """
    permissions.register_worker.check(by, office)
    if earlier := first_time(Worker, once):
        return earlier, True
    nik = words.pop("nik", "") or None
    if nik and (found := find_again(office, nik)):
        return found, False
    worker = Worker(id=once, office=office, registered_by=by, nik=nik, **words)
    worker.save(force_insert=True)
    give_notice(by=by, office=office, about_id=worker.pk, code=NOTICE, manner=manner)
    audit.record(WORKER_REGISTERED, by=by, about=worker, office=office)
    return worker, True


@transaction.atomic
def complete_birth_date(*, by, worker, birth_date):
    """Write the birth date that was not known when she came; one on file is never changed here."""
    permissions.register_worker.check(by, worker.office)
    if worker.birth_date is None:
        worker.birth_date = birth_date
        worker.save(update_fields=["birth_date"])
        audit.record(BIRTH_DATE_COMPLETED, by=by, about=worker, office=worker.office_id)
    return worker


def find_again(office, nik):
    """The person of this office with this NIK, under a lock that lasts to the end of the write."""
    digest = Worker._meta.get_field("nik_hash").digest(nik)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)]
        )
    return Worker.objects.filter(office=office, nik_hash=digest).first()


@transaction.atomic
def add_scan(*, by, once, worker, kind, uploaded):
    """Keep a fresh image of one of her papers, made anew and sealed.

    Raises ScanRefused with a sentence, also for a paper of which only the result is kept.
    """
    permissions.add_scan.check(by, worker)
    if earlier := first_time(Scan, once):
        return earlier
    if kind not in document_kinds():
        raise LookupError(kind)
    if sentence := why_no_image(kind):
        raise ScanRefused(sentence)
    clean = clean_scan(uploaded)
    document, _made = Document.objects.get_or_create(
        worker=worker, kind=kind, defaults={"office_id": worker.office_id}
    )
    scan = Scan(
        id=once, office_id=worker.office_id, document=document, worker=worker, kind=kind, added_by=by,
        file_id=files.store(clean.content), media_type=clean.kind, pages=clean.pages,
    )  # fmt: skip
    scan.save(force_insert=True)
    audit.record(SCAN_ADDED, by=by, about=scan, office=worker.office_id, reason=kind)
    for wake in arrivals.WAKERS:
        wake(by=by, scan=scan)
    return scan


def why_no_image(kind) -> str:
    """Why a paper of this kind is never photographed; empty where it may be."""
    paper = document_kinds()[kind]
    if not paper.outcome_only:
        return ""
    results = _(" atau ").join(words.lower() for words in paper.outcomes.values())
    return _("%(paper)s tidak difoto. Yang dicatat hanya: %(results)s.") % {
        "paper": paper.name, "results": results,
    }  # fmt: skip


@transaction.atomic
def read_paper(*, by, scan, full_name="", birth_date=None, once=None):
    """Write down the name and the birth date as they stand on one image, letter by letter."""
    permissions.read_paper.check(by, scan)
    once = once or new_id()
    if earlier := first_time(ScanReading, once):
        return earlier
    reading = ScanReading.objects.create(
        id=once, office_id=scan.office_id, worker_id=scan.worker_id, scan=scan, kind=scan.kind,
        full_name=full_name, birth_date=birth_date, read_by=by,
    )  # fmt: skip
    audit.record(PAPER_READ, by=by, about=scan, office=scan.office_id, reason=scan.kind)
    return reading


@transaction.atomic
def open_scan(*, by, scan) -> bytes:
    """The image for reading; that it was opened is on record."""
    permissions.open_scan.check(by, scan)
    audit.record(SCAN_OPENED, by=by, about=scan, office=scan.office_id, reason=scan.kind)
    return files.read(scan.file_id)
