"""A destination closes: who waits, what they paid and owe, and the day on which they go on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications import actions, permissions
from satuatap.applications.actions.destinations import files_to
from satuatap.applications.forms.offices import SettlementForm, StopForm
from satuatap.applications.models import Application, DestinationStop
from satuatap.applications.reading.stops import place_name, stops_of, waiting_for, work_name
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Office


def _named(stop) -> dict:
    return {
        "stop": stop,
        "place": place_name(stop.destination),
        "work": work_name(stop.occupation),
    }


def _own_stop(stop_id):
    return get_object_or_404(DestinationStop.objects.select_related("office"), pk=stop_id)


@gate(Permission.READ_APPLICATION)
@require_GET
def stops(request):
    """The closed destinations of the own office, and those that were opened again."""
    offices = request.user.offices_with(Permission.READ_APPLICATION)
    return render(request, "applications/stops.html", {
        "stops": [_named(stop) for stop in stops_of(offices)],
        "many_offices": len(offices) > 1,
        "may_stop": bool(request.user.offices_with(Permission.SWITCH_SERVICE)),
    })  # fmt: skip


@gate(Permission.SWITCH_SERVICE)
@require_http_methods(["GET", "POST"])
def stop(request):
    """Say which destination and by which letter; then, told how many files wait, close it."""
    offices = Office.objects.filter(pk__in=request.user.offices_with(Permission.SWITCH_SERVICE))
    form = StopForm(request.POST or None, offices=offices)
    if form.is_valid():
        said = {**form.cleaned_data}
        if not said.pop("confirmed"):
            return _confirm(request, form)
        try:
            made = actions.stop_destination(by=request.user, now=timezone.now(), **said)
            return redirect("applications:affected", made.pk)
        except MoveRefused as refused:
            form.add_error(None, refused)
    return render(request, "applications/stop.html", {"form": form})


def _confirm(request, form):
    """How many files would wait; nothing is closed yet."""
    said = form.cleaned_data
    files = files_to(said["office"].pk, said["destination"], said["occupation"])
    kept = {name: form.data.get(name, "") for name in ("once", "office", "destination",
                                                       "occupation", "source")}  # fmt: skip
    return render(request, "applications/stop_confirm.html", {
        "count": files.filter(stopped_by__isnull=True).count(),
        "place": place_name(said["destination"]),
        "work": work_name(said["occupation"]),
        "source": said["source"],
        "kept": kept.items(),
    })  # fmt: skip


@gate(Permission.READ_APPLICATION)
@require_GET
def affected(request, stop_id):
    """Everybody who waits: village, agency, service, money and debt; a list to be printed."""
    found = _own_stop(stop_id)
    waiting = waiting_for(found)
    user, office = request.user, found.office_id
    return render(request, "applications/affected.html", {
        **_named(found),
        "waiting": waiting,
        "unasked": sum(row.check is None for row in waiting),
        "may_ask": user.may(Permission.OPEN_APPLICATION, office=office),
        "may_draft": not found.lifted_at and user.may(Permission.DRAFT_LETTER, office=office),
        "may_lift": not found.lifted_at and user.may(Permission.SWITCH_SERVICE, office=office),
    })  # fmt: skip


@gate(Permission.DRAFT_LETTER)
@require_POST
def notices(request, stop_id):
    """Draft the notice for everybody who waits; who has hers already gets no second one."""
    found = _own_stop(stop_id)
    try:
        drafted, lacking = actions.draft_notices(by=request.user, stop=found, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
        return redirect("applications:affected", found.pk)
    if lacking:
        names = {"names": ", ".join(lacking)}
        messages.warning(request, _("NIK atau tanggal lahir belum tercatat: %(names)s.") % names)
    messages.success(
        request, _("Konsep surat yang disusun sekarang: %(number)d.") % {"number": drafted}
    )
    return redirect("applications:affected", found.pk)


@gate(Permission.SWITCH_SERVICE)
@require_http_methods(["GET", "POST"])
def lift(request, stop_id):
    """Ask once, then let all who wait go on."""
    found = _own_stop(stop_id)
    permissions.switch_service.check(request.user, found.office_id)
    if request.method == "POST":
        try:
            actions.lift_destination(by=request.user, stop=found, now=timezone.now())
            messages.success(request, _("Tujuan dibuka lagi. Berkas yang menunggu berjalan lagi."))
        except MoveRefused as refused:
            messages.warning(request, refused.messages[0])
        return redirect("applications:affected", found.pk)
    context = {**_named(found), "count": found.applications.running().count()}
    return render(request, "applications/lift.html", context)


@gate(Permission.OPEN_APPLICATION)
@require_http_methods(["GET", "POST"])
def settle(request, stop_id, application_id):
    """Ask her what she paid and owes, before anything is lost."""
    found = _own_stop(stop_id)
    files = Application.objects.select_related("worker__village").filter(stopped_by=found)
    application = get_object_or_404(files, pk=application_id)
    permissions.check_settlement.check(request.user, application)
    form = SettlementForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.check_settlement(by=request.user, application=application, stop=found, **said)
            return redirect("applications:affected", found.pk)
        except MoveRefused as refused:
            form.add_error(None, refused)
    context = {**_named(found), "form": form, "application": application}
    return render(request, "applications/settle.html", context)
