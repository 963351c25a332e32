"""Screens of places: suggestions while typing, what the public may read, and settings."""

import re
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.common.gates import gate, open_page
from satuatap.common.reference import read_toml, reference_folder
from satuatap.places import actions, forms
from satuatap.places.calendars import local_date
from satuatap.places.fields import OFFERED
from satuatap.places.models import Area, Centre, Desk, Institution, Level, Office
from satuatap.places.models.areas import CODE
from satuatap.places.models.offices import Weekday

MANAGE_OFFICES = "manage_offices"
TAKEN_BACK = timedelta(
    days=366
)  # promised days follow a day off that has passed, so it can be mended
INPUT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
PUBLIC_SHELLS = {"protection": "common/neutral.html", "administration": "common/public.html"}


# --- finding an area by typing ------------------------------------------------------------------


@open_page("the list of villages is public, and forms of the public ask for it too")
@require_GET
def villages(request):
    """Suggestions for a village: radios for a form, or a page of its own."""
    return _suggestions(request, (Level.VILLAGE,))


@open_page("the list of areas is public")
@require_GET
def areas(request):
    """Suggestions for an area of any level."""
    return _suggestions(request, tuple(Level))


def _suggestions(request, levels):
    asked = request.GET.get("nama", "")
    name = asked if INPUT_NAME.fullmatch(asked) else "q"
    text = (request.GET.get(f"{name}_text") or request.GET.get("q") or "").strip()
    within = request.GET.get("dalam", "")
    found = Area.objects.matching(
        text,
        levels=levels,
        within=within if CODE.fullmatch(within) else None,
        limit=OFFERED + 1,
    )
    shown = {"name": name, "text": text, "offered": found[:OFFERED], "more": found[OFFERED:]}
    if request.headers.get("HX-Request") and name != "q":
        return render(request, "places/_areas.html", shown)
    return render(request, "places/areas.html", {**shown, "shell": _public_shell()})


# --- what the public may read -------------------------------------------------------------------


@open_page("people must find the office before they have an account")
@require_GET
def offices(request):
    """The offices of this installation, and the known centres by province."""
    shown = {
        "shell": _public_shell(),
        "offices": Office.objects.installed().with_area(),
        "centres": Centre.objects.public().by_province(),
        "collected_on": _centres_collected_on(),
    }
    return render(request, "places/offices.html", shown)


@open_page("address, hours and desks of an office are public")
@require_GET
def office(request, code):
    """One office: where it is, when it is open, which desk is there."""
    found = get_object_or_404(Office.objects.for_a_page(), code=code)
    today = local_date(timezone.now(), found.zone)
    shown = {
        "shell": _public_shell(),
        "office": found,
        "desks": found.desks.for_a_page(),
        "closures": found.closures.filter(date__gte=today)[:20],
    }
    return render(request, "places/office.html", shown)


def _public_shell():
    return PUBLIC_SHELLS[settings.WORLD]


@cache
def _centres_collected_on():
    return read_toml(reference_folder() / "centres.toml")["as_of"]


# --- settings -----------------------------------------------------------------------------------


@gate(MANAGE_OFFICES)
@require_GET
def manage_offices(request):
    """One's own offices first, then those to which people are referred."""
    found = Office.objects.managed_by(request.actor).with_area().order_by("-is_installed", "name")
    return render(request, "places/manage_offices.html", {"offices": found})


@gate(MANAGE_OFFICES)
@require_GET
def known_centres(request):
    """The known centres with source and date, plans included: for staff."""
    found = Centre.objects.by_province()
    return render(request, "places/known_centres.html", {"centres": found})


@gate(MANAGE_OFFICES)
@require_GET
def manage_office(request, code):
    """One office with its desks, hours and closures, each with the way to change it."""
    found = get_object_or_404(_managed(request).for_a_page(), code=code)
    desks = {desk.institution: desk for desk in found.desks.for_a_page()}
    today = local_date(timezone.now(), found.zone)
    shown = {
        "office": found,
        "desks": [(kind, desks.get(kind.value)) for kind in Institution],
        "closures": found.closures.filter(date__gte=today - TAKEN_BACK),
        "closure_form": forms.ClosureForm(),
    }
    return render(request, "places/manage_office.html", shown)


@gate(MANAGE_OFFICES)
@require_http_methods(["GET", "POST"])
def edit_office(request, code=None):
    """A new office, or the facts of one."""
    found = get_object_or_404(_managed(request), code=code) if code else None
    form = forms.OfficeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        actions.save_office(office=saved)
        messages.success(request, _("%(office)s disimpan.") % {"office": saved.name})
        return redirect("places:manage_office", saved.code)
    title = _("Ubah kantor") if found else _("Tambah kantor")
    back = (
        reverse("places:manage_office", args=[code]) if found else reverse("places:manage_offices")
    )
    return _form_page(request, form, title, back)


@gate(MANAGE_OFFICES)
@require_http_methods(["GET", "POST"])
def edit_desk(request, code, institution):
    """How one institution is there in this office; the desk is made when it is first said."""
    if institution not in Institution.values:
        raise Http404
    found = get_object_or_404(_managed(request), code=code)
    desk = found.desks.filter(institution=institution).first()
    desk = desk or Desk(office=found, institution=institution)
    form = forms.DeskForm(request.POST or None, instance=desk)
    if request.method == "POST" and form.is_valid():
        actions.save_desk(desk=form.save(commit=False))
        messages.success(request, _("Loket disimpan."))
        return redirect("places:manage_office", code)
    title = _("Loket %(name)s") % {"name": Institution(institution).label.lower()}
    return _form_page(request, form, title, reverse("places:manage_office", args=[code]))


@gate(MANAGE_OFFICES)
@require_http_methods(["GET", "POST"])
def edit_hours(request, code):
    """The opening hours of a week."""
    found = get_object_or_404(_managed(request), code=code)
    rows = {hours.weekday: hours for hours in found.hours.all()}
    days = [
        forms.DayForm(request.POST or None, instance=rows.get(day), weekday=day, prefix=str(day))
        for day in Weekday.values
    ]
    if request.method == "POST" and all([day.is_valid() for day in days]):
        open_days = [day.as_row_of(found) for day in days if not day.is_closed]
        actions.set_opening_hours(office=found, hours=open_days)
        messages.success(request, _("Jam buka disimpan."))
        return redirect("places:manage_office", code)
    wrong = any(day.errors for day in days) if request.method == "POST" else False
    return render(request, "places/hours.html", {"office": found, "days": days, "wrong": wrong})


@gate(MANAGE_OFFICES)
@require_POST
def close_days(request, code):
    """Close the office on one or several days."""
    found = get_object_or_404(_managed(request), code=code)
    form = forms.ClosureForm(request.POST)
    if not form.is_valid():
        back = reverse("places:manage_office", args=[code])
        return _form_page(request, form, _("Hari tutup"), back)
    actions.close_office(office=found, **form.cleaned_data)
    messages.success(request, _("Hari tutup dicatat. Pengunjung membacanya di halaman kantor."))
    return redirect("places:manage_office", code)


@gate(MANAGE_OFFICES)
@require_POST
def reopen_day(request, code, day):
    """Take back the closure of one day."""
    found = get_object_or_404(_managed(request), code=code)
    actions.reopen_office(office=found, day=day)
    messages.success(request, _("Hari tutup dihapus."))
    return redirect("places:manage_office", code)


def _managed(request):
    return Office.objects.managed_by(request.actor)


def _form_page(request, form, title, back):
    return render(request, "places/form.html", {"form": form, "page_title": title, "back": back})
