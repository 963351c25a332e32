"""What the file knows for the words of a letter; the officer adds and corrects the rest."""

from __future__ import annotations

from django.utils.translation import gettext as _

from satuatap.applications.reading.opening import answers_before
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.tables import destination
from satuatap.common.templatetags.satuatap import rupiah
from satuatap.places.calendars import local_date
from satuatap.workers.models import Finding

BENEFITS = {  # what a claim is for, as the letter names it
    "klaim_jkk": "Jaminan Kecelakaan Kerja (JKK)",
    "klaim_jkm": "Jaminan Kematian (JKM)",
}
WITH_SCHOLARSHIP = " dengan beasiswa anak"
CLAIM, WITHDRAWAL = "pengantar_klaim", "pencabutan_status"


def letter_words(application) -> dict:
    """First values for the fields of the letter that this application ends with, by code."""
    person = application.worker
    words = {
        "full_name": person.full_name,
        "nik": person.nik or "",
        "birth_date": person.birth_date,
        "address": person.village.full_name,
        "destination_country": _country(application),
    }
    if application.definition["letter"] == WITHDRAWAL:
        words["withdrawn_on"] = local_date(application.opened_at, application.office.zone)
    if application.definition["letter"] == CLAIM:
        words |= _words_of_a_claim(application)
    return words


def _words_of_a_claim(application) -> dict:
    """Who claims what, and which papers go along; never the cause."""
    benefit = BENEFITS.get(application.service, application.service_name)
    if application.answers.get("children_for_scholarship") in ("one", "two"):
        benefit += WITH_SCHOLARSHIP
    member = Finding.objects.newest(application.worker_id, ["BPJS_TK"]).get("BPJS_TK")
    names = [document_kinds()[kind].name for kind in application.asked_kinds]
    heir = application.applicant
    return {
        "member_number": (member.number or "") if member else "",
        "benefit": benefit,
        "claimant_name": heir or application.worker.full_name,
        "claimant_relation": application.get_relation_display() if heir else _("peserta sendiri"),
        "attachments": ", ".join(names),
    }


def closure_words(waiting, stop) -> dict:
    """What the notice of a closed destination says to one who waits; letters are Indonesian."""
    person = waiting.application.worker
    return {
        "full_name": person.full_name,
        "nik": person.nik or "",
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "address": person.village.full_name,
        "destination_country": _country(waiting.application),
        "closed_on": local_date(stop.stopped_at, stop.office.zone).isoformat(),
        "decision": stop.source,
        "refund_words": _paid(waiting.check),
        "debt_words": _debt(waiting.check),
    }


def _paid(check) -> str:
    if check is None or check.has_paid == "unknown":
        return "Belum diperiksa. Datang dengan kuitansi."
    if check.has_paid == "no":
        return "Tidak ada, menurut keterangan Anda."
    if check.paid_rupiah is None:
        return "Sudah dibayar, jumlahnya belum diperiksa. Datang dengan kuitansi."
    return f"{rupiah(check.paid_rupiah)}, menurut keterangan Anda. Datang dengan kuitansi."


def _debt(check) -> str:
    if check is None or check.has_debt == "unknown":
        return "Belum diperiksa. Datang dengan surat perjanjian."
    if check.has_debt == "no":
        return "Tidak ada, menurut keterangan Anda."
    return "Ada, menurut keterangan Anda. Datang dengan surat perjanjian."


def _country(application) -> str:
    """The country of this journey, or of the one that she answered last."""
    code = application.destination or answers_before(application.worker.applications).get(
        "destination", ""
    )
    place = destination(code)
    return place.name if place else ""
