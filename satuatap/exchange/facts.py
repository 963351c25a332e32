"""Facts of a file that a sheet may show, each by its name; data names them and computes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from satuatap.applications.models import Application
from satuatap.catalogue.questions import questions
from satuatap.common.templatetags.satuatap import tanggal
from satuatap.workers.models import Document, Finding, Worker


@dataclass(frozen=True)
class File:
    """One application with what its sheet asks for, read once."""

    application: Application
    worker: Worker
    village: tuple[str, ...]
    papers: frozenset[str]
    findings: dict[str, Finding]


def file_of(application) -> File:
    """Everything that a sheet of this application can show, in three queries."""
    worker = application.worker
    papers = Document.objects.filter(worker=worker).values_list("kind", flat=True)
    findings = Finding.objects.filter(worker=worker).order_by("recorded_at", "id")
    names = tuple(area.name for area in worker.village.path())
    return File(application, worker, names, frozenset(papers), {row.kind: row for row in findings})


def _answer(code):
    def words(file: File) -> str:
        value = file.application.answers.get(code, "")
        question = questions().get(code)
        return str(question.options.get(value, value)) if question else value

    return words


def _place(depth):
    return lambda file: file.village[depth] if len(file.village) > depth else ""


def _number(kind):
    def words(file: File) -> str:
        finding = file.findings.get(kind)
        return (finding.number or "") if finding else ""

    return words


def _job_order(words):
    return lambda file: words(file.application.job_order) if file.application.job_order else ""


FACTS = {
    "full_name": lambda file: file.worker.full_name,
    "nik": lambda file: file.worker.nik or "",
    "birth_date": lambda file: tanggal(file.worker.birth_date) if file.worker.birth_date else "",
    "sex": lambda file: file.worker.get_sex_display(),
    "village": _place(0),
    "subdistrict": _place(1),
    "district": _place(2),
    "province": _place(3),
    "marital_status": _answer("marital_status"),
    "scheme": _answer("scheme"),
    "destination": _answer("destination"),
    "occupation": _answer("occupation"),
    "candidate_id": _number("ID_CPMI"),
    "passport": _number("PASPOR"),
    "social_security": _number("BPJS_TK"),
    "agency": _job_order(lambda order: order.agency.name),
    "agency_licence": _job_order(lambda order: order.agency.licence),
    "job_order": _job_order(lambda order: order.number),
    "recruitment_permit": _job_order(lambda order: order.permit),
}


def shown(file: File, field) -> tuple[str, str]:
    """What stands in a field of the sheet, and its state: "value", "paper", "missing" or "ask"."""
    if field.paper:
        return ("", "paper") if field.paper in file.papers else ("", "missing")
    if not field.fact:
        return "", "ask"
    value = FACTS[field.fact](file)
    return (value, "value") if value else ("", "missing")
