"""The desk calls: who waits by number and group, call next, serve, finish, forward."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.reception import permissions
from satuatap.reception.actions import calls
from satuatap.reception.forms import CallForm, ForwardForm
from satuatap.reception.groups import order_rule
from satuatap.reception.reading import own_desks, running_calls, ticket_or_404, today_at
from satuatap.reception.views.front import PLAIN, do
from satuatap.workers.models import Worker

CALL = Permission.CALL_VISITORS
MOST_SHOWN = 50


@gate(CALL)
@require_GET
def desk(request):
    """The own desk: what is called now, and who waits."""
    now, desks, shown = timezone.now(), own_desks(request.user), []
    for one in desks:
        day = today_at(one.office, now)
        rows = calls.queue_for(request.user, one.office, day, one)
        queue = list(rows.prefetch_related("notes__officer")[:MOST_SHOWN])
        shown.append({
            "desk": one, "queue": queue,
            "may_call_next": any(not ticket.waits_for_another for ticket in queue),
            "calls": running_calls(one.office, day, desk=one),
        })  # fmt: skip
    return render(request, "reception/desk.html", {"desks": shown, "rule": order_rule()})


def _desk_or_404(request, desk_id):
    for one in own_desks(request.user):
        if one.pk == desk_id:
            return one
    raise Http404


@gate(CALL)
@require_POST
def call_next(request, desk_id):
    """Call the first in the queue."""
    one = _desk_or_404(request, desk_id)
    try:
        calls.call_next(by=request.user, office=one.office, desk=one, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("reception:desk")


@gate(CALL)
@require_GET
def ticket(request, ticket_id):
    """One number of the own desk."""
    return _show(request, ticket_or_404(ticket_id))


def _show(request, found, status=200, **forms):
    forms.setdefault("call_form", CallForm())
    forms.setdefault("forward_form", ForwardForm(ticket=found))
    note = found.note
    worker_id = note.worker_id if note else None
    context = {
        "ticket": found,
        # the policy shows her only while her file lies on this desk
        "worker": Worker.objects.filter(pk=worker_id).first() if worker_id else None,
        "may_call": permissions.call_for.allows(request.user, found.office, found.desk),
        "may_forward": permissions.forward.allows(request.user, found),
        "deed_url": "reception:desk_deed",
        **forms,
    }
    return render(request, "reception/ticket.html", context, status=status)


@gate(CALL)
@require_POST
def deed(request, ticket_id, name):
    """Do one thing with a number of the own desk."""
    return do(request, ticket_or_404(ticket_id), name, PLAIN, back="reception:desk", show=_show)
