"""What a desk says of papers: accept, return, record a result, read a name, ask for a correction."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications import actions
from satuatap.applications.forms.desk import (
    CorrectionForm,
    FindingForm,
    ReturnForm,
    WaiverForm,
)
from satuatap.applications.reading.differences import compare
from satuatap.applications.reading.papers import PapersOfStep
from satuatap.applications.reading.queue import address_of
from satuatap.applications.views.desk.showing import chosen_tab, done, show_file, step_or_404
from satuatap.catalogue.documents import document_kinds, return_reasons
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.places.calendars import local_date
from satuatap.workers import actions as workers
from satuatap.workers.forms import ReadingForm
from satuatap.workers.models import Scan


@gate(Permission.WORK_AT_DESK)
@require_POST
def accept(request, step_id, scan_id):
    """This paper is in order."""
    found, scan = step_or_404(request.user, step_id), get_object_or_404(Scan, pk=scan_id)
    try:
        actions.decide(by=request.user, step=found, scan=scan)
    except MoveRefused as refused:
        return done(request, found, warned=refused.messages[0])
    paper = document_kinds()[scan.kind].name
    return done(request, found, said=_("%(paper)s diterima.") % {"paper": paper})


@gate(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def send_back(request, step_id, scan_id):
    """This paper goes back, with a reason that she can read or have read to her."""
    found, scan = step_or_404(request.user, step_id), get_object_or_404(Scan, pk=scan_id)
    form, kind = ReturnForm(request.POST or None), document_kinds()[scan.kind]
    if form.is_valid():
        try:
            actions.decide(by=request.user, step=found, scan=scan, **form.cleaned_data)
        except MoveRefused as refused:
            return done(request, found, warned=refused.messages[0])
        return done(request, found, said=_("%(paper)s dikembalikan.") % {"paper": kind.name})
    reasons = [
        (reason, reason.sentence_for(kind), reason.spoken_for(kind))
        for reason in return_reasons().values()
    ]
    return render(request, "applications/send_back.html", {
        "form": form, "step": found, "scan": scan, "paper": kind, "reasons": reasons,
        "back_url": address_of(found.pk, chosen_tab(request).code),
    })  # fmt: skip


@gate(Permission.WORK_AT_DESK)
@require_POST
def record(request, step_id, kind):
    """Write the result or the number; a photo of a result is refused with a sentence."""
    found, now = step_or_404(request.user, step_id), timezone.now()
    form = finding_form(request, found, kind, now)
    if not form.is_valid():
        return show_file(request, found, now, status=422, finding=form)
    try:
        actions.record_finding(by=request.user, step=found, kind=kind, **form.cleaned_data)
    except MoveRefused as refused:
        return done(request, found, warned=refused.messages[0])
    return done(request, found, said=_("%(paper)s dicatat.") % {"paper": form.kind.name})


def finding_form(request, found, code, now) -> FindingForm:
    """The form for one result of this step; a file that came with it is an error of its own."""
    kind = document_kinds().get(code)
    if kind is None or code not in found.records:
        raise Http404
    form = FindingForm(request.POST, kind=kind, today=local_date(now, found.desk.office.zone))
    if request.FILES:
        first = next(iter(form.fields))
        form.add_error(first, workers.why_no_image(code) or _("Di sini hanya nomornya dicatat."))
    return form


@gate(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def waive(request, step_id):
    """A paper that cannot be asked of her goes to a second person."""
    found = step_or_404(request.user, step_id)
    day = local_date(timezone.now(), found.desk.office.zone)
    standing = PapersOfStep(found).standing(day)
    kinds = [kind for kind, stands in standing.items() if not stands]
    form = WaiverForm(request.POST or None, kinds=kinds)
    if form.is_valid():
        try:
            actions.ask_waiver(by=request.user, step=found, **form.cleaned_data)
        except MoveRefused as refused:
            return done(request, found, warned=refused.messages[0])
        return done(request, found, said=_("Diajukan. Petugas kedua yang memutuskan."))
    return render(request, "applications/waive.html", {
        "form": form, "step": found, "kinds": kinds,
        "back_url": address_of(found.pk, chosen_tab(request).code),
    })  # fmt: skip


@gate(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def read(request, step_id, scan_id):
    """Write down the name and the date that stand on a paper."""
    found, scan = step_or_404(request.user, step_id), get_object_or_404(Scan, pk=scan_id)
    kind = document_kinds()[scan.kind]
    hers = scan.worker_id == found.application.worker_id and scan.kind in found.documents
    if not hers or not kind.names_person:
        raise Http404
    form = ReadingForm(request.POST or None)
    if form.is_valid():
        workers.read_paper(by=request.user, scan=scan, **form.cleaned_data)
        return redirect(address_of(found.pk, chosen_tab(request).code))
    return render(request, "applications/read_paper.html", {
        "form": form, "step": found, "scan": scan, "paper": kind,
        "back_url": address_of(found.pk, chosen_tab(request).code),
    })  # fmt: skip


@gate(Permission.WORK_AT_DESK)
@require_POST
def correct(request, step_id):
    """Names or dates differ: the correction of her data is opened, once."""
    found, form = step_or_404(request.user, step_id), CorrectionForm(request.POST)
    now = timezone.now()
    papers = PapersOfStep(found).for_desk(local_date(now, found.desk.office.zone))
    what = compare(found.application.worker, papers).differs
    if not what or not form.is_valid():
        return done(request, found, warned=_("Tidak ada nama atau tanggal yang berbeda."))
    try:
        actions.ask_for_correction(
            by=request.user, step=found, once=form.cleaned_data["once"], now=now, what=what
        )
    except MoveRefused as refused:
        return done(request, found, warned=refused.messages[0])
    return done(request, found, said=_("Pembetulan data sudah ada di loket kependudukan."))
