"""Planning: the rota of a week, quotas of appointments, stops of the mobile service."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Desk
from satuatap.reception.actions import plans
from satuatap.reception.forms import MobileStopForm, QuotaForm, RotaForm
from satuatap.reception.groups import groups, name_of
from satuatap.reception.models import Capacity, MobileStop, RotaEntry
from satuatap.reception.presence import presence_of
from satuatap.reception.reading import own_office, today_at

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
    try:
        day = date.fromisoformat(text) if text else today
        return day - timedelta(days=day.weekday())
    except (ValueError, OverflowError):
        raise Http404 from None


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
    return _plan(request, office, QuotaForm(), MobileStopForm())


def _plan(request, office, quota_form, stop_form, status=200):
    today = today_at(office, timezone.now())
    rows = list(Capacity.objects.filter(office=office).order_by("group", "day"))
    every_day = {row.group: row.places for row in rows if row.day is None}
    context = {
        "office": office, "quota_form": quota_form, "stop_form": stop_form,
        "form": quota_form if quota_form.is_bound else stop_form,
        "usual": [(one, every_day.get(one.code, one.quota)) for one in groups().values()],
        "special": [(row.day, name_of(row.group), row.places)
                    for row in rows if row.day and row.day >= today][:MOST_SHOWN],
        "stops": MobileStop.objects.filter(office=office, day__gte=today)
        .select_related("village__parent").order_by("day", "opens", "id")[:MOST_SHOWN],
    }  # fmt: skip
    return render(request, "reception/plan.html", context, status=status)


@gate(PLAN)
@require_POST
def set_quota(request):
    """How many appointments a group takes."""
    office = own_office(request.user, PLAN)
    form = QuotaForm(request.POST)
    if not form.is_valid():
        return _plan(request, office, form, MobileStopForm(), status=422)
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
        return _plan(request, office, QuotaForm(), form, status=422)
    words = dict(form.cleaned_data)
    if not MobileStop.objects.filter(pk=words["once"]).exists():
        plans.add_stop(by=request.user, office=office, **words)
    return redirect("reception:plan")


@gate(PLAN)
@require_POST
def remove_stop(request, stop_id):
    """It does not come after all."""
    office = own_office(request.user, PLAN)
    stop = get_object_or_404(MobileStop.objects.select_related("office"), pk=stop_id, office=office)
    try:
        plans.remove_stop(by=request.user, stop=stop)
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("reception:plan")
