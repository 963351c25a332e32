"""Appointments: from home, from the village, at the counter. Nothing is asked about anybody."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.accounts.wrong_codes import count_wrong_code, has_to_wait
from satuatap.common.codes import in_groups
from satuatap.common.gates import gate, open_page
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Office
from satuatap.reception import permissions
from satuatap.reception.actions import appointments
from satuatap.reception.bring import bring_list, service_name
from satuatap.reception.codes import digest_of
from satuatap.reception.forms import BookForm, CodeForm, StopForm
from satuatap.reception.groups import groups
from satuatap.reception.models import PUBLIC, Appointment, MobileStop
from satuatap.reception.places_left import days_with_places, taken_at_stop
from satuatap.reception.presence import presence_of
from satuatap.reception.reading import absent_desks, group_or_404, own_office, today_at
from satuatap.reception.workflow import AppointmentStatus

BY_CODE = ("code", digest_of)
REASON = "whoever wants to come books a day without an account and without a name"
BOOKING = "janji"  # bookings of one address
WRONG_CODE = "kode-janji"  # codes of one address that led nowhere
Source = Appointment.Source


def _office_or_404(code):
    return get_object_or_404(Office.objects.installed(), code=code)


def _stops(**where):
    stops = MobileStop.objects.coming(timezone.now()).filter(**where)
    return stops.select_related("village__parent", "office").order_by("day", "opens", "id")[:60]


def _way_back(user) -> str:
    """Where staff came from to an appointment; nothing for whoever books from home."""
    if not user.is_authenticated:
        return ""
    if Permission.RECEIVE_VISITORS in user.actor.offices:
        return reverse("reception:tickets")
    return reverse("reception:village") if Permission.BOOK_APPOINTMENT in user.actor.areas else ""


# --- from home ------------------------------------------------------------------------------------


@open_page(REASON, service=PUBLIC)
@require_http_methods(["GET", "POST"])
def offices(request):
    """Where: the offices of this installation, the stops of the mobile service; or by code."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("reception:appointment", form.cleaned_data["code"])
    found = Office.objects.installed().with_area().order_by("name")
    return render(request, "reception/book_office.html", {
        "offices": found, "stops": _stops(), "form": form,
    })  # fmt: skip


@open_page(REASON, service=PUBLIC)
@require_GET
def office_groups(request, office):
    """For what: the neutral groups of one office."""
    found = _office_or_404(office)
    rows = [(one, reverse("reception:book", args=[office, one.code])) for one in groups().values()]
    return render(request, "reception/book_group.html", {
        "office": found, "rows": rows, "shell": "common/public.html",
        "back": reverse("reception:book_office"),
    })  # fmt: skip


@open_page(REASON, service=PUBLIC)
@require_http_methods(["GET", "POST"])
def book(request, office, group):
    """When: the days that still take somebody."""
    if request.method == "POST" and has_to_wait(request, BOOKING):
        return render(request, "reception/book_later.html", status=429)
    back = reverse("reception:book_group", args=[office])
    answer = _book(request, _office_or_404(office), group_or_404(group), Source.PUBLIC, back)
    if answer.status_code == 302:
        count_wrong_code(request, BOOKING)  # thirty bookings from one address, then a wait
    return answer


def _book(request, office, kind, source, back, *, by=None):
    days = days_with_places(office, kind, today_at(office, timezone.now()), source)
    form = BookForm(request.POST or None, days=days, asks_service=not kind.private)
    if form.is_valid():
        try:
            code = appointments.book(
                by=by, office=office, group=kind.code, day=form.cleaned_data["day"],
                now=timezone.now(), source=source, service=form.cleaned_data.get("service", ""),
            )  # fmt: skip
            return redirect("reception:appointment", code)
        except MoveRefused as refused:
            form.add_error("day", refused.messages[0])
    context = {
        "office": office, "group": kind, "days": days, "form": form, "back": back,
        "shell": "common/staff.html" if by else "common/public.html",
    }  # fmt: skip
    return render(request, "reception/book_day.html", context, status=422 if form.is_bound else 200)


