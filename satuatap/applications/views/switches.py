"""Which services the office gives; the head of the centre decides, everybody of it reads."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from satuatap.accounts.roles import Permission
from satuatap.applications import actions
from satuatap.applications.forms.offices import SwitchForm
from satuatap.applications.reading.switches import offers_of
from satuatap.catalogue.services import services
from satuatap.common.gates import gate
from satuatap.places.calendars import local_date
from satuatap.places.models import Office


def _offices(user, permission):
    return list(Office.objects.filter(pk__in=user.offices_with(permission)))


@gate(Permission.READ_APPLICATION)
@require_GET
def services_here(request):
    """Every service that may be switched: today, and what is planned."""
    user = request.user
    return render(request, "applications/switches.html", {
        "offers": offers_of(_offices(user, Permission.READ_APPLICATION), timezone.now()),
        "may_switch": bool(user.offices_with(Permission.SWITCH_SERVICE)),
        "many_offices": len(user.offices_with(Permission.READ_APPLICATION)) > 1,
    })  # fmt: skip


@gate(Permission.SWITCH_SERVICE)
@require_http_methods(["GET", "POST"])
def switch(request, code):
    """From a day on the office gives this service, or no longer."""
    service = services().get(code)
    if service is None or not service.switchable:
        raise Http404
    offices = _offices(request.user, Permission.SWITCH_SERVICE)
    today = max(local_date(timezone.now(), office.zone) for office in offices)
    form = SwitchForm(request.POST or None, offices=offices, today=today)
    if form.is_valid():
        actions.switch_service(by=request.user, service=service, **form.cleaned_data)
        messages.success(request, _("Dicatat. Permohonan yang sudah dibuka tetap berjalan."))
        return redirect("applications:switches")
    return render(request, "applications/switch.html", {"form": form, "service": service})
