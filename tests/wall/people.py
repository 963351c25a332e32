"""Who acts in each column of the truth table: the cast, the named services, and nobody."""

from dataclasses import dataclass

from satuatap.accounts.models import User
from satuatap.accounts.roles import Reach, roles_of_this_world
from satuatap.common.acting import NOBODY, Actor, service_actor
from tests.wall.laying import DESK, Ground
from tests.wall.truth import SERVICES

CAST = {
    "administration": {
        "front_desk": "dewi", "placement_officer": "lestari", "verifier": "ratna",
        "head_of_centre": "endang", "village_officer": "joko", "trainer": "sri",
        "planner": "arif", "monitoring_reader": "mega", "national": "bayu",
        "data_protection": "made", "administrator": "tini",
    },
    "protection": {
        "counsellor": "wulan", "supervisor": "indah", "partner": "maria",
        "data_protection": "made", "administrator": "tini",
    },
}  # fmt: skip
TWICE = {  # all that can be held at one office, held at two offices of the district
    "administration": (
        "front_desk", "placement_officer", "head_of_centre", "verifier", "trainer",
        "data_protection", "administrator",
    ),
    "protection": ("counsellor", "supervisor", "partner", "data_protection", "administrator"),
}  # fmt: skip


@dataclass(frozen=True)
class Acting:
    """One column's actor while it asks about some places; a secret opens one place at a time."""

    column: str
    actor: Actor
    places: frozenset[str] | None = None  # None: all


def everyone(world: str, ground: Ground) -> list[Acting]:
    """Every column of the truth table as an actor with its real context."""
    people = User.objects.with_roles()
    found = [
        Acting(column, people.get(username=name).actor) for column, name in CAST[world].items()
    ]
    found.append(Acting("both_offices", officer_of_two(world, ground)))
    found.append(Acting("anonymous", NOBODY))
    for name in SERVICES:
        found += _as_service(name, ground)
    return found + _with_anothers_code(ground)


def _with_anothers_code(ground):
    """A service that holds a code which is another service's matter opens nothing with it."""
    plain = service_actor("other_service")
    return [
        Acting("other_service", plain.presenting(codes["own"])) for codes in ground.codes.values()
    ]


def _as_service(name, ground):
    """A service without a secret in hand, or with the one of the own row, or of a letter."""
    codes, plain = ground.codes.get(name, {}), service_actor(name)
    special = [place for place in codes if place in ("own", "not_issued")]
    if not special:
        return [Acting(name, plain)]
    elsewhere = frozenset({"not_issued"}) if "not_issued" in special else frozenset()
    acts = [Acting(name, plain.presenting(codes["own"]), _all_but(elsewhere))]
    for place in elsewhere:
        acts.append(Acting(name, plain.presenting(codes[place]), frozenset({place})))
    return acts


def _all_but(places):
    from tests.wall.truth import PLACES

    return frozenset(PLACES) - places


def officer_of_two(world: str, ground: Ground) -> Actor:
    """A person with the same roles at the first office and at its neighbour."""
    offices: dict[str, tuple[str, ...]] = {}
    desks: dict[str, tuple[str, ...]] = {}
    both = tuple(str(ground.offices[name].pk) for name in ("own", "near"))
    tables = tuple(str(ground.desks[name, DESK].pk) for name in ("own", "near"))
    for code in TWICE[world]:
        role = roles_of_this_world()[code]
        for permission in role.permissions:
            if role.reach is Reach.DESK:
                desks[str(permission)] = tables
            else:
                offices[str(permission)] = both
    person = {"administration": "rudi", "protection": "maria"}[world]
    return Actor(person=User.objects.get(username=person).pk, offices=offices, desks=desks)
