"""She does not accept that a paper was returned: written down at the front desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.models import Application, Verdict
from satuatap.applications.reading.appeals import appeals_against
from satuatap.catalogue.documents import document_kinds
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def appeal(request, application_id, verdict_id):
    """Ask once, then hand the paper to a second person; afterwards, what became of it."""
    application = get_object_or_404(Application, pk=application_id)
    verdicts = Verdict.objects.select_related("step", "by").filter(step__application=application)
    verdict = get_object_or_404(verdicts, pk=verdict_id)
    permissions.appeal.check(request.user, verdict)
    if request.method == "POST":
        try:
            actions.appeal(by=request.user, verdict=verdict)
            messages.success(request, _("Dicatat. Orang lain memeriksa surat ini sekali lagi."))
        except MoveRefused as refused:
            messages.warning(request, refused.messages[0])
        return redirect("applications:appeal", application.pk, verdict.pk)
    return render(request, "applications/appeal.html", {
        "application": application,
        "verdict": verdict,
        "paper": document_kinds()[verdict.kind],
        "outcome": appeals_against([verdict]).get(verdict.pk, ""),
    })  # fmt: skip
