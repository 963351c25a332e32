"""Roles in code: what each may do, where it reaches, and whether it needs a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Everything that may be asked of an acting person; policies and gates use these codes."""

    MANAGE_PEOPLE = "manage_people"  # accounts and roles of the own offices
    MANAGE_OFFICES = "manage_offices"  # offices, desks, hours, closures
    READ_AUDIT = "read_audit"  # who did what, without names of the people served
    REGISTER_WORKER = "register_worker"  # make and change a person's entry
    READ_WORKER = "read_worker"  # see a person's entry in the own office
    ADD_DOCUMENT = "add_document"  # scan a paper
    READ_DOCUMENT = "read_document"  # open a scan
    OPEN_APPLICATION = "open_application"  # start a service for a person
    READ_APPLICATION = "read_application"  # see applications of the own office
    WORK_AT_DESK = "work_at_desk"  # decide on documents and finish the desk's step
    DRAFT_LETTER = "draft_letter"
    APPROVE_LETTER = "approve_letter"
    SIGN_LETTER = "sign_letter"
    READ_LETTER = "read_letter"
    READ_CATALOGUE = "read_catalogue"  # services, documents, costs as the centre offers them
    READ_FIGURES = "read_figures"  # protected tables
    RECEIVE_VISITORS = "receive_visitors"  # tickets and appointments at the front desk
    CALL_VISITORS = "call_visitors"  # call the next number to the own desk
    PLAN_RECEPTION = "plan_reception"  # rota, quotas of days, mobile service days
    READ_RECEPTION = "read_reception"  # order book and figures of visitors of the own office
    BOOK_APPOINTMENT = "book_appointment"  # from the village, for somebody who cannot
    READ_DIRECTORY = "read_directory"  # agencies and job orders
    KEEP_DIRECTORY = "keep_directory"  # enter and check them
    CLOSE_ABSENT_STEP = "close_absent_step"  # for an institution that does not sit here
    DECIDE_REVIEW = "decide_review"  # the second person on an appeal
    OVERSEE = "oversee"  # load and time per desk and officer, what is stuck
    SWITCH_SERVICE = "switch_service"  # offer a service or not, stop a destination
    COPY_OUT = "copy_out"  # outside systems by hand
    COUNSEL = "counsel"  # protection: own clients
    SUPERVISE = "supervise"  # protection: the team's clients
    READ_GRANTED = "read_granted"  # protection: exactly what was granted to a partner


class Reach(StrEnum):
    """Where a role is held."""

    OFFICE = "office"
    DESK = "desk"
    AREA = "area"


P = Permission


@dataclass(frozen=True)
class Role:
    """One role of one world."""

    code: str
    name: str
    reach: Reach
    permissions: frozenset[Permission]
    worlds: frozenset[str]
    second_factor: bool = False


def _role(code, name, reach, permissions, *, world="administration", second_factor=False):
    worlds = frozenset(world.split())
    return Role(code, name, reach, frozenset(permissions), worlds, second_factor)


DESK_WORK = {P.WORK_AT_DESK, P.READ_APPLICATION, P.READ_DOCUMENT, P.READ_WORKER, P.READ_CATALOGUE,
             P.CALL_VISITORS, P.READ_DIRECTORY, P.DECIDE_REVIEW}  # fmt: skip

ALL = (
    _role("front_desk", _("Meja depan"), Reach.OFFICE,
          {P.REGISTER_WORKER, P.READ_WORKER, P.ADD_DOCUMENT, P.OPEN_APPLICATION,
           P.READ_APPLICATION, P.READ_CATALOGUE, P.RECEIVE_VISITORS, P.READ_DIRECTORY,
           P.COPY_OUT}),
    _role("placement_officer", _("Pengantar kerja"), Reach.OFFICE,
          {P.REGISTER_WORKER, P.READ_WORKER, P.ADD_DOCUMENT, P.READ_DOCUMENT, P.OPEN_APPLICATION,
           P.READ_APPLICATION, P.DRAFT_LETTER, P.READ_LETTER, P.READ_CATALOGUE,
           P.RECEIVE_VISITORS, P.PLAN_RECEPTION, P.READ_DIRECTORY, P.KEEP_DIRECTORY,
           P.CLOSE_ABSENT_STEP, P.COPY_OUT}),
    _role("verifier", _("Verifikator loket"), Reach.DESK, DESK_WORK),
    _role("head_of_centre", _("Kepala layanan"), Reach.OFFICE,
          {P.READ_WORKER, P.READ_APPLICATION, P.APPROVE_LETTER, P.SIGN_LETTER, P.READ_LETTER,
           P.READ_CATALOGUE, P.READ_FIGURES, P.PLAN_RECEPTION, P.READ_RECEPTION, P.READ_DIRECTORY,
           P.KEEP_DIRECTORY, P.DECIDE_REVIEW, P.OVERSEE, P.SWITCH_SERVICE}),
    _role("village_officer", _("Petugas desa"), Reach.AREA,
          {P.READ_CATALOGUE, P.BOOK_APPOINTMENT}),
    _role("trainer", _("Pelatih"), Reach.OFFICE, {P.READ_CATALOGUE}),
    _role("planner", _("Perencana"), Reach.AREA, {P.READ_FIGURES, P.READ_CATALOGUE}),
    _role("monitoring_reader", _("Pembaca pemantauan"), Reach.AREA, {P.READ_FIGURES}),
    _role("national", _("Petugas nasional"), Reach.AREA, {P.READ_FIGURES}, second_factor=True),
    _role("data_protection", _("Pejabat pelindungan data"), Reach.OFFICE, {P.READ_AUDIT},
          world="administration protection", second_factor=True),
    _role("administrator", _("Administrator"), Reach.OFFICE,
          {P.MANAGE_PEOPLE, P.MANAGE_OFFICES},
          world="administration protection", second_factor=True),
    _role("counsellor", _("Konselor"), Reach.OFFICE, {P.COUNSEL},
          world="protection", second_factor=True),
    _role("supervisor", _("Penyelia"), Reach.OFFICE, {P.SUPERVISE},
          world="protection", second_factor=True),
    _role("partner", _("Mitra"), Reach.OFFICE, {P.READ_GRANTED},
          world="protection", second_factor=True),
)  # fmt: skip

ROLES = {role.code: role for role in ALL}


def roles_of_this_world() -> dict[str, Role]:
    """The roles that can be given in the world of this process, by code."""
    return {code: role for code, role in ROLES.items() if settings.WORLD in role.worlds}
