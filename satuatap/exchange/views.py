"""Screens of the room: the lists of a system, the copy-out sheet, down and up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.applications.models import Step
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.exchange import actions
from satuatap.exchange.facts import file_of, shown
from satuatap.exchange.forms import NoteForm
from satuatap.exchange.reading import (
    DOWN,
    TO_TYPE,
    WAITING,
    chosen,
    counts,
    page_of,
    running_outages,
)
from satuatap.exchange.sheets import systems
from satuatap.places.calendars import local_date
from satuatap.places.models import Office


def _office(request):
    mine = request.user.offices_with(Permission.COPY_OUT)
    return get_object_or_404(Office.objects.filter(pk__in=mine).order_by("name")[:1])


def _system(code):
    if code not in systems():
        raise Http404
    return systems()[code]


@gate(Permission.COPY_OUT)
@require_GET
def all_systems(request):
    """The outside systems, whether they are down, and how much waits in each list."""
    office = _office(request)
    down = running_outages(office)
    rows = [
        {"system": system, "outage": down.get(code), "counts": counts(office, code)}
        for code, system in systems().items()
    ]
    return render(request, "exchange/list.html", {"office": office, "rows": rows})


@gate(Permission.COPY_OUT)
@require_GET
def steps(request, system):
    """One list of a system: to type, waiting for its answer, or stuck while it is down."""
    office, found = _office(request), _system(system)
    which = request.GET.get("lihat", TO_TYPE)
    if which not in (TO_TYPE, WAITING, DOWN):
        raise Http404
    rows, after = page_of(chosen(office, system, which), request.GET.get("sesudah", ""))
    for row in rows:
        row.answer_words = found.answers[row.answer].label if row.answer in found.answers else ""
    return render(request, "exchange/steps.html", {
        "system": found,
        "which": which,
        "steps": rows,
        "next_url": f"?lihat={which}&sesudah={after}" if after else "",
        "first_url": f"?lihat={which}" if "sesudah" in request.GET else "",
        "outage": running_outages(office).get(system),
        "counts": counts(office, system),
    })  # fmt: skip


def _step_or_404(request, system, step_id):
    """An open step of the own office that is typed in this system."""
    files = Step.objects.open().filter(office=_office(request)).select_related(
        "application__worker__village__parent__parent__parent", "application__job_order__agency",
        "application__office", "desk",
    )  # fmt: skip
    return get_object_or_404(files, pk=step_id, system=system)


@gate(Permission.COPY_OUT, reading_is_an_event=True)
@require_http_methods(["GET", "POST"])
def sheet(request, system, step_id):
    """What is on file in the order of the system's screens; the status is noted back here."""
    found, step = _system(system), _step_or_404(request, system, step_id)
    today = local_date(timezone.now(), step.application.office.zone)
    form = NoteForm(request.POST or None, system=found, today=today)
    if form.is_valid():
        actions.note_status(by=request.user, step=step, system=system, **form.cleaned_data)
        messages.success(request, _("Status dicatat."))
        return redirect("exchange:steps", system)
    actions.open_sheet(by=request.user, step=step)
    file = file_of(step.application)
    screens = [
        (screen.title, [(field, *shown(file, field)) for field in screen.fields])
        for screen in found.screens
    ]
    notes = step.status_notes.filter(system=system).select_related("by").order_by("-at")[:10]
    for note in notes:
        note.words = found.answers[note.answer].label if note.answer in found.answers else ""
    context = {"system": found, "step": step, "screens": screens, "form": form, "notes": notes}
    return render(request, "exchange/sheet.html", context)


@gate(Permission.COPY_OUT)
@require_POST
def down(request, system):
    """The system cannot be used: files that wait for it are held together."""
    found, office = _system(system), _office(request)
    try:
        actions.say_down(by=request.user, office=office, system=system, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(
            request, _("Gangguan %(system)s dicatat. Pemohon membacanya di halaman lacak.")
            % {"system": found.name},
        )  # fmt: skip
    return redirect(f"{reverse('exchange:steps', args=[system])}?lihat={DOWN}")


@gate(Permission.COPY_OUT)
@require_POST
def up(request, system):
    """It works again: they go on together."""
    _system(system)
    outage = running_outages(_office(request)).get(system)
    if outage is None:
        raise Http404
    try:
        actions.say_up(by=request.user, outage=outage, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(
            request, _("Berkas yang menunggu kembali ke loketnya. Ketik dari yang tertua.")
        )
    return redirect("exchange:steps", system)
