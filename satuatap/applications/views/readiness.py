"""Readiness to leave: one page per person, for officers of the whole office."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from satuatap.accounts.roles import Permission
from satuatap.applications import permissions
from satuatap.applications.reading.offers import offered_services
from satuatap.applications.reading.readiness import readiness_of
from satuatap.catalogue.schemes import schemes
from satuatap.common.gates import gate
from satuatap.places.calendars import local_date
from satuatap.workers.models import Worker


@gate(Permission.READ_APPLICATION)
@require_GET
def readiness(request, worker_id):
    """What her way asks for, what is there, what is not, and which service brings it."""
    person = get_object_or_404(Worker.objects.select_related("office"), pk=worker_id)
    permissions.see_readiness.check(request.user, person)
    now = timezone.now()
    return render(request, "applications/readiness.html", {
        "worker": person,
        "readiness": readiness_of(
            person, by=request.user, scheme=request.GET.get("skema", ""),
            offered=offered_services(person.office, now), day=local_date(now, person.office.zone),
        ),
        "schemes": schemes().values(),
        "may_scan": request.user.may(Permission.ADD_DOCUMENT, office=person.office_id),
        "may_open": permissions.open_application.allows(request.user, person),
    })  # fmt: skip
