"""People of an office: accounts, roles, codes on paper. Other offices' people do not exist here."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from satuatap.accounts import permissions
from satuatap.accounts.actions import people as actions
from satuatap.accounts.forms.people import AddPersonForm, GiveRoleForm, PaperCodeOrderForm
from satuatap.accounts.models import User
from satuatap.accounts.roles import Permission
from satuatap.accounts.views.posting import posted
from satuatap.common.gates import gate

PAGE = 50


def own_people(admin):
    """Everyone whom this administrator may know of."""
    return User.objects.of_offices(permissions.own_offices(admin)).select_related("home_office")


def own_person(request, person_id):
    """One of them, or the same 404 as for an unknown id."""
    return get_object_or_404(own_people(request.user), pk=person_id)


@gate(Permission.MANAGE_PEOPLE)
@require_GET
def people(request):
    """The people of the own offices, by name."""
    found = own_people(request.user).with_roles().after(request.GET.get("sesudah", ""))
    rows = list(found.order_by("full_name", "pk")[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    context = {
        "people": rows[:PAGE],
        "next_url": f"?sesudah={more}" if more else "",
        "first_url": request.path if "sesudah" in request.GET else "",
    }
    return render(request, "accounts/people.html", context)


@gate(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request):
    """A new account; the way in is a code on paper."""
    form = AddPersonForm(posted(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = actions.add_person(by=request.user, **form.cleaned_data)
        except IntegrityError:  # somebody else took the name in this very moment
            form.add_error("username", _("Nama pengguna ini sudah dipakai. Pilih nama lain."))
        else:
            messages.success(request, _("Akun dibuat. Beri peran, lalu buat kode kertas."))
            return redirect("person", person.pk)
    return render(request, "accounts/add_person.html", {"form": form})


@gate(Permission.MANAGE_PEOPLE)
@require_GET
def person(request, person_id):
    """One person, the roles she holds and held at the own offices, and what can be done."""
    found = own_person(request, person_id)
    context = {
        "person": found,
        "roles": _roles_to_show(request.user, found),
        "why_no_change": permissions.change_account.why_not(request.user, found),
        "is_oneself": found.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", context)


def _roles_to_show(admin, person):
    """Her roles, newest first; of somebody whose home is elsewhere only those of here."""
    own = permissions.own_offices(admin)
    shown = person.assignments.select_related("office", "desk", "area", "given_by", "user")
    if str(person.home_office_id) not in own:
        shown = shown.filter(office__in=own)
    now, rows = timezone.now(), list(shown.order_by("-starts_at"))
    for row in rows:
        row.is_running = row.ends_at is None or row.ends_at > now
        row.may_be_ended = row.is_running and permissions.end_role.allows(admin, row)
    return rows


@gate(Permission.MANAGE_PEOPLE)
@require_GET
def choose_role(request, person_id):
    """Which role?"""
    found = own_person(request, person_id)
    roles = list(permissions.roles_to_give().values())
    return render(request, "accounts/choose_role.html", {"person": found, "roles": roles})


@gate(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request, person_id, code):
    """Where, and until when?"""
    found = own_person(request, person_id)
    role = permissions.roles_to_give().get(code)
    if role is None:
        raise Http404
    form = GiveRoleForm(posted(request), by=request.user, person=found, role=role)
    if request.method == "POST" and form.is_valid() and _is_given(request, found, role, form):
        messages.success(request, _("Peran diberikan: %(role)s.") % {"role": role.name})
        return redirect("person", found.pk)
    context = {"person": found, "role": role, "form": form}
    return render(request, "accounts/give_role.html", context)


def _is_given(request, person, role, form) -> bool:
    place, until = form.cleaned_data["place"], form.cleaned_data["until"]
    try:
        with transaction.atomic():
            actions.give_role(
                by=request.user, person=person, role=role.code, place=place, ends_at=until
            )
    except IntegrityError:  # given by somebody else in this very moment
        form.add_error("place", _("Petugas ini sudah memegang peran itu di sana."))
        return False
    return True


@gate(Permission.MANAGE_PEOPLE)
@require_POST
def end_role(request, person_id, role_id):
    """End a role at once."""
    found = own_person(request, person_id)
    shown = {row.pk: row for row in _roles_to_show(request.user, found)}
    if role_id not in shown:
        raise Http404
    actions.end_role(by=request.user, assignment=shown[role_id], now=timezone.now())
    messages.success(request, _("Peran berakhir: %(role)s.") % {"role": shown[role_id].role_name})
    return redirect("person", found.pk)


@gate(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def make_paper_code(request, person_id):
    """A one-time code; it is shown once, on a page to print."""
    found = own_person(request, person_id)
    permissions.change_account.check(request.user, found)
    form = PaperCodeOrderForm(posted(request))
    if request.method == "POST" and form.is_valid():
        now, lost = timezone.now(), form.cleaned_data["lost_phone"]
        code = actions.make_paper_code(by=request.user, person=found, lost_phone=lost, now=now)
        context = {"person": found, "code": code, "until": now + actions.PAPER_CODE_LASTS}
        return render(request, "accounts/paper_code_sheet.html", context | {"lost_phone": lost})
    return render(request, "accounts/make_paper_code.html", {"person": found, "form": form})


@gate(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request, person_id):
    """Close an account, after asking."""
    found = own_person(request, person_id)
    if request.method == "POST" and not found.is_active:  # pressed twice
        return redirect("person", found.pk)
    permissions.change_account.check(request.user, found)
    if request.method == "POST":
        actions.close_account(by=request.user, person=found, now=timezone.now())
        messages.success(request, _("Akun ditutup."))
        return redirect("person", found.pk)
    return render(request, "accounts/close_account.html", {"person": found})
