"""Screens of the room: the list, an agency, a job order, and the forms to write and compare."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.paging import uuid_or_none
from satuatap.common.workflow import MoveRefused
from satuatap.directory import actions, permissions, reading
from satuatap.directory.destinations import destination_name
from satuatap.directory.forms import AgencyForm, CheckForm, JobOrderForm
from satuatap.directory.models import Agency, JobOrder
from satuatap.directory.models.agencies import agency_key
from satuatap.places.calendars import local_date
from satuatap.places.models import Desk, Office

PER_PAGE = 25
MOST_ORDERS = 100
PEOPLE = ("office", "entered_by", "checked_by")


@gate(Permission.READ_DIRECTORY)
@require_GET
def agencies(request):
    """The agencies that this office has on its list, by name."""
    office, offices = _reading_office(request)
    text = request.GET.get("q", "").replace("\0", "").strip()[:160]
    rows = Agency.objects.filter(office=office).select_related("checked_by")
    if agency_key(text):
        rows = rows.named_like(text)
    last = uuid_or_none(request.GET.get("sesudah"))
    before = Agency.objects.only("name_key").filter(pk=last).first() if last else None
    found = list(rows.after(before)[: PER_PAGE + 1])
    today = local_date(timezone.now(), office.zone)
    return render(request, "directory/agencies.html", {
        "agencies": [(row, reading.why_agency_not_usable(row, today)) for row in found[:PER_PAGE]],
        "office": office,
        "offices": offices,
        "text": text,
        "not_safe": reading.FOUND_IS_NOT_SAFE,
        "may_keep": permissions.keep.allows(request.user, office),
        **_pager(request, found),
    })  # fmt: skip


def _reading_office(request):
    """The office of `?kantor=` (a code) among the reader's own, else the first of them."""
    actor, name = request.user.actor, str(Permission.READ_DIRECTORY)
    at_desk = Desk.objects.filter(pk__in=actor.desks.get(name, ())).values("office")
    own = Office.objects.filter(pk__in=actor.offices.get(name, ())) | Office.objects.filter(
        pk__in=at_desk
    )
    offices = list(own.order_by("name", "pk"))
    code = request.GET.get("kantor")
    for office in offices:
        if not code or office.code == code:
            return office, offices
    raise Http404


def _pager(request, found):
    """Addresses of the next and the first page; empty where there is none."""
    kept = {key: request.GET[key] for key in ("kantor", "q") if request.GET.get(key)}
    here = reverse("directory:agencies")
    first = f"{here}?{urlencode(kept)}" if kept else here
    onward = urlencode({**kept, "sesudah": found[PER_PAGE - 1].pk}) if len(found) > PER_PAGE else ""
    return {
        "next_url": f"{here}?{onward}" if onward else "",
        "first_url": first if request.GET.get("sesudah") else "",
    }


@gate(Permission.READ_DIRECTORY)
@require_GET
def agency(request, agency_id):
    """One agency: its licence, what speaks against it today, its job orders."""
    found = _agency(agency_id)
    today = local_date(timezone.now(), found.office.zone)
    orders = list(JobOrder.objects.of(found)[:MOST_ORDERS])
    return render(request, "directory/agency.html", {
        "agency": found,
        "why_not": reading.why_agency_not_usable(found, today),
        "not_safe": reading.FOUND_IS_NOT_SAFE,
        "orders": [
            (order, destination_name(order.destination), reading.why_order_not_usable(order, today))
            for order in orders
        ],
        **_deeds(request, found),
    })  # fmt: skip


def _agency(agency_id) -> Agency:
    return get_object_or_404(Agency.objects.select_related(*PEOPLE), pk=agency_id)


def _order(order_id) -> JobOrder:
    rows = JobOrder.objects.select_related(*PEOPLE, "agency")
    return get_object_or_404(rows, pk=order_id)


def _deeds(request, entry) -> dict:
    """What this person may do with an entry now, and the sentence why she cannot compare it."""
    return {
        "may_correct": permissions.correct.allows(request.user, entry),
        "why_no_check": permissions.check.why_not(request.user, entry),
        "check_form": CheckForm(initial={"revision": entry.revision}),
    }


@gate(Permission.READ_DIRECTORY)
@require_GET
def job_order(request, order_id):
    """One job order: what it asks for, what it pays, what speaks against it today."""
    found = _order(order_id)
    today = local_date(timezone.now(), found.office.zone)
    return render(request, "directory/job_order.html", {
        "order": found,
        "destination": destination_name(found.destination),
        "why_not": reading.why_not_usable(found, today),
        "not_safe": reading.FOUND_IS_NOT_SAFE,
        **_deeds(request, found),
    })  # fmt: skip


