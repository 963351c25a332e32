"""The front desk: issue numbers, see the day, call to a room, close."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Desk
from satuatap.reception import permissions
from satuatap.reception.actions import appointments, calls, plans, tickets
from satuatap.reception.forms import CallForm, CodeForm, ForwardForm, TicketForm
from satuatap.reception.groups import groups, order_rule
from satuatap.reception.models import Screen, Ticket
from satuatap.reception.presence import presence_of
from satuatap.reception.reading import (
    front_queues,
    group_or_404,
    own_office,
    rooms_of,
    running_calls,
    stranded,
    ticket_or_404,
    tickets_page,
    today_at,
)
from satuatap.workers.models import Worker

RECEIVE = Permission.RECEIVE_VISITORS


@gate(RECEIVE)
@require_GET
def day(request):
    """The day's numbers, the queues of the front desk, and a form for the next visitor."""
    office = own_office(request.user, RECEIVE)
    return _day(request, office, TicketForm(office=office), CodeForm())


def _day(request, office, form, code_form, status=200):
    today = today_at(office, timezone.now())
    presence = presence_of(office, today)
    found, last = tickets_page(office, today, request.GET.get("sesudah", ""))
    first = reverse("reception:tickets")
    context = {
        "office": office, "day": today, "ticket_form": form, "code_form": code_form,
        "groups": groups().values(), "queues": front_queues(office, today),
        "calls": running_calls(office, today), "tickets": found, "rule": order_rule(),
        "may_plan": permissions.plan.allows(request.user, office),
        "rooms": rooms_of(office), "presence": presence,
        "stranded": stranded(office, today, presence),
        "next_url": f"{first}?{urlencode({'sesudah': last})}" if last else "",
        "first_url": first if request.GET.get("sesudah") else "",
        "form": form if form.is_bound else code_form,
    }  # fmt: skip
    return render(request, "reception/day.html", context, status=status)


@gate(RECEIVE)
@require_POST
def issue(request):
    """The next number of the group whose button was pressed."""
    office = own_office(request.user, RECEIVE)
    form = TicketForm(request.POST, office=office)
    if not form.is_valid():
        return _day(request, office, form, CodeForm(), status=422)
    return _issued(request, office, form)


def _issued(request, office, form, **more):
    told = dict(form.cleaned_data)
    once, group, channel = told.pop("once"), told.pop("group"), told.pop("channel")
    ticket = tickets.issue_ticket(
        by=request.user, office=office, group=group, now=timezone.now(), once=once,
        channel=channel, told=told | more,
    )  # fmt: skip
    return redirect("reception:slip", ticket.pk)


@gate(RECEIVE)
@require_http_methods(["GET", "POST"])
def for_worker(request, worker_id):
    """A number for somebody whose file is open; the link ends at closing time."""
    worker = get_object_or_404(Worker.objects.select_related("office"), pk=worker_id)
    permissions.receive.check(request.user, worker.office)
    form = TicketForm(request.POST or None, office=worker.office, initial={
        "sex": worker.sex, "area": worker.village_id,
    })  # fmt: skip
    if form.is_valid():
        return _issued(request, worker.office, form, worker=worker)
    context = {"ticket_form": form, "form": form, "worker": worker, "groups": groups().values()}
    return render(
        request, "reception/for_worker.html", context, status=422 if form.is_bound else 200
    )


@gate(RECEIVE)
@require_GET
def slip(request, ticket_id):
    """The number on paper, and nothing else."""
    return render(request, "reception/slip.html", {"ticket": ticket_or_404(ticket_id)})


@gate(RECEIVE)
@require_GET
def ticket(request, ticket_id):
    """One number: where it stands and what may be done with it."""
    return _show(request, ticket_or_404(ticket_id))


def _show(request, found: Ticket, status=200, **forms):
    at_room = found.desk is None
    forms.setdefault("call_form", CallForm(rooms=rooms_of(found.office) if at_room else ()))
    forms.setdefault("forward_form", ForwardForm(ticket=found))
    context = {
        "ticket": found,
        "may_call": permissions.call_for.allows(request.user, found.office, found.desk),
        "may_forward": permissions.forward.allows(request.user, found),
        "at_front": True,
        "deed_url": "reception:deed",
        **forms,
    }
    return render(request, "reception/ticket.html", context, status=status)


@gate(RECEIVE)
@require_POST
def deed(request, ticket_id, name):
    """Do one thing with a number."""
    found = ticket_or_404(ticket_id)
    plain = {"pergi": tickets.leave, "kembali": tickets.come_back, **PLAIN}
    return do(request, found, name, plain, back="reception:tickets", show=_show)


