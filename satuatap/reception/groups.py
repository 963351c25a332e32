"""Purpose groups, needs and reasons: what `reference/reception/` lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder
from satuatap.places.models.desks import Institution

PRIVATE = "informasi"  # constraints of the database name it, so the file may not rename it


@dataclass(frozen=True)
class Group:
    """One neutral purpose group. `quota`: appointments a day; `public_share`: percent of it."""

    code: str
    letter: str
    name: str
    desks: tuple[str, ...]
    minutes: int
    quota: int
    public_share: int
    private: bool = False

    def shown(self, number: int) -> str:
        """A number as it is called: "A-014"."""
        return f"{self.letter}-{number:03d}"


@dataclass(frozen=True)
class Need:
    """What somebody needs or wishes today; `goes_first`: is called before the others."""

    code: str
    name: str
    goes_first: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a number was called before its turn."""

    code: str
    name: str


def groups_file():
    """The file of the groups."""
    return reference_folder() / "reception" / "groups.toml"


def needs_file():
    """The file of the needs, the rule and the reasons."""
    return reference_folder() / "reception" / "needs.toml"


def _entries(path, table: str, kind):
    entries = read_toml(path).get(table, {})
    if not entries:
        raise ReferenceError(path, table, "is empty")
    made = {}
    for code, values in entries.items():
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        try:
            made[code] = kind(code=code, **values)
        except TypeError as error:
            raise ReferenceError(path, f"{table}.{code}", str(error)) from None
    return made


@cache
def groups() -> dict[str, Group]:
    """All purpose groups by code, in the order of the file."""
    path = groups_file()
    origin_of(path)
    made = _entries(path, "groups", Group)
    _check_groups(path, made)
    return made


def _check_groups(path, made):
    letters = [group.letter for group in made.values()]
    for code, group in made.items():
        place = f"groups.{code}"
        if not (len(group.letter) == 1 and group.letter.isascii() and group.letter.isupper()):
            raise ReferenceError(path, place, "letter must be one capital letter")
        if letters.count(group.letter) > 1:
            raise ReferenceError(path, place, f"letter {group.letter} stands there twice")
        if unknown := set(group.desks) - set(Institution.values):
            raise ReferenceError(path, place, f"unknown desk {sorted(unknown)}")
        if group.private != (code == PRIVATE):
            raise ReferenceError(path, place, f"exactly the group {PRIVATE} is private")
        if group.private and group.desks:
            raise ReferenceError(path, place, "a private group is called by the front desk only")
        if not (0 <= group.public_share <= 100 and group.quota >= 0 and group.minutes > 0):
            raise ReferenceError(path, place, "minutes, quota or public_share make no sense")
    if PRIVATE not in made:
        raise ReferenceError(path, "groups", f"the group {PRIVATE} is missing")


@cache
def needs() -> dict[str, Need]:
    """All needs and wishes by code."""
    origin_of(needs_file())
    return _entries(needs_file(), "needs", Need)


@cache
def reasons() -> dict[str, Reason]:
    """All reasons for calling a number before its turn."""
    origin_of(needs_file())
    return _entries(needs_file(), "reasons", Reason)


@cache
def first_needs() -> tuple[str, ...]:
    """Codes of the needs that are called first."""
    return tuple(need.code for need in needs().values() if need.goes_first)


@cache
def order_rule() -> str:
    """The rule of calling, as it is shown on the page."""
    rule = read_toml(needs_file()).get("rule", "")
    if not rule:
        raise ReferenceError(needs_file(), "rule", "is missing")
    return rule


def shown_number(group: str, number: int) -> str:
    """A number as it is called; a group that the file no longer has keeps its number."""
    known = groups().get(group)
    return known.shown(number) if known else f"{number:03d}"


def name_of(group: str) -> str:
    """The group in words, for staff."""
    known = groups().get(group)
    return f"{known.letter} · {known.name}" if known else group
