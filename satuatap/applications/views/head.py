"""The head's screens: load, what is stuck, officers, reasons, and the times that all may read."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from satuatap.accounts.roles import Permission
from satuatap.applications.reading import oversight
from satuatap.common.gates import gate, open_page
from satuatap.places.calendars import local_date
from satuatap.places.models import Office

RECENT = timedelta(days=90)


def _own_office(request):
    """The office that this person heads, and what a page says of it.

    Where she heads several, the one named in the address; every link then goes on naming it.
    """
    mine = request.user.offices_with(Permission.OVERSEE)
    offices = list(Office.objects.filter(pk__in=mine).order_by("name", "pk"))
    asked = request.GET.get("kantor") or (offices[0].code if offices else "")
    found = next((office for office in offices if office.code == asked), None)
    if found is None:
        raise Http404
    query = f"?{urlencode({'kantor': found.code})}" if len(offices) > 1 else ""
    return found, {"office": found, "offices": offices, "query": query}


@gate(Permission.OVERSEE)
@require_GET
def head(request):
    """What lies at each desk now, and how much of it is late."""
    (office, frame), now = _own_office(request), timezone.now()
    desks = oversight.desks_of(office)
    load = oversight.load_of_desks(desks, local_date(now, office.zone))
    return render(request, "applications/head.html", {
        **frame,
        "load": load,
        "empty": [row["desk"] for row in load if not row["lying"]],
        "lying": sum(row["lying"] for row in load),
        "overdue": sum(row["overdue"] for row in load),
        "reviews": oversight.waiting_reviews(office),
    })  # fmt: skip


@gate(Permission.OVERSEE)
@require_GET
def stuck(request):
    """Files that do not move, the longest first."""
    (office, frame), now = _own_office(request), timezone.now()
    today = local_date(now, office.zone)
    steps, following = oversight.stuck(office, now, today, request.GET.get("sesudah", ""))
    for step in steps:
        step.late = step.is_overdue(today)
    onward = f"{frame['query']}{'&' if frame['query'] else '?'}sesudah={following}"
    return render(request, "applications/stuck.html", {
        **frame,
        "steps": steps,
        "next_url": onward if following else "",
        "first_url": (frame["query"] or ".") if "sesudah" in request.GET else "",
    })  # fmt: skip


@gate(Permission.OVERSEE)
@require_GET
def effort(request):
    """The last three months: officers, reasons for returning papers, acts and minutes per service."""
    (office, frame), since = _own_office(request), timezone.now() - RECENT
    desks = oversight.desks_of(office)
    return render(request, "applications/effort.html", {
        **frame,
        "since": since,
        "officers": oversight.work_of_officers(desks, since),
        "reasons": oversight.returns_by_reason(office, since),
        "services": oversight.effort_of_services(office, desks, since),
        "talks": oversight.talks(desks, since),
    })  # fmt: skip


@open_page("how long each desk takes is public: nobody has to ask or pay to know it")
@require_GET
def times(request, code):
    """Median and ninetieth percentile of each desk, this month and the one before."""
    office = get_object_or_404(Office.objects.installed(), code=code)
    measured = oversight.measured_times(office)
    context = {
        "office": office,
        "times": measured,
        "has_figures": any(m.finished for m in measured),
    }
    return render(request, "applications/times.html", context)