@open_page(REASON, service=PUBLIC)
@require_http_methods(["GET", "POST"])
def book_stop(request, stop_id):
    """A place at a stop of the mobile service."""
    coming = MobileStop.objects.coming(timezone.now())
    stop = get_object_or_404(coming.select_related("office", "village__parent"), pk=stop_id)
    if request.method == "POST" and has_to_wait(request, BOOKING):
        return render(request, "reception/book_later.html", status=429)
    form = StopForm(request.POST or None)
    if form.is_valid():
        try:
            told = form.cleaned_data
            code = appointments.book(
                by=None, office=stop.office, group=told["group"], day=stop.day, stop=stop,
                now=timezone.now(), source=Source.PUBLIC, service=told["service"],
            )  # fmt: skip
            count_wrong_code(request, BOOKING)
            return redirect("reception:appointment", code)
        except MoveRefused as refused:
            form.add_error(None, refused.messages[0])
    left = max(stop.places - taken_at_stop(stop), 0)
    context = {
        "stop": stop, "left": left, "form": form,
        "back": _way_back(request.user) or reverse("reception:book_office"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "reception/book_stop.html", context, status=status)


# --- by code --------------------------------------------------------------------------------------


def _by_code(code):
    """The appointment of this code, or None."""
    rows = Appointment.objects.select_related("office", "stop__village")
    return rows.filter(code_hash=digest_of(code)).first()


def _unknown(request):
    """A code that leads nowhere is counted; who guesses waits, and a right code never does."""
    if has_to_wait(request, WRONG_CODE):
        return render(request, "reception/book_later.html", status=429)
    count_wrong_code(request, WRONG_CODE)
    return render(request, "reception/book_unknown.html", status=404)


@open_page(REASON, service=PUBLIC, presents=BY_CODE, reading_is_an_event=True)
@require_http_methods(["GET", "POST"])
def appointment(request, code):
    """Day, office and what to bring; the same page prints as slip and moves the day."""
    found = _by_code(code)
    if found is None:
        return _unknown(request)
    today, kind = today_at(found.office, timezone.now()), groups().get(found.group)
    may_move = found.status == AppointmentStatus.BOOKED and not found.stop_id and kind
    days = days_with_places(found.office, kind, today, found.source) if may_move else []
    days = [(day, places) for day, places in days if day != found.day]
    form = BookForm(request.POST or None, days=days, asks_service=False)
    if form.is_valid():
        return _moved(request, found, code, form)
    return _appointment(request, found, code, form, days, may_move)


def _moved(request, found, code, form):
    try:
        appointments.move(appointment=found, office=found.office, day=form.cleaned_data["day"])
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("reception:appointment", code)


def _appointment(request, found, code, form, days, may_move):
    context = {
        "appointment": found, "code": in_groups(code.upper().replace("-", "")), "form": form,
        "days": days, "may_move": may_move, "plain_code": code,
        "bring": bring_list(found.service_code), "service": service_name(found.service_code),
        "is_booked": found.status == AppointmentStatus.BOOKED,
        "is_called_off": found.status == AppointmentStatus.CALLED_OFF,
        "back": _way_back(request.user),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "reception/appointment.html", context, status=status)


@open_page(REASON, service=PUBLIC, presents=BY_CODE)
@require_POST
def cancel(request, code):
    """Give the place back."""
    found = _by_code(code)
    if found is None:
        return _unknown(request)
    try:
        appointments.cancel(appointment=found)
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("reception:appointment", code)


@open_page("which desk is there today is public, so that nobody comes in vain")
@require_GET
def today(request, office):
    """Who is there today: desks, never names."""
    found = _office_or_404(office)
    day = today_at(found, timezone.now())
    return render(request, "reception/today.html", {
        "office": found, "day": day, "presence": presence_of(found, day),
        "absent": absent_desks(found, day),
    })  # fmt: skip


# --- from the village and at the counter ------------------------------------------------------------


@gate(Permission.BOOK_APPOINTMENT)
@require_GET
def village(request):
    """The centres that serve the officer's villages, group by group."""
    served = [
        office for office in Office.objects.installed().order_by("name")
        if permissions.book_for_a_village.allows(request.user, office)
    ]  # fmt: skip
    return render(request, "reception/village.html", {
        "offices": served, "groups": groups().values(), "stops": _stops(office__in=served),
    })  # fmt: skip


@gate(Permission.BOOK_APPOINTMENT)
@require_http_methods(["GET", "POST"])
def book_from_village(request, office, group):
    """A day for somebody of the village; no name is asked."""
    found = _office_or_404(office)
    permissions.book_for_a_village.check(request.user, found)
    back = reverse("reception:village")
    return _book(request, found, group_or_404(group), Source.VILLAGE, back, by=request.user)


@gate(Permission.RECEIVE_VISITORS)
@require_http_methods(["GET", "POST"])
def book_at_counter(request, group=""):
    """A day for somebody who stands here or calls."""
    office = own_office(request.user, Permission.RECEIVE_VISITORS)
    if not group:
        rows = [
            (one, reverse("reception:book_at_counter", args=[one.code]))
            for one in groups().values()
        ]
        return render(request, "reception/book_group.html", {
            "office": office, "rows": rows, "shell": "common/staff.html",
            "back": reverse("reception:tickets"),
        })  # fmt: skip
    back = reverse("reception:counter_groups")
    return _book(request, office, group_or_404(group), Source.COUNTER, back, by=request.user)
