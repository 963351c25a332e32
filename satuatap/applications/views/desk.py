"""The desk's screens: the queue on the left, the file on the right."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.desk import ReturnForm
from satuatap.applications.models import Step
from satuatap.applications.reading.desk import desk_papers, queue_page
from satuatap.catalogue.documents import return_reasons
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Desk
from satuatap.workers.models import Scan


def _context(request, **more):
    desks = Desk.objects.filter(
        pk__in=request.user.actor.desks.get(str(Permission.WORK_AT_DESK), ())
    )
    queue, next_url = queue_page(request.user, request.GET.get("sesudah", ""))
    return {
        "desks": list(desks.select_related("office")),
        "queue": queue,
        "next_url": next_url,
        **more,
    }


@gate(Permission.WORK_AT_DESK)
@require_GET
def queue(request):
    """What lies on the own desks, oldest first."""
    return render(request, "applications/desk.html", _context(request))


def _step_or_404(user, step_id):
    """The step with its file; where the file has left the desk, the rule's sentence says why."""
    steps = Step.objects.select_related("desk", "done_by")
    files = steps.select_related("application__worker__village__parent__parent")
    if found := files.filter(pk=step_id).first():
        return found
    permissions.work_on_step.check(user, get_object_or_404(steps, pk=step_id))
    raise Http404


@gate(Permission.WORK_AT_DESK)
@require_GET
def step(request, step_id):
    """One file at this desk: only this desk's part of it."""
    return _file(request, _step_or_404(request.user, step_id))


def _file(request, found, status=200, **more):
    papers = desk_papers(found)
    context = _context(
        request,
        step=found,
        papers=papers,
        undecided=sum(not paper.verdict for paper in papers),
        returned=sum(bool(paper.verdict) and not paper.verdict.is_accepted for paper in papers),
        why_not=permissions.work_on_step.why_not(request.user, found),
        **more,
    )
    return render(request, "applications/desk.html", context, status=status)


@gate(Permission.WORK_AT_DESK)
@require_POST
def accept(request, step_id, scan_id):
    """This paper is in order."""
    found, scan = _step_or_404(request.user, step_id), get_object_or_404(Scan, pk=scan_id)
    try:
        actions.decide(by=request.user, step=found, scan=scan)
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect(found)


@gate(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def send_back(request, step_id, scan_id):
    """This paper goes back, with a reason that she can read."""
    found, scan = _step_or_404(request.user, step_id), get_object_or_404(Scan, pk=scan_id)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        try:
            actions.decide(by=request.user, step=found, scan=scan, **form.cleaned_data)
        except MoveRefused as refused:
            messages.warning(request, refused.messages[0])
        return redirect(found)
    kind = scan.document.definition
    reasons = [(reason.label, reason.sentence_for(kind)) for reason in return_reasons().values()]
    context = {"form": form, "step": found, "scan": scan, "paper": kind, "reasons": reasons}
    return render(request, "applications/send_back.html", context)


@gate(Permission.WORK_AT_DESK)
@require_POST
def finish(request, step_id):
    """This desk's part is done; the next in the queue comes up."""
    found = _step_or_404(request.user, step_id)
    try:
        actions.finish_step(by=request.user, step=found, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
        return redirect(found)
    messages.success(request, _("Bagian loket ini selesai."))
    return redirect("applications:queue")


@gate(Permission.WORK_AT_DESK)
@require_POST
def return_to_her(request, step_id):
    """She reads what to mend; the desk waits."""
    found = _step_or_404(request.user, step_id)
    try:
        actions.return_step(by=request.user, step=found, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
        return redirect(found)
    messages.success(request, _("Dikembalikan. Pemohon membaca apa yang perlu dibawa."))
    return redirect("applications:queue")
