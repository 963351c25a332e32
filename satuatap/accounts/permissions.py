"""Who may do what with accounts and roles; every rule answers ALLOWED or says why not."""

from django.utils.translation import gettext as _

from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import Permission, Reach, Role, roles_of_this_world
from satuatap.common.rules import ALLOWED, Rule
from satuatap.places.models import Area, Desk, Office

# What an administrator may have without seeing a personal file.
WITHOUT_FILES = frozenset(
    {
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_OFFICES,
        Permission.READ_AUDIT,
        Permission.READ_CATALOGUE,
        Permission.READ_FIGURES,
    }
)
GIVEN_ELSEWHERE = frozenset({"national"})  # `manage.py give_national_role`


def own_offices(admin: User) -> tuple[str, ...]:
    """Ids of the offices whose people this administrator manages."""
    return admin.offices_with(Permission.MANAGE_PEOPLE)


def region_of(office: Office) -> str:
    """The regency in which an office lies, or the province of a province's office (code)."""
    return ".".join(office.area_id.split(".")[:2])


def own_regions(admin: User) -> set[str]:
    """Codes of the areas in which this administrator may give roles."""
    return {region_of(office) for office in Office.objects.filter(pk__in=own_offices(admin))}


def roles_to_give() -> dict[str, Role]:
    """The roles that an office's administrator may give, by code."""
    return {
        code: role for code, role in roles_of_this_world().items() if code not in GIVEN_ELSEWHERE
    }


@Rule
def add_person(admin: User, office: Office):
    """A new account belongs to an office of the administrator."""
    if str(office.pk) not in own_offices(admin):
        return _("Kantor ini tidak Anda kelola.")
    return ALLOWED


@Rule
def change_account(admin: User, person: User):
    """Close an account or make a paper code: for people of the own offices, not for oneself."""
    if person.pk == admin.pk:
        return _("Untuk akun Anda sendiri, mintalah kepada administrator lain.")
    if str(person.home_office_id) not in own_offices(admin):
        return _("Akun ini dikelola oleh kantor lain.")
    if not person.is_active:
        return _("Akun ini sudah ditutup.")
    return ALLOWED


@Rule
def give_role(admin: User, person: User, role: str, place: Office | Desk | Area):
    """A role is given to somebody else, at a place that the administrator manages."""
    if person.pk == admin.pk:
        return _("Anda tidak dapat memberi peran kepada diri sendiri. Minta administrator lain.")
    if not person.is_active:
        return _("Akun ini sudah ditutup.")
    if role not in roles_to_give():
        return _("Peran ini tidak diberikan di sini.")
    if not _is_place_of(admin, roles_to_give()[role], place):
        return _("Tempat ini tidak Anda kelola.")
    if _mixes_keys_and_files(person, role):
        return _(
            "Administrator tidak memegang peran yang membuka berkas orang. "
            "Akhiri dulu peran yang lain, atau pilih petugas lain."
        )
    return ALLOWED


@Rule
def end_role(admin: User, assignment: Assignment):
    """A role at an own place is ended, never one's own."""
    if assignment.user_id == admin.pk:
        return _("Peran Anda sendiri diakhiri oleh administrator lain.")
    if assignment.office_id:
        inside = str(assignment.office_id) in own_offices(admin)
    else:
        inside = str(assignment.user.home_office_id) in own_offices(admin)
    return ALLOWED if inside else _("Peran ini diberikan oleh kantor lain.")


def _is_place_of(admin, role, place) -> bool:
    if role.reach is Reach.OFFICE:
        return isinstance(place, Office) and str(place.pk) in own_offices(admin)
    if role.reach is Reach.DESK:
        return isinstance(place, Desk) and str(place.office_id) in own_offices(admin)
    if not isinstance(place, Area):
        return False
    return any(f"{place.pk}.".startswith(f"{region}.") for region in own_regions(admin))


def _mixes_keys_and_files(person, role) -> bool:
    """Would one person both give roles and see files?"""
    known = roles_of_this_world()
    held = {row["role"] for row in person.roles} | {role}
    permissions = frozenset().union(*(known[code].permissions for code in held))
    return Permission.MANAGE_PEOPLE in permissions and bool(permissions - WITHOUT_FILES)
