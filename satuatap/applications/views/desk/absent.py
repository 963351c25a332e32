"""Steps of institutions that are not here today, closed by the placement officer from a paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.desk import CloseForm, FindingForm
from satuatap.applications.models import Step
from satuatap.applications.papers import results_of
from satuatap.applications.reading.absent import waiting_for_absent
from satuatap.applications.views.desk.images import image_answer
from satuatap.applications.views.desk.papers import finding_form
from satuatap.catalogue.documents import document_kinds
from satuatap.common.gates import gate
from satuatap.common.scans import ScanRefused
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date

ABOUT = (
    "desk__office",
    "done_by",
    "assigned_to",
    "application__worker__village__parent__parent__parent",
)


@gate(Permission.CLOSE_ABSENT_STEP)
@require_GET
def absent_steps(request):
    """What waits for an institution that is not here today, oldest promised day first."""
    after = request.GET.get("sesudah", "")
    rows, following = waiting_for_absent(request.user, timezone.now(), after)
    return render(request, "applications/absent_steps.html", {
        "rows": rows,
        "next_url": f"?sesudah={following}" if following else "",
        "first_url": "." if after else "",
    })  # fmt: skip


def _step_or_404(request, step_id):
    own = request.user.offices_with(Permission.CLOSE_ABSENT_STEP)
    return get_object_or_404(Step.objects.select_related(*ABOUT), pk=step_id, office__in=own)


@gate(Permission.CLOSE_ABSENT_STEP)
@require_http_methods(["GET", "POST"])
def absent_step(request, step_id):
    """Close one step with the number and the scan of the institution's paper."""
    found, now = _step_or_404(request, step_id), timezone.now()
    form = CloseForm(request.POST or None, request.FILES or None, with_scan=_takes_scan(found))
    if request.FILES and not _takes_scan(found):
        form.add_error("paper_number", _("Hasil ini tidak difoto. Cukup nomor suratnya."))
    if form.is_valid():
        try:
            actions.close_absent_step(
                by=request.user, step=found, now=now, uploaded=form.cleaned_data.get("scan"),
                paper_number=form.cleaned_data["paper_number"],
            )  # fmt: skip
        except ScanRefused as refused:
            form.add_error("scan", str(refused))
        except MoveRefused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Langkah ini ditutup dari suratnya."))
            return redirect("applications:absent_steps")
    return _show(request, found, now, form=form)


def _takes_scan(step) -> bool:
    """A step that writes a result of which no image is kept takes none."""
    return not any(document_kinds()[kind].outcome_only for kind in step.records)


def _show(request, found, now, *, form=None, filled=None):
    day = local_date(now, found.desk.office.zone)
    findings = results_of(found, day)
    records = []
    for code in found.records:
        kind, own = document_kinds()[code], filled if filled and filled.kind.code == code else None
        records.append({
            "kind": kind,
            "finding": findings.get(code),
            "form": own or FindingForm(kind=kind, today=day),
            "is_open": own is not None or code not in findings,
        })  # fmt: skip
    return render(request, "applications/absent_step.html", {
        "step": found,
        "day": day,
        "form": form or CloseForm(with_scan=_takes_scan(found)),
        "records": records,
        "for_absent": True,
        "may_open": permissions.open_paper.allows(request.user, found),
        "may_resume": permissions.resume_step.allows(request.user, found),
        "why_not": permissions.close_absent_step.why_not(request.user, found),
    })  # fmt: skip


@gate(Permission.CLOSE_ABSENT_STEP)
@require_POST
def resume_absent(request, step_id):
    """Take up again what was put aside, for an institution that is not here."""
    found = _step_or_404(request, step_id)
    actions.resume_step(by=request.user, step=found, now=timezone.now())
    messages.success(request, _("Berkas dilanjutkan."))
    return redirect("applications:absent_step", step_id=found.pk)


@gate(Permission.CLOSE_ABSENT_STEP)
@require_POST
def record_absent(request, step_id, kind):
    """Write the result or the number that the institution gave."""
    found, now = _step_or_404(request, step_id), timezone.now()
    form = finding_form(request, found, kind, now)
    if not form.is_valid():
        return _show(request, found, now, filled=form)
    try:
        actions.record_finding(by=request.user, step=found, kind=kind, **form.cleaned_data)
        messages.success(request, _("%(paper)s dicatat.") % {"paper": form.kind.name})
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("applications:absent_step", step_id=found.pk)


@gate(Permission.READ_DOCUMENT, reading_is_an_event=True)
@require_GET
def paper(request, step_id):
    """The institution's paper itself; that it was opened is on record."""
    found = get_object_or_404(Step, pk=step_id)
    try:
        content = actions.open_paper(by=request.user, step=found)
    except FileNotFoundError:
        raise Http404 from None
    return image_answer(content, found.paper_media)
