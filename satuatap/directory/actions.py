"""Verbs of the room: enter, correct and compare agencies and job orders."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.common.once import first_time
from satuatap.directory import permissions
from satuatap.directory.models import Agency, JobOrder
from satuatap.places.calendars import local_date

AGENCY_ENTERED = audit.verb("agency_entered", gettext_lazy("mencatat P3MI"))
AGENCY_CORRECTED = audit.verb("agency_corrected", gettext_lazy("membetulkan P3MI"))
AGENCY_CHECKED = audit.verb("agency_checked", gettext_lazy("mencocokkan P3MI dengan sumber"))
ORDER_ENTERED = audit.verb("job_order_entered", gettext_lazy("mencatat job order"))
ORDER_CORRECTED = audit.verb("job_order_corrected", gettext_lazy("membetulkan job order"))
ORDER_CHECKED = audit.verb("job_order_checked", gettext_lazy("mencocokkan job order dengan sumber"))

CHECK_FIELDS = ["checked_by", "checked_on"]
WRITER_FIELDS = ["entered_by", "entered_at", "writers", "revision", *CHECK_FIELDS]


@transaction.atomic
def enter_agency(*, by, office, once, now, **words) -> Agency:
    """Put an agency on the list; `words` are fields of Agency. ValidationError when it is there."""
    permissions.keep.check(by, office)
    if earlier := first_time(Agency, once):
        return earlier
    agency = Agency(id=once, office=office, writers=[], **words)
    return _enter(agency, AGENCY_ENTERED, by, now, "licence",
                  _("P3MI dengan nomor SIP3MI ini sudah ada di daftar. Betulkan yang ada."))  # fmt: skip


@transaction.atomic
def enter_job_order(*, by, agency, once, now, **words) -> JobOrder:
    """Put a job order of an agency on the list; `words` are fields of JobOrder."""
    permissions.correct.check(by, agency)
    if earlier := first_time(JobOrder, once):
        return earlier
    order = JobOrder(id=once, office_id=agency.office_id, agency=agency, writers=[], **words)
    return _enter(order, ORDER_ENTERED, by, now, "number",
                  _("Job order dengan nomor ini sudah ada pada P3MI ini. Betulkan yang ada."))  # fmt: skip


def correct_agency(*, by, agency, now, revision, **words) -> Agency:
    """Write other words; until somebody else has compared them, the agency counts as unchecked."""
    return _correct(
        agency, AGENCY_CORRECTED, by, now, revision, words, "licence",
        _("P3MI lain di daftar memakai nomor SIP3MI ini. Periksa nomornya."),
    )  # fmt: skip


def correct_job_order(*, by, job_order, now, revision, **words) -> JobOrder:
    """Write other words; until somebody else has compared them, it counts as unchecked."""
    return _correct(
        job_order, ORDER_CORRECTED, by, now, revision, words, "number",
        _("Job order lain dari P3MI ini memakai nomor ini. Periksa nomornya."),
    )  # fmt: skip


def check_agency(*, by, agency, now, revision) -> Agency:
    """Somebody who did not write it has compared it with its source."""
    return _check(agency, AGENCY_CHECKED, by, now, revision)


def check_job_order(*, by, job_order, now, revision) -> JobOrder:
    """Somebody who did not write it has compared it with its source."""
    return _check(job_order, ORDER_CHECKED, by, now, revision)


def _enter(entry, verb, by, now, unique, sentence):
    entry.note_writer(by, now)
    _save(entry, unique, sentence, force_insert=True)
    audit.record(verb, by=by, about=entry, office=entry.office_id)
    return entry


@transaction.atomic
def _correct(entry, verb, by, now, revision, words, unique, sentence):
    entry = _locked(entry, permissions.correct, by, revision)
    for name, value in words.items():
        setattr(entry, name, value)
    entry.note_writer(by, now)
    entry.revision += 1
    derived = ["name_key"] if isinstance(entry, Agency) else []
    _save(entry, unique, sentence, update_fields=[*words, *derived, *WRITER_FIELDS])
    audit.record(verb, by=by, about=entry, office=entry.office_id)
    return entry


@transaction.atomic
def _check(entry, verb, by, now, revision):
    entry = _locked(entry, permissions.check, by, revision)
    entry.checked_by, entry.checked_on = by, local_date(now, entry.office.zone)
    entry.save(update_fields=CHECK_FIELDS)
    audit.record(verb, by=by, about=entry, office=entry.office_id)
    return entry


def _locked(entry, rule, by, revision):
    """The row as it is now, held until the end; whoever comes second reads who was faster."""
    rule.check(by, entry)
    entry = type(entry).objects.select_for_update().get(pk=entry.pk)
    rule.check(by, entry)
    entry.refuse_stale(revision, _("%(name)s mengubah isian ini sejak Anda membukanya. Baca lagi.")
                       % {"name": entry.entered_by})  # fmt: skip
    return entry


def _save(entry, unique, sentence, **how):
    """Save; a number that is taken already answers with the sentence at its field."""
    try:
        with transaction.atomic():
            entry.save(**how)
    except IntegrityError as wrong:
        if getattr(wrong.__cause__, "sqlstate", "") != "23505":
            raise
        raise ValidationError({unique: [sentence]}) from None
