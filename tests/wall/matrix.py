"""Compares what the database answers with the truth table, cell by cell."""

from dataclasses import dataclass

from tests.wall import asking
from tests.wall.laying import ME, Ground
from tests.wall.people import Acting
from tests.wall.public import TABLES as PUBLIC
from tests.wall.truth import Truth

VERBS = ("read", "update", "delete", "insert", "move", "link", "halt")
LINKS = {  # parents that may change
    ("applications_application", "link"): ("letter_id", "letters_letter"),
    ("applications_application", "halt"): ("stopped_by_id", "applications_destinationstop"),
    ("reception_ticket", "link"): ("desk_id", "places_desk"),
}
# whither a row could be carried
TARGETS = {"other_office": "near", "other_area": "far", "referral": "referral"}


@dataclass(frozen=True)
class Difference:
    """One cell in which the database says otherwise."""

    table: str
    verb: str
    place: str
    column: str
    database: bool

    def __str__(self):
        says = "yes" if self.database else "no"
        return f"{self.column}: {self.verb} {self.table} in {self.place}: the database says {says}"


class Matrix:
    """The truth table of one world, asked over one ground. `by` stands in for nobody's name."""

    def __init__(self, truth: Truth, ground: Ground, people: list[Acting], by):
        self.truth, self.ground, self.people, self.by = truth, ground, people, by
        self.cells = 0

    def differences(self, table: str, verbs=VERBS):
        """Every cell of one table that the database answers otherwise, one after the other."""
        for person in self.people:
            if person.tables is not None and table not in person.tables:
                continue
            with asking.acts(person.actor):
                for verb in verbs:
                    yield from self._compare(person, table, verb)

    def _compare(self, person, table, verb):
        asked = self.truth.places(table, verb)
        if person.places is not None:
            asked = [place for place in asked if place in person.places]
        if not asked:
            return
        got = getattr(self, f"_{verb}")(person, table, asked)
        wanted = self.truth.yes(table, verb, person.column)
        self.cells += len(asked)
        for place in asked:
            if (place in got) != (place in wanted):
                yield Difference(table, verb, place, person.column, place in got)

    def _read(self, person, table, places):
        return self._with_mine(person, table, asking.seen(table))

    def _update(self, person, table, places):
        return self._with_mine(person, table, asking.changed(table))

    def _with_mine(self, person, table, ids):
        mine = self.ground.mine[table].get(person.actor.person)
        return self._places(table, ids) | ({"own_name"} if mine in ids else set())

    def _delete(self, person, table, places):
        return self._places(table, asking.removed(table))

    def _places(self, table, ids):
        known = self.ground.place_of(table)
        return {known[key] for key in ids if key in known}

    def _insert(self, person, table, places):
        offered = self.ground.candidates[table]
        return {
            place
            for place in places
            if any(asking.lets_in(table, self.named(table, row, person)) for row in offered[place])
        }

    def _move(self, person, table, places):
        return {place for place in places if self._moves(table, place)}

    def _moves(self, table, place):
        if table == "places_office":  # becomes one that works with the system
            return asking.links(table, self.ground.id(table, place), "is_installed", True)
        target = self.ground.offices[TARGETS[place]].pk
        if table in PUBLIC:  # where everybody reads, the one row can be named
            return asking.links(table, self.ground.id(table, "own"), "office_id", target)
        return asking.carries(table, "office_id", target)

    def _link(self, person, table, places):
        return self._links(table, "link", places)

    def _halt(self, person, table, places):
        return self._links(table, "halt", places)

    def _links(self, table, verb, places):
        column, parent = LINKS[table, verb]
        return {
            place
            for place in places
            if self._links_to(table, column, self.ground.id(parent, place))
        }

    def _links_to(self, table, column, parent):
        """The own row by its id, or every row that can be reached without naming one."""
        own = self.ground.id(table, "own")
        return asking.links(table, own, column, parent) or asking.carries(table, column, parent)

    def named(self, table, row, person):
        """The row with the acting person where it says who did it."""
        somebody = None if table == "accounts_auditentry" else self.by
        me = person.actor.person or somebody
        return {name: me if value is ME else value for name, value in row.items()}
