"""Random people ask random rows; a second implementation of the truth table says what is right.

The reference knows no SQL: it takes each role of a person, finds the place in which a row stands
for that role, and looks the cell up. One statement asks about many rows; every pair of person
and row counts as one probe.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from satuatap.accounts.models import User
from satuatap.accounts.roles import Reach, roles_of_this_world
from satuatap.common.acting import NOBODY, Actor, service_actor
from tests.wall import asking, rooms
from tests.wall.matrix import Matrix
from tests.wall.population import ONCE, Population, Row
from tests.wall.truth import SERVICES

SECRETS = {"tracking": "applications_application", "letter_check": "letters_letter"}
KEYS_OF_AN_OFFICE: set[str] = set()
for one_room in rooms.modules():
    SECRETS |= getattr(one_room, "SECRETS", {})
    KEYS_OF_AN_OFFICE |= getattr(one_room, "KEYS_OF_AN_OFFICE", set())
QUESTIONS = {"read": asking.seen, "update": asking.changed, "delete": asking.removed}


@dataclass
class Asker:
    """A person with random roles, or a service: its context, and its columns with their places."""

    actor: Actor
    roles: list[dict] = field(default_factory=list)
    service: str = ""
    presented: object = None  # id of the row whose code is in hand
    office: object = None  # of that row

    def places_of(self, row: Row, verb: str):
        """(column, place) for every hat that this asker wears."""
        if self.service:
            yield self.service, as_offered(row, verb) or self._place_for_service(row)
        for held in self.roles:
            yield held["role"], as_offered(row, verb) or place_for_role(held, row, verb)

    def _place_for_service(self, row):
        if not row.office.is_installed:
            return "referral"
        if self.service == "tracking":
            return "own" if row.application == self.presented else "other_desk"
        if self.service == "letter_check" and row.table == "letters_letter":
            if row.key != self.presented:
                return "other_office"
            return "own" if row.status == "issued" else "not_issued"
        if self.service in KEYS_OF_AN_OFFICE:
            return "own" if row.office == self.office else "other_office"
        if row.code and row.table == SECRETS.get(self.service) and row.key != self.presented:
            return "other_office"
        return "sealed" if row.is_sealed else "own"


def as_offered(row: Row, verb: str) -> str:
    """The place of a row that nobody may bring in, wherever it belongs; empty for others."""
    if verb == "insert" and row.is_sealed:
        return "sealed"
    if verb == "insert" and row.table == "letters_letter" and row.status != "draft":
        return "not_issued"
    return ""


def place_for_role(held, row: Row, verb: str) -> str:
    """Where this row stands, as somebody sees it who holds this role."""
    office = row.office
    if not office.is_installed:
        return "referral"
    if held["area"]:
        return "own" if office.area_id.startswith(held["area"]) else "other_area"
    if str(office.pk) != held["office"]:
        return "other_office"
    if row.is_sealed:
        return "sealed"
    if row.table == "letters_letter" and verb != "insert" and row.status != "issued":
        return "not_issued"
    return _place_at_desk(held["desk"], row) if held["desk"] else "own"


def _place_at_desk(desk, row):
    """Of the own office: does it lie on this desk now, and is the paper needed there?"""
    kinds = row.lies_on.get(desk)
    if kinds is None:
        return "ended" if desk in row.lay_on else "other_desk"
    return "other_paper" if row.kind and row.kind not in kinds else "own"


class Probes:
    """Asks until enough probes are made; keeps what the database answered otherwise."""

    def __init__(self, matrix: Matrix, people: Population, seed: int):
        self.truth, self.people = matrix.truth, people
        self.random = random.Random(seed)
        self.asked: Counter = Counter()
        self.wrong: list[str] = []

    @property
    def count(self) -> int:
        """How many pairs of asker and row were compared."""
        return self.asked.total()

    def run(self, wanted: int):
        """Ask as one random asker after the other."""
        while self.count < wanted:
            asker = self._somebody()
            with asking.acts(asker.actor):
                for table in self.truth.tables:
                    verb = self.random.choice(("read", "read", "update", "delete"))
                    self._ask_all(asker, table, verb)
                    self._ask_insert(asker, table)

    def _somebody(self) -> Asker:
        if self.random.random() < 0.2:
            return self._some_service(self.random.choice(SERVICES))
        wanted = self.random.choice((1, 1, 2, 3))
        roles = [self._some_role() for _ in range(wanted)]
        user = User(pk=self.random.choice(self.people.ids))
        user.held = roles
        return Asker(user.actor, roles)

    def _some_role(self):
        role = self.random.choice(list(roles_of_this_world().values()))
        office = self.random.choice(self.people.offices)
        held = {"role": role.code, "office": str(office.pk), "desk": None, "area": None}
        if role.reach is Reach.DESK:
            held["desk"] = str(self.random.choice(self.people.desks[office.pk]))
        elif role.reach is Reach.AREA:
            area = self.random.choice(("32", "32.09", "35", "35.04", "11"))
            held |= {"office": None, "area": area}
        return held

    def _some_service(self, name):
        if name == "anonymous":
            return Asker(NOBODY, service=name)
        table = SECRETS.get(name)
        coded = [row for row in self.people.rows[table] if row.code] if table else []
        if not coded:
            return Asker(service_actor(name), service=name)
        row = self.random.choice(coded)
        return Asker(
            service_actor(name).presenting(row.code),
            service=name,
            presented=row.key,
            office=row.office,
        )

    def _may(self, asker, table, verb, row):
        """The reference: may any of the asker's hats do this with the row where it stands?"""
        if verb == "read" and row.whose is not None and row.whose == asker.actor.person:
            return True
        for column, place in asker.places_of(row, verb):
            cells = self.truth.answers.get((table, verb, place))
            if cells is None:  # the table does not tell this place from the own one
                cells = self.truth[table, verb, "own"]
            if cells[column]:
                return True
        return False

    def _ask_all(self, asker, table, verb):
        rows = self.people.rows[table]
        got = QUESTIONS[verb](table)
        for row in rows:
            if (row.key in got) != self._may(asker, table, verb, row):
                self._note(asker, table, verb, row, row.key in got)
        self.asked[table, verb] += len(rows)

    def _ask_insert(self, asker, table):
        if table in ONCE:
            return
        rows = self.people.rows[table]
        for row in self.random.sample(rows, min(2, len(rows))):
            offered = self.people.offer(row, asker.actor.person)
            got = asking.lets_in(table, offered)
            if got != self._may(asker, table, "insert", row):
                self._note(asker, table, "insert", row, got)
            self.asked[table, "insert"] += 1

    def _note(self, asker, table, verb, row, got):
        hats = list(asker.places_of(row, verb))
        self.wrong.append(f"{verb} {table} {row.key}: {hats}: the database says {got}")
