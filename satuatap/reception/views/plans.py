"""Planning: the rota of a week, quotas of appointments, stops of the mobile service."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.places.models import Desk
from satuatap.reception.actions import plans
from satuatap.reception.forms import MobileStopForm, QuotaForm, RoomsForm, RotaForm
from satuatap.reception.groups import groups, name_of
from satuatap.reception.models import Capacity, MobileStop, RotaEntry
from satuatap.reception.places_left import taken_at_stops
from satuatap.reception.presence import presence_of
from satuatap.reception.reading import day_or_404, own_office, rooms_of, today_at

PLAN = Permission.PLAN_RECEPTION
MOST_SHOWN = 60


@gate(PLAN)
@require_GET
def rota(request):
    """Who sits where in the week of `?minggu=`, and which desk is there today."""
    office = own_office(request.user, PLAN)
    return _rota(request, office, RotaForm(office=office))


def _rota(request, office, form, status=200):
    today = today_at(office, timezone.now())
    monday = _monday(request.GET.get("minggu"), today)
    entries = RotaEntry.objects.filter(
        office=office, day__gte=monday, day__lt=monday + timedelta(days=7)
    ).select_related("desk", "officer")
    address = reverse("reception:rota")
    context = {
        "office": office, "form": form, "entries": entries.order_by("day", "desk", "officer__full_name"),
        "monday": monday, "today": today, "presence": presence_of(office, today),
        "before": f"{address}?minggu={monday - timedelta(days=7)}",
        "after": f"{address}?minggu={monday + timedelta(days=7)}",
    }  # fmt: skip
    return render(request, "reception/rota.html", context, status=status)


def _monday(text, today) -> date:
    day = day_or_404(text) if text else today
    return day - timedelta(days=day.weekday())


@gate(PLAN)
@require_POST
def put_on_rota(request):
    """An officer sits there on that day."""
    office = own_office(request.user, PLAN)
    form = RotaForm(request.POST, office=office)
    if not form.is_valid():
        return _rota(request, office, form, status=422)
    plans.put_on_rota(by=request.user, office=office, **form.cleaned_data)
    return redirect(f"{reverse('reception:rota')}?minggu={form.cleaned_data['day']}")


@gate(PLAN)
@require_POST
def take_off_rota(request, entry_id):
    """She does not sit there after all."""
    entry = get_object_or_404(RotaEntry.objects.select_related("office", "officer"), pk=entry_id)
    day = entry.day
    plans.take_off_rota(by=request.user, entry=entry)
    return redirect(f"{reverse('reception:rota')}?minggu={day}")


@gate(PLAN)
@require_POST
def presence(request, desk_id, state):
    """A desk is there today, or not."""
    office = own_office(request.user, PLAN)
    desk = get_object_or_404(Desk.objects.select_related("office"), pk=desk_id, office=office)
    if state not in ("ada", "tidak-ada"):
        raise Http404
    plans.say_presence(
        by=request.user, desk=desk, day=today_at(office, timezone.now()), is_here=state == "ada"
    )
    return redirect("reception:rota")


@gate(PLAN)
@require_GET
def plan(request):
    """Quotas of appointments and stops of the mobile service."""
    office = own_office(request.user, PLAN)
    return _plan(request, office)


def _plan(request, office, status=200, **forms):
    now = timezone.now()
    today, rooms = today_at(office, now), rooms_of(office)
    made = {
        "quota_form": QuotaForm(), "stop_form": MobileStopForm(),
        "rooms_form": RoomsForm(initial={"rooms": "\n".join(rooms)}), **forms,
    }  # fmt: skip
    stops = MobileStop.objects.coming(now).filter(office=office).select_related("village__parent")
    stops = list(stops.order_by("day", "opens", "id")[:MOST_SHOWN])
    taken = taken_at_stops(stops)
    rows = list(Capacity.objects.filter(office=office).order_by("group", "day"))
    every_day = {row.group: row.places for row in rows if row.day is None}
    context = {
        "office": office, **made,
        "form": next((one for one in made.values() if one.is_bound), made["stop_form"]),
        "usual": [(one, every_day.get(one.code, one.quota)) for one in groups().values()],
        "special": [(row.day, name_of(row.group), row.places)
                    for row in rows if row.day and row.day >= today][:MOST_SHOWN],
        "stops": [(stop, taken.get(stop.pk, 0)) for stop in stops],
    }  # fmt: skip
    return render(request, "reception/plan.html", context, status=status)


@gate(PLAN)
@require_POST
def set_quota(request):
    """How many appointments a group takes."""
    office = own_office(request.user, PLAN)
    form = QuotaForm(request.POST)
    if not form.is_valid():
        return _plan(request, office, status=422, quota_form=form)
    plans.set_quota(by=request.user, office=office, **form.cleaned_data)
    messages.success(request, _("Kuota sudah diubah."))
    return redirect("reception:plan")


@gate(PLAN)
@require_POST
def add_stop(request):
    """The service comes to a village."""
    office = own_office(request.user, PLAN)
    form = MobileStopForm(request.POST)
    if not form.is_valid():
        return _plan(request, office, status=422, stop_form=form)
    plans.add_stop(by=request.user, office=office, **form.cleaned_data)
    return redirect("reception:plan")


@gate(PLAN)
@require_http_methods(["GET", "POST"])
def call_off_stop(request, stop_id):
    """It does not come after all: says how many have booked, then does it."""
    office, now = own_office(request.user, PLAN), timezone.now()
    coming = MobileStop.objects.coming(now).filter(office=office)
    stop = get_object_or_404(coming.select_related("office", "village__parent"), pk=stop_id)
    if request.method == "POST":
        plans.call_off_stop(by=request.user, stop=stop, now=now)
        messages.success(
            request, _("Layanan keliling ditiadakan. Pemegang kode membacanya di halaman janjinya.")
        )
        return redirect("reception:plan")
    context = {"stop": stop, "taken": taken_at_stops([stop]).get(stop.pk, 0)}
    return render(request, "reception/call_off.html", context)


@gate(PLAN)
@require_POST
def name_rooms(request):
    """The rooms to which the front desk calls."""
    office = own_office(request.user, PLAN)
    form = RoomsForm(request.POST)
    if not form.is_valid():
        return _plan(request, office, status=422, rooms_form=form)
    rooms = form.cleaned_data["rooms"]
    plans.name_rooms(by=request.user, office=office, rooms=rooms, now=timezone.now())
    messages.success(request, _("Nama ruang sudah diubah."))
    return redirect("reception:plan")