PLAIN = {
    "lagi": calls.call_again,
    "layani": calls.serve,
    "selesai": calls.finish,
    "tidak-datang": calls.did_not_come,
}


def do(request, found, name, plain, *, back, show):
    """Call, forward, or one of the plain deeds; who comes second reads what has changed."""
    now, by = timezone.now(), request.user
    rooms = rooms_of(found.office) if found.desk is None and name == "panggil" else ()
    call_form, forward_form = (
        CallForm(request.POST, rooms=rooms),
        ForwardForm(request.POST, ticket=found),
    )
    try:
        if name == "panggil" and call_form.is_valid():
            calls.call_number(by=by, ticket=found, now=now, **call_form.cleaned_data)
        elif name == "teruskan" and forward_form.is_valid():
            tickets.forward(by=by, ticket=found, now=now, desk=forward_form.cleaned_data["desk"])
        elif name in plain:
            plain[name](by=by, ticket=found, now=now)
        elif name in ("panggil", "teruskan"):
            return show(request, found, status=422)
        else:
            raise Http404
    except calls.NeedsReason as refused:
        call_form.add_error("reason", refused.messages[0])
        return show(request, found, status=422, call_form=call_form, form=call_form)
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect(back)


@gate(RECEIVE)
@require_POST
def call_next(request, group):
    """Call the first of a group to a room."""
    office, kind = own_office(request.user, RECEIVE), group_or_404(group)
    form = CallForm(request.POST, rooms=rooms_of(office))
    room = form.cleaned_data.get("room", "") if form.is_valid() else ""
    try:
        calls.call_next(
            by=request.user, office=office, group=kind.code, room=room, now=timezone.now()
        )
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("reception:tickets")


@gate(RECEIVE)
@require_POST
def check_in(request):
    """An appointment has come: it becomes a number."""
    office = own_office(request.user, RECEIVE)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            found = appointments.check_in(
                by=request.user, office=office, code=form.cleaned_data["code"], now=timezone.now()
            )
            return redirect("reception:slip", found.pk)
        except MoveRefused as refused:
            form.add_error("code", refused.messages[0])
    return _day(request, office, TicketForm(office=office), form, status=422)


@gate(RECEIVE)
@require_http_methods(["GET", "POST"])
def close(request):
    """Closing time: says what is erased, then does it."""
    office = own_office(request.user, RECEIVE)
    if request.method == "POST":
        tickets.close_day(by=request.user, office=office, now=timezone.now())
        messages.success(
            request, _("Keterangan hari ini sudah dihapus. Nomor dan waktu tetap sebagai angka.")
        )
        return redirect("reception:tickets")
    return render(request, "reception/close.html", {"office": office})


@gate(RECEIVE)
@require_POST
def presence(request, desk_id, state):
    """A desk is there today, or has just left."""
    office = own_office(request.user, RECEIVE)
    desk = get_object_or_404(Desk.objects.select_related("office"), pk=desk_id, office=office)
    if state not in ("ada", "tidak-ada"):
        raise Http404
    plans.say_presence(
        by=request.user, desk=desk, day=today_at(office, timezone.now()), is_here=state == "ada"
    )
    return redirect("reception:tickets")


@gate(RECEIVE)
@require_POST
def send_on(request, desk_id):
    """Who waits for a desk that is not there goes to another one."""
    office = own_office(request.user, RECEIVE)
    desk = get_object_or_404(Desk.objects.select_related("office"), pk=desk_id, office=office)
    try:
        tickets.send_on(by=request.user, desk=desk, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, refused.messages[0])
    return redirect("reception:tickets")


@gate(RECEIVE)
@require_http_methods(["GET", "POST"])
def screens(request):
    """The addresses of the display and the tablet; a fresh key closes the old ones."""
    office = own_office(request.user, RECEIVE)
    if request.method == "POST":
        plans.open_screen(by=request.user, office=office, now=timezone.now())
        messages.success(request, _("Alamat layar baru sudah dibuat. Buka alamat ini di layar."))
        return redirect("reception:screens")
    screen = Screen.objects.current().filter(office=office).first()
    addresses = [
        (words, request.build_absolute_uri(reverse(name, args=[office.code, screen.key])))
        for words, name in (
            (_("Layar panggilan"), "reception:display"),
            (_("Tablet kesan pengunjung"), "reception:impression"),
        )
    ] if screen else []  # fmt: skip
    made_on = today_at(office, screen.made_at) if screen else None
    return render(request, "reception/screens.html", {
        "screen": screen, "addresses": addresses, "made_on": made_on,
    })  # fmt: skip
