"""The front desk's screens: the list, one application on one page, her paper, a person's panel."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from satuatap.accounts.roles import Permission
from satuatap.applications import permissions
from satuatap.applications.models import Application
from satuatap.applications.reading.offers import offers_of
from satuatap.applications.reading.progress import for_page
from satuatap.applications.reading.whole import whole_of
from satuatap.common.gates import gate
from satuatap.common.paging import uuid_or_none
from satuatap.places.calendars import local_date
from satuatap.workers.models import Worker

PAGE = 25
MOST_SHOWN = 20


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
    """One application on one page: where it stands, what is missing, what can be done next."""
    found = get_object_or_404(for_page(Application.objects), pk=application_id)
    user, today = request.user, local_date(timezone.now(), found.office.zone)
    is_office = user.may(Permission.READ_APPLICATION, office=found.office_id)
    return render(request, "applications/application.html", {
        "application": found,
        "whole": whole_of(found, by=user, today=today),
        "heir": found.applicant if is_office else "",
        "why_no_letter": permissions.draft_letter.why_not(user, found),
        "may_draft": permissions.draft_letter.allows(user, found),
        "may_hand_over": permissions.hand_over.allows(user, found),
        "may_withdraw": permissions.withdraw.allows(user, found),
        "may_read_letter": user.may(Permission.READ_LETTER, office=found.office_id),
        "may_scan": user.may(Permission.ADD_DOCUMENT, office=found.office_id),
        "may_see_readiness": permissions.see_readiness.allows(user, found.worker),
    })  # fmt: skip


@gate(Permission.READ_APPLICATION)
@require_GET
def of_worker(request, worker_id):
    """Panel on a person's page: her applications, and the services that can be opened."""
    person = get_object_or_404(Worker.objects.select_related("office"), pk=worker_id)
    own = list(person.applications.order_by("-id"))
    offers, sought = None, request.GET.get("cari", "")[:60]
    if permissions.open_application.allows(request.user, person):
        running = {one.service for one in own if one.finished_at is None}
        offers = offers_of(person.office, timezone.now(), but=running, sought=sought)
    template = "applications/_of_worker.html" if request.htmx else "applications/of_worker.html"
    return render(request, template, {
        "worker": person,
        "applications": own[:MOST_SHOWN],
        "offers": offers,
        "sought": sought,
        "may_see_readiness": permissions.see_readiness.allows(request.user, person),
    })  # fmt: skip
