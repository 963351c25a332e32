"""Moves of the whole file: finish, return to her, hold, resume, hand on; the note of a talk."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import ALL, Permission
from satuatap.applications import actions, permissions
from satuatap.applications.forms.desk import HandForm, HoldForm, InterviewForm
from satuatap.applications.reading.queue import address_of
from satuatap.applications.views.desk.showing import (
    chosen_tab,
    done,
    left,
    show_file,
    step_or_404,
    step_to_move,
)
from satuatap.common.gates import gate
from satuatap.common.workflow import MoveRefused

AT_A_DESK = [role.code for role in ALL if Permission.WORK_AT_DESK in role.permissions]


@gate(Permission.WORK_AT_DESK)
@require_POST
def finish(request, step_id):
    """This desk's part is done; the next file of the queue comes up."""
    found = step_to_move(request.user, step_id)
    try:
        actions.finish_step(by=request.user, step=found, now=timezone.now())
    except MoveRefused as refused:
        return done(request, step_or_404(request.user, step_id), warned=refused.messages[0])
    return left(request, found, said=_("Bagian loket ini selesai."))


@gate(Permission.WORK_AT_DESK)
@require_POST
def return_to_her(request, step_id):
    """She reads what to mend; the desk waits."""
    found = step_or_404(request.user, step_id)
    try:
        actions.return_step(by=request.user, step=found, now=timezone.now())
    except MoveRefused as refused:
        return done(request, found, warned=refused.messages[0])
    return left(request, found, said=_("Dikembalikan. Pemohon membaca apa yang perlu dibawa."))


@gate(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def hold(request, step_id):
    """Put the file aside, with a reason."""
    found = step_or_404(request.user, step_id)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            actions.hold_step(by=request.user, step=found, now=timezone.now(), **form.cleaned_data)
        except MoveRefused as refused:
            return done(request, found, warned=refused.messages[0])
        return left(request, found, said=_("Berkas ditunda."))
    context = {"form": form, **_beside(request, found)}
    return render(request, "applications/hold.html", context)


@gate(Permission.WORK_AT_DESK)
@require_POST
def resume(request, step_id):
    """Take up again what was put aside."""
    found = step_or_404(request.user, step_id)
    moved = actions.resume_step(by=request.user, step=found, now=timezone.now())
    return done(request, step_or_404(request.user, moved.pk), said=_("Berkas dilanjutkan."))


@gate(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def hand(request, step_id):
    """Give the file to a colleague of the same desk, or back to all of them."""
    found = step_or_404(request.user, step_id)
    permissions.hand_step.check(request.user, found)
    colleagues = officers_of(found.desk)
    others = [one for one in colleagues if one.pk != found.assigned_to_id]
    form = HandForm(
        request.POST or None, colleagues=others, everybody=found.assigned_to_id is not None
    )
    if form.is_valid():
        actions.hand_to_colleague(
            by=request.user, step=found, colleague=form.chosen, now=timezone.now()
        )
        return done(request, found, said=_("Berkas diserahkan."))
    context = {"form": form, "is_alone": not form.fields["colleague"].choices}
    return render(request, "applications/hand.html", context | _beside(request, found))


def officers_of(desk) -> list[User]:
    """Everybody who works at this desk now, by name, with their roles."""
    running = Assignment.objects.running().filter(desk=desk, role__in=AT_A_DESK)
    people = User.objects.with_roles().filter(pk__in=running.values("user"), is_active=True)
    return list(people.order_by("full_name", "pk"))


@gate(Permission.WORK_AT_DESK)
@require_POST
def note_interview(request, step_id):
    """The talk took place: alone, or not. Nothing else is kept."""
    found, now = step_or_404(request.user, step_id), timezone.now()
    form = InterviewForm(request.POST)
    if not form.is_valid():
        return show_file(request, found, now, status=422, interview=form)
    moved = actions.note_interview(
        by=request.user, step=found, held_alone=form.cleaned_data["alone"]
    )
    return done(request, step_or_404(request.user, moved.pk), said=_("Wawancara dicatat."))


def _beside(request, found):
    return {"step": found, "back_url": address_of(found.pk, chosen_tab(request).code)}
