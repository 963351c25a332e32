"""The front desk's and the placement officer's screens."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.opening import OpenForm
from satuatap.applications.models import Application
from satuatap.applications.reading.progress import for_page, papers_of, progress_of
from satuatap.catalogue.services import services
from satuatap.common.gates import gate
from satuatap.common.paging import uuid_or_none
from satuatap.common.workflow import MoveRefused
from satuatap.letters.forms import form_of
from satuatap.workers.models import Worker

PAGE = 25


@gate(Permission.READ_APPLICATION)
@require_GET
def applications(request):
    """Applications of the own office, newest first; ended ones too."""
    before = uuid_or_none(request.GET.get("sebelum"))
    own = Application.objects.filter(
        office__in=request.user.offices_with(Permission.READ_APPLICATION)
    )
    rows = own.select_related("worker").newest_first(before, PAGE)
    next_url = f"?sebelum={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    context = {
        "applications": rows[:PAGE],
        "next_url": next_url,
        "first_url": "." if before else "",
    }
    return render(request, "applications/list.html", context)


@gate(Permission.READ_APPLICATION)
@require_GET
def application(request, application_id):
    """One application: where it stands, what is missing, what can be done next."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    user, steps = request.user, progress_of(found)
    return render(request, "applications/application.html", {
        "application": found,
        "steps": steps,
        "waits_for_her": any(part.returned for part in steps),
        "papers": papers_of(found),
        "why_no_letter": permissions.draft_letter.why_not(user, found),
        "may_draft": permissions.draft_letter.allows(user, found),
        "may_hand_over": permissions.hand_over.allows(user, found),
        "may_withdraw": permissions.withdraw.allows(user, found),
        "may_read_letter": user.may(Permission.READ_LETTER, office=found.office_id),
        "may_scan": user.may(Permission.ADD_DOCUMENT, office=found.office_id),
    })  # fmt: skip


@gate(Permission.READ_APPLICATION)
@require_GET
def of_worker(request, worker_id):
    """Panel on a person's page: her applications, and the services that can be opened."""
    person = get_object_or_404(Worker, pk=worker_id)
    running = person.applications.running().values_list("service", flat=True)
    may_open = permissions.open_application.allows(request.user, person)
    template = "applications/_of_worker.html" if request.htmx else "applications/of_worker.html"
    return render(request, template, {
        "worker": person,
        "applications": person.applications.order_by("-id")[:20],
        "services": [s for s in services().values() if may_open and s.code not in set(running)],
    })  # fmt: skip


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def open_service(request, worker_id, service):
    """Say what the service asks and costs, then open it."""
    person = get_object_or_404(Worker.objects.select_related("office"), pk=worker_id)
    chosen = services().get(service)
    if chosen is None:
        raise Http404
    form = OpenForm(request.POST or None)
    if form.is_valid():
        try:
            opened = actions.open_application(
                by=request.user, once=form.cleaned_data["once"], worker=person, service=chosen,
                now=timezone.now(),
            )  # fmt: skip
            return redirect(opened)
        except MoveRefused as refused:
            form.add_error(None, refused)
    return render(
        request, "applications/open.html", {"form": form, "worker": person, "service": chosen}
    )


@gate(Permission.DRAFT_LETTER)
@require_http_methods(["GET", "POST"])
def draft_letter(request, application_id):
    """Draft the letter with what is on file; the officer adds what only she knows."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    permissions.draft_letter.check(request.user, found)
    form = form_of(found.definition["letter"])(request.POST or None, initial=letter_words(found))
    if form.is_valid():
        letter = actions.draft_letter(
            by=request.user, application=found, data=form.words_of_letter(), now=timezone.now()
        )
        return redirect(letter)
    return render(request, "applications/draft_letter.html", {"form": form, "application": found})


def letter_words(application) -> dict:
    """What the file knows for a letter's template."""
    person = application.worker
    return {
        "full_name": person.full_name,
        "nik": person.nik or "",
        "birth_date": person.birth_date,
        "address": person.village.full_name,
    }


@gate(Permission.OPEN_APPLICATION)
@require_POST
def hand_over(request, application_id):
    """The letter is in her hand."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    actions.hand_over(by=request.user, application=found, now=timezone.now())
    messages.success(request, _("Surat sudah diserahkan. Permohonan ini selesai."))
    return redirect(found)


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def withdraw(request, application_id):
    """Ask once, then end it; no reason is asked."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    permissions.withdraw.check(request.user, found)
    if request.method == "POST":
        actions.withdraw(by=request.user, application=found, now=timezone.now())
        return redirect(found)
    return render(request, "applications/withdraw.html", {"application": found})