@gate(Permission.KEEP_DIRECTORY)
@require_http_methods(["GET", "POST"])
def enter_agency(request):
    """A new agency on the list of the own office."""
    offices = Office.objects.filter(pk__in=request.user.offices_with(Permission.KEEP_DIRECTORY))
    if code := request.GET.get("kantor", "").replace("\0", ""):
        offices = offices.filter(code=code)
    office = get_object_or_404(offices.order_by("name", "pk")[:1])
    now = timezone.now()
    form = AgencyForm(
        request.POST or None, today=local_date(now, office.zone),
        initial={"status": Agency.Status.UNKNOWN, "seen_on": local_date(now, office.zone)},
    )  # fmt: skip
    return _write(request, form, _("Catat P3MI"), reverse("directory:agencies"),
                  lambda: actions.enter_agency(by=request.user, office=office, now=now,
                                               once=form.cleaned_data["once"], **form.words))  # fmt: skip


@gate(Permission.KEEP_DIRECTORY)
@require_http_methods(["GET", "POST"])
def correct_agency(request, agency_id):
    """Other words for an agency."""
    found, now = _agency(agency_id), timezone.now()
    permissions.correct.check(request.user, found)
    form = AgencyForm(
        request.POST or None, today=local_date(now, found.office.zone), initial=AgencyForm.of(found)
    )
    return _write(request, form, _("Betulkan P3MI"), found.get_absolute_url(),
                  lambda: actions.correct_agency(by=request.user, agency=found, now=now,
                                                 revision=_revision(form), **form.words))  # fmt: skip


@gate(Permission.KEEP_DIRECTORY)
@require_http_methods(["GET", "POST"])
def enter_job_order(request, agency_id):
    """A new job order of an agency."""
    found, now = _agency(agency_id), timezone.now()
    permissions.correct.check(request.user, found)
    today = local_date(now, found.office.zone)
    start = {"status": JobOrder.Status.OPEN, "scheme": JobOrder.Scheme.P2P, "seen_on": today}
    form = JobOrderForm(request.POST or None, today=today, initial=start)
    return _write(request, form, _("Catat job order"), found.get_absolute_url(),
                  lambda: actions.enter_job_order(by=request.user, agency=found, now=now,
                                                  once=form.cleaned_data["once"], **form.words))  # fmt: skip


@gate(Permission.KEEP_DIRECTORY)
@require_http_methods(["GET", "POST"])
def correct_job_order(request, order_id):
    """Other words for a job order."""
    found, now = _order(order_id), timezone.now()
    permissions.correct.check(request.user, found)
    form = JobOrderForm(
        request.POST or None,
        today=local_date(now, found.office.zone),
        initial=JobOrderForm.of(found),
    )
    return _write(request, form, _("Betulkan job order"), found.get_absolute_url(),
                  lambda: actions.correct_job_order(by=request.user, job_order=found, now=now,
                                                    revision=_revision(form), **form.words))  # fmt: skip


def _revision(form) -> int:
    return form.cleaned_data["revision"] or 0


def _write(request, form, title, back, write):
    """Show the form, or write and go to the entry; a wrong form is shown again."""
    if form.is_valid():
        try:
            return redirect(write())
        except MoveRefused as changed:
            form.add_error(None, changed.messages)
        except ValidationError as wrong:
            form.add_error(None, wrong)
    shown = {"form": form, "page_title": title, "back": back}
    return render(request, "directory/write.html", shown, status=422 if form.is_bound else 200)


@gate(Permission.KEEP_DIRECTORY)
@require_POST
def check_agency(request, agency_id):
    """Somebody who did not write it has compared it with its source."""
    found = _agency(agency_id)
    return _compare(request, found, lambda revision, now: actions.check_agency(
        by=request.user, agency=found, now=now, revision=revision))  # fmt: skip


@gate(Permission.KEEP_DIRECTORY)
@require_POST
def check_job_order(request, order_id):
    """Somebody who did not write it has compared it with its source."""
    found = _order(order_id)
    return _compare(request, found, lambda revision, now: actions.check_job_order(
        by=request.user, job_order=found, now=now, revision=revision))  # fmt: skip


def _compare(request, entry, check):
    form = CheckForm(request.POST)
    try:
        check(form.cleaned_data["revision"] if form.is_valid() else -1, timezone.now())
    except MoveRefused as changed:
        messages.warning(request, " ".join(changed.messages))
    else:
        messages.success(request, _("Sudah dicocokkan hari ini."))
    return redirect(entry)
