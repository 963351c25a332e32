"""Opening a service: what it asks and costs, what the rules say of her journey, then the verb."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.opening import OpenForm
from satuatap.applications.reading.offers import why_not_offered
from satuatap.applications.reading.opening import (
    JobOrders,
    ahead_of,
    answers_before,
    asked_always,
    asks_something,
    job_orders_of,
    shown_steps,
)
from satuatap.applications.reading.rules import answers_in_words
from satuatap.catalogue.services import services, total_cost
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.directory.reading import FOUND_IS_NOT_SAFE
from satuatap.places.calendars import local_date
from satuatap.workers.models import Worker


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def open_service(request, worker_id, service):
    """Ask what the service asks, show what follows from the answers, then open it.

    What is opened is what was shown: the second sending carries the mark of what the officer
    read, and where that has changed meanwhile she reads again. A rule that stops ends here.
    """
    person = get_object_or_404(Worker.objects.select_related("office"), pk=worker_id)
    chosen = services().get(service)
    if chosen is None:
        raise Http404
    permissions.open_application.check(request.user, person)
    now = timezone.now()
    today = local_date(now, person.office.zone)
    orders = job_orders_of(person.office_id, today) if chosen.needs_job_order else JobOrders()
    form = _form(request, chosen, person, orders)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return _ask(request, form, person, orders, now)
    ahead = ahead_of(
        chosen, person, form.answers, by=request.user, birth_date=form.birth_date, day=today
    )
    if not _was_read(request, chosen, ahead):
        return _show(request, form, person, ahead)
    try:
        return redirect(_open(request.user, form, person, now))
    except MoveRefused as refused:
        form.add_error(None, refused)
        return _ask(request, form, person, orders, now)


def _form(request, service, person, orders):
    known = answers_before(person.applications) if service.questions else {}
    return OpenForm(
        request.POST or None, service=service, worker=person, orders=orders.usable, initial=known
    )


def _was_read(request, service, ahead) -> bool:
    """Nothing to read, or exactly this was read; what the law forbids is never opened."""
    if ahead.advice.stops:
        return False
    return not asks_something(service) or request.POST.get("seen") == ahead.advice.mark


def _open(user, form, person, now):
    return actions.open_application(
        by=user, once=form.cleaned_data["once"], worker=person, service=form.service, now=now,
        birth_date=form.cleaned_data.get("birth_date"), **form.journey,
    )  # fmt: skip


def _ask(request, form, person, orders, now):
    """The service and its questions."""
    service = form.service
    return render(request, "applications/open.html", {
        "form": form,
        "worker": person,
        "service": service,
        "steps": shown_steps(service.steps),
        "total": total_cost(service.steps),
        "papers": asked_always(service),
        "asks": asks_something(service),
        "orders": orders,
        "not_safe": FOUND_IS_NOT_SAFE,
        "why_not": "" if form.is_bound else why_not_offered(person.office, service, now),
    })  # fmt: skip


def _show(request, form, person, ahead):
    """What follows from the answers, before anything is opened."""
    return render(request, "applications/before_opening.html", {
        "form": form,
        "worker": person,
        "service": form.service,
        "answers": answers_in_words(form.answers),
        "order": form.journey["job_order"],
        "heir": form.journey["heir"],
        "is_remote": form.journey["is_remote"],
        "birth_date": form.birth_date,
        "ahead": ahead,
        "not_safe": FOUND_IS_NOT_SAFE,
    })  # fmt: skip
