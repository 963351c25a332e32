"""The queue and one file of it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from satuatap.accounts.roles import Permission
from satuatap.applications.views.desk.showing import Queue, show_file, step_or_404
from satuatap.common.gates import gate


@gate(Permission.WORK_AT_DESK)
@require_GET
def queue(request):
    """What lies on the own desks, oldest first."""
    context = {"queue": Queue(request, timezone.now())}
    return render(request, "applications/desk.html", context)


@gate(Permission.WORK_AT_DESK)
@require_GET
def step(request, step_id):
    """One file at this desk: only this desk's part of it."""
    return show_file(request, step_or_404(request.user, step_id), timezone.now())
