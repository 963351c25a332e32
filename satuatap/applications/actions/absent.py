"""Steps of institutions that do not sit here: closed by the placement officer from their paper."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.moving import close
from satuatap.applications.actions.walk import locked
from satuatap.applications.papers import results_missing
from satuatap.catalogue.documents import document_kinds
from satuatap.common import files
from satuatap.common.acting import with_help_of
from satuatap.common.scans import clean_scan
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.workers.models.access import HOUSE

CLOSED_BY_PAPER = audit.verb("step_closed_by_paper", gettext_lazy("Langkah ditutup dari surat"))
PAPER_OPENED = audit.verb("institution_paper_opened", gettext_lazy("Surat lembaga dibuka"))


@transaction.atomic
def close_absent_step(*, by, step, paper_number, uploaded, now):
    """Close the step of an absent institution with the number and the scan of its paper.

    Results that the step records must be on file first (`record_finding`). A step whose paper is
    a result only (medical, police) takes the number without a scan: `uploaded` is None then.
    """
    with with_help_of(HOUSE):
        step = locked(step)
    permissions.close_absent_step.check(by, step)
    if missing := results_missing(step, local_date(now, step.desk.office.zone)):
        names = ", ".join(kind.name for kind in missing)
        raise MoveRefused(_("Catat dahulu hasil atau nomornya: %(papers)s.") % {"papers": names})
    outcome_only = any(document_kinds()[kind].outcome_only for kind in step.records)
    if uploaded is not None and outcome_only:
        raise MoveRefused(_("Hasil ini tidak difoto. Cukup nomor suratnya."))
    step.paper_number = paper_number
    if uploaded is not None:
        clean = clean_scan(uploaded)
        step.paper_file, step.paper_media = files.store(clean.content), clean.kind
    audit.record(CLOSED_BY_PAPER, by=by, about=step, office=step.office_id)
    with with_help_of(HOUSE):
        return close(step, by=by, now=now)


@transaction.atomic
def open_paper(*, by, step) -> bytes:
    """The scan with which an absent institution's step was closed; opening is on record."""
    permissions.open_paper.check(by, step)
    audit.record(PAPER_OPENED, by=by, about=step, office=step.office_id)
    return files.read(step.paper_file)
