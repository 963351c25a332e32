"""What an administrator does: accounts, roles and paper codes of the own offices' people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit, paper_codes, permissions
from satuatap.accounts.models import Assignment, PaperCode, Session, User
from satuatap.common import endings
from satuatap.places.models import Area, Desk, Office

PERSON_ADDED = audit.verb("person_added", _("menambah petugas"))
ROLE_GIVEN = audit.verb("role_given", _("memberi peran"))
ROLE_ENDED = audit.verb("role_ended", _("mengakhiri peran"))
ACCOUNT_CLOSED = audit.verb("account_closed", _("menutup akun"))
PAPER_CODE_MADE = audit.verb("paper_code_made", _("membuat kode kertas"))

PAPER_CODE_LASTS = timedelta(days=7)


@transaction.atomic
def add_person(*, by: User, username: str, full_name: str, home_office: Office) -> User:
    """A new account without password and without role."""
    permissions.add_person.check(by, home_office)
    person = User.objects.create_user(username, full_name=full_name, home_office=home_office)
    audit.record(PERSON_ADDED, by=by, about=person, office=home_office)
    return person


@transaction.atomic
def give_role(
    *,
    by: User,
    person: User,
    role: str,
    place: Office | Desk | Area,
    ends_at: datetime | None = None,
) -> Assignment:
    """Give a role at an office, a desk or in an area; it holds from the next request on."""
    person = User.objects.select_for_update().get(pk=person.pk)
    permissions.give_role.check(by, person, role, place)
    where: dict = {"office": None, "desk": None, "area": None}
    if isinstance(place, Desk):
        where |= {"desk": place, "office": place.office}
    else:
        where["area" if isinstance(place, Area) else "office"] = place
    given = Assignment.objects.create(user=person, role=role, given_by=by, ends_at=ends_at, **where)
    audit.record(ROLE_GIVEN, by=by, about=person, office=where["office"], reason=role)
    return given


@transaction.atomic
def end_role(*, by: User, assignment: Assignment, now: datetime) -> None:
    """End a role at once; one that has ended stays as it is."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    permissions.end_role.check(by, assignment)
    if assignment.ends_at and assignment.ends_at <= now:
        return
    assignment.ends_at = max(now, assignment.starts_at)
    assignment.save(update_fields=["ends_at"])
    audit.record(
        ROLE_ENDED,
        by=by,
        about=assignment.user,
        office=assignment.office_id,
        reason=assignment.role,
    )


@transaction.atomic
def make_paper_code(*, by: User, person: User, lost_phone: bool, now: datetime) -> str:
    """A one-time code to hand over on paper; an earlier one no longer works."""
    person = User.objects.select_for_update().get(pk=person.pk)
    permissions.change_account.check(by, person)
    code = issue_paper_code(person=person, made_by=by, lost_phone=lost_phone, now=now)
    reason = "phone_lost" if lost_phone else ""
    audit.record(PAPER_CODE_MADE, by=by, about=person, office=person.home_office_id, reason=reason)
    return code


def issue_paper_code(*, person: User, made_by: User | None, lost_phone: bool, now: datetime) -> str:
    """Write the code's hash and return the code; who may do so was asked before."""
    earlier = PaperCode.objects.filter(user=person, used_at=None, replaced_at=None)
    earlier.update(replaced_at=now)
    code = paper_codes.new_code()
    PaperCode.objects.create(
        user=person,
        code_hash=paper_codes.digest(person, code),
        made_by=made_by,
        ends_at=now + PAPER_CODE_LASTS,
        removes_second_factor=lost_phone,
    )
    return code


@transaction.atomic
def close_account(*, by: User, person: User, now: datetime) -> None:
    """Close an account for good: roles and sessions end, the person is out at the next request."""
    person = User.objects.select_for_update().get(pk=person.pk)
    permissions.change_account.check(by, person)
    shut(person, now)
    audit.record(ACCOUNT_CLOSED, by=by, about=person, office=person.home_office_id)
    endings.note("account_closed", str(person.pk))


def shut(person: User, now: datetime) -> None:
    """The rows of a closed account; also applied again after a restore."""
    person.is_active, person.closed_at = False, now
    person.set_unusable_password()
    person.save(update_fields=["is_active", "closed_at", "password"])
    for assignment in person.assignments.running():
        assignment.ends_at = max(now, assignment.starts_at)
        assignment.save(update_fields=["ends_at"])
    Session.objects.filter(user=person).delete()
    PaperCode.objects.filter(user=person, used_at=None, replaced_at=None).update(replaced_at=now)
