"""Centres with desks, opening hours and officers, laid as the owner; and how work is spread."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password

from demo.cast import PASSWORD
from demo.generating import figures
from demo.generating.ids import new_id
from demo.generating.names import draw_name
from demo.generating.working_days import WorkingDays
from satuatap.accounts.models import Assignment, User
from satuatap.applications.clocks import calendar_of_desk
from satuatap.places.models import Area, Desk, Institution, Level, Office, OpeningHours, TimeZone
from satuatap.places.models.desks import Presence

WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
AT_THE_OFFICE = {"front_desk": 2, "placement_officer": 2, "head_of_centre": 1, "administrator": 1,
                 "data_protection": 1}  # fmt: skip
IN_PROTECTION = {"counsellor": 2, "supervisor": 1, "administrator": 1, "data_protection": 1}
AT_A_DESK = 2
# Incomplete centres are the rule: how the institutions are there, centre by centre.
PRESENCE = [
    {},
    {"kepolisian": Presence.ROTA, "perbankan": Presence.REMOTE},
    {"kesehatan": Presence.ROTA, "kepolisian": Presence.REMOTE, "keimigrasian": Presence.REFER},
]
ROTA = {"kepolisian": [1, 3], "kesehatan": [0, 2, 4]}
BEGAN = datetime.datetime(2019, 12, 2, 1, tzinfo=datetime.UTC)


@dataclass
class DeskAtWork:
    """One desk as the walks need it; an absent institution's work is closed by the placement officer."""

    id: str
    days: WorkingDays
    officers: list[str]
    is_absent: bool


@dataclass
class Centre:
    """One office as the lives need it: ids are texts, `villages` codes of its regency."""

    id: str
    weight: float
    villages: list[str]
    days: WorkingDays | None = None
    front: list[str] = field(default_factory=list)
    placement: list[str] = field(default_factory=list)
    desks: dict[str, DeskAtWork] = field(default_factory=dict)


def weights() -> dict[str, float]:
    """The weight of every regency by code, the heaviest first."""
    codes = Area.objects.current().filter(level=Level.REGENCY).values_list("code", flat=True)
    of_province: dict[str, list[str]] = {}
    for code in sorted(codes):
        of_province.setdefault(code[:2], []).append(code)
    others = [code for code in of_province if code not in figures.BY_PROVINCE]
    found = {}
    for province, regencies in of_province.items():
        share = figures.BY_PROVINCE.get(province, figures.OTHER_PROVINCES / max(len(others), 1))
        counted = {code: figures.BY_DISTRICT.get(code, 0) for code in regencies}
        rest = max(share - sum(counted.values()), share / 4) / len(regencies)
        found.update({code: count + rest for code, count in counted.items()})
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def lay_centres(seed: int, count: int) -> list[Centre]:
    """The heaviest regencies get a centre each, with everybody who works there."""
    chance = random.Random(f"{seed}/centres")  # noqa: S311  a seed is the point
    chosen = list(weights().items())[:count]
    password = make_password(PASSWORD)
    return [
        _centre(chance, number, code, weight, password)
        for number, (code, weight) in enumerate(chosen)
    ]


def _id(chance):
    return new_id(chance, int(BEGAN.timestamp()))


def _centre(chance, number, code, weight, password) -> Centre:
    area = Area.objects.get(pk=code)
    office = Office.objects.create(
        id=_id(chance), code=f"contoh-{code.replace('.', '')}", name=f"LTSA Contoh {area.name}",
        kind=Office.Kind.SERVICE_CENTRE, area=area, time_zone=_zone(code), is_installed=True,
        address=f"Jalan Contoh {number + 1}, {area.name}",
    )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(id=_id(chance), office=office, weekday=day,
                     opens=datetime.time(8), closes=datetime.time(15, 30))
        for day in range(5)
    )  # fmt: skip
    desks = [_desk(chance, office, one, number) for one in Institution.values]
    Desk.objects.bulk_create(desks)
    people = _Officers(chance, office, password)
    roles = AT_THE_OFFICE if settings.WORLD == "administration" else IN_PROTECTION
    staff = {role: [people.add(role) for _ in range(many)] for role, many in roles.items()}
    at_desk = {desk.institution: _verifiers(people, desk) for desk in desks}
    people.save()
    if settings.WORLD != "administration":
        return Centre(str(office.pk), weight, [])
    villages = Area.objects.current().filter(level=Level.VILLAGE, code__startswith=f"{code}.")
    centre = Centre(
        str(office.pk), weight, list(villages.order_by("pk").values_list("pk", flat=True))
    )
    centre.front, centre.placement = staff["front_desk"], staff["placement_officer"]
    for desk in desks:
        officers = at_desk[desk.institution]
        centre.desks[desk.institution] = DeskAtWork(
            str(desk.pk), WorkingDays(calendar_of_desk(desk)),
            officers or centre.placement, not officers,
        )  # fmt: skip
    centre.days = centre.desks["ketenagakerjaan"].days
    return centre


def _desk(chance, office, institution, number) -> Desk:
    presence = PRESENCE[number % len(PRESENCE)].get(institution, Presence.PRESENT)
    return Desk(
        id=_id(chance), office=office, institution=institution, presence=presence,
        rota_weekdays=ROTA[institution] if presence == Presence.ROTA else [],
        refer_to="Kantor imigrasi terdekat (contoh)" if presence == Presence.REFER else "",
    )  # fmt: skip


def _verifiers(people, desk) -> list[str]:
    if not desk.is_here or settings.WORLD != "administration":
        return []
    return [people.add("verifier", desk) for _ in range(AT_A_DESK)]


class _Officers:
    """Accounts of one office, saved together; user names such as `depan1.3212`."""

    def __init__(self, chance, office, password):
        self.chance, self.office, self.password = chance, office, password
        self.users, self.assignments, self.counts = [], [], {}

    def add(self, role, desk=None) -> str:
        word = desk.institution if desk else role
        self.counts[word] = self.counts.get(word, 0) + 1
        sex = "female" if self.chance.random() < 0.5 else "male"
        user = User(
            id=_id(self.chance), full_name=draw_name(self.chance, sex), home_office=self.office,
            username=f"{word}{self.counts[word]}.{self.office.code.removeprefix('contoh-')}",
            password=self.password, is_demo=True, created_at=BEGAN,
        )  # fmt: skip
        self.users.append(user)
        self.assignments.append(
            Assignment(id=_id(self.chance), user=user, role=role, office=self.office, desk=desk,
                       starts_at=BEGAN)
        )  # fmt: skip
        return str(user.pk)

    def save(self):
        User.objects.bulk_create(self.users)
        Assignment.objects.bulk_create(self.assignments)


def _zone(code: str) -> str:
    province = code[:2]
    if province in WIT:
        return TimeZone.WIT
    return TimeZone.WITA if province in WITA else TimeZone.WIB
