"""Her own page by code: where it stands, what to bring. Nothing about the person."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from satuatap.accounts.wrong_codes import count_wrong_code, has_to_wait
from satuatap.applications.codes import digest_of
from satuatap.applications.forms.tracking import TrackForm
from satuatap.applications.models import Application
from satuatap.applications.models.applications import TRACKING
from satuatap.applications.reading.her_page import her_page
from satuatap.common.gates import open_page

REASON = "she follows her application by the code on her slip, from any phone"


@open_page(REASON, service=TRACKING)
@require_http_methods(["GET", "POST"])
def ask(request):
    """Ask for the code; it goes into the address only after it was typed."""
    form = TrackForm(request.POST or None)
    if form.is_valid():
        return redirect("applications:follow", code=form.cleaned_data["code"])
    return render(request, "applications/track.html", {"form": form})


@open_page(REASON, service=TRACKING, presents=("code", digest_of), reading_is_an_event=True)
@require_GET
def follow(request, code):
    """Where her application stands; an unknown, replaced or mistyped code answers alike."""
    if has_to_wait(request, TRACKING):
        return render(request, "applications/track_later.html", status=429)
    found = Application.objects.select_related("office").filter(code_hash=digest_of(code)).first()
    if found is None:
        count_wrong_code(request, TRACKING)
        return render(request, "applications/track_unknown.html", status=404)
    context = {"application": found, "page": her_page(found, timezone.now())}
    return render(request, "applications/follow.html", context)
