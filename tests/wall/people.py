"""Who acts in each column of the truth table: the cast, the named services, and nobody."""

from dataclasses import dataclass, replace

from satuatap.accounts.models import User
from satuatap.accounts.roles import Reach, roles_of_this_world
from satuatap.common.acting import NOBODY, Actor, service_actor
from tests.wall.laying import DESK, Ground
from tests.wall.truth import HELPED, SERVICES

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
OUT_OF_FORCE = ("not_issued", "replaced")  # places whose secret opens nothing any more
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
    tables: frozenset[str] | None = None  # None: all


def everyone(world: str, ground: Ground) -> list[Acting]:
    """Every column of the truth table as an actor with its real context."""
    people = User.objects.with_roles()
    found = [
        Acting(column, people.get(username=name).actor) for column, name in CAST[world].items()
    ]
    found.append(Acting("both_offices", officer_of_two(world, ground)))
    if world == "administration":
        found += [_from_a_village(people, area) for area in ("32.09.11.2001", "32")]
        found.append(_with_the_house(people))
    found.append(Acting("anonymous", NOBODY))
    for name in SERVICES:
        found += _as_service(name, ground)
    return found + _with_anothers_code(ground)


def _from_a_village(people, area):
    """A village officer whose area is smaller or larger than the district of the centre."""
    joko = people.get(username=CAST["administration"]["village_officer"]).actor
    return Acting("village_officer", replace(joko, areas=dict.fromkeys(joko.areas, (area,))))


def _with_the_house(people):
    """An officer of a desk for whom the house opens an application."""
    ratna = people.get(username=CAST["administration"]["verifier"]).actor
    helped = replace(ratna, service="application_walk")
    return Acting(HELPED, helped, tables=frozenset({"applications_application"}))


def _with_anothers_code(ground):
    """A service that holds a code which is another service's matter opens nothing with it."""
    plain = service_actor("other_service")
    return [
        Acting("other_service", plain.presenting(codes["own"])) for codes in ground.codes.values()
    ]


def _as_service(name, ground):
    """A service without a secret in hand, or with the one of the own row, or of a letter."""
    codes, plain = ground.codes.get(name, {}), service_actor(name)
    if "own" not in codes:
        return [Acting(name, plain)]
    elsewhere = frozenset(OUT_OF_FORCE) & frozenset(codes)
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
