"""Reads the hand-written tables of who may do what (`truth/`, one file per room)."""

import csv
from pathlib import Path

TABLES = Path(__file__).with_name("truth")
SERVICES = (  # a file that has no column for one answers for it as for `other_service`
    "tracking", "letter_check", "application_walk", "clock_keeper", "other_service",
    "message_sender", "message_writer",
    "reception_display", "reception_public", "reception_keeper",
)  # fmt: skip
HELPED = "helped_verifier"  # asked only of the tables in whose file it has a column
MEANING = {"yes": True, "no": False, "-": None}
PLACES = {
    "own": "of the own office, lying on the own desk now; the code of this row was presented",
    "other_desk": "of the own office, lying on another desk",
    "other_step": "of a file that lies on the own desk, the part of another desk",
    "ended": "of the own office, no longer lying on the own desk",
    "other_paper": "of a person who lies on the own desk, a paper that the desk does not need",
    "already_sent": "a message of the own office that begins its life as sent",
    "not_issued": "a letter of the own office that is approved and not issued",
    "sealed": "an audit entry of the own office with its seal",
    "no_desk": "of the own office, lying on no desk: the front desk's",
    "recorded": "of a person who lies on the own desk, a result that this desk records",
    "replaced": "of the own office, a screen whose key was replaced; that key was presented",
    "own_name": "of the own office, the part of another desk, in the acting person's own name",
    "another_name": "made in another person's name",
    "mixed": "of the own office, with a parent that belongs to another file or office",
    "referral": "of an office that does not work with the system and only receives referrals",
    "other_office": "of another office in the same district",
    "other_area": "of an office in another province",
}
ALWAYS = {"own", "other_office", "other_area"}


class Truth:
    """The answers for one world: `truth[table, verb, place]` is a dict of column to yes or no."""

    def __init__(self, world: str):
        self.world = world
        self.answers: dict[tuple[str, str, str], dict[str, bool | None]] = {}
        self.columns: list[str] = []
        for path in sorted(TABLES.glob("*.csv")):
            self._read(path)

    def _read(self, path):
        with path.open() as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            reader.fieldnames = [name.strip() for name in reader.fieldnames]
            columns = reader.fieldnames[4:]
            self.columns = list(dict.fromkeys([*self.columns, *columns, *SERVICES]))
            for row in reader:
                line = {name: cell.strip() for name, cell in row.items()}
                if line["world"] == self.world:
                    self._take(line, columns)

    def _take(self, line, columns):
        cells = dict.fromkeys(SERVICES, MEANING[line["other_service"]])
        cells |= {column: MEANING[line[column]] for column in columns}
        for verb in line["verb"].split():
            for place in line["place"].split():
                key = (line["table"], verb, place)
                if key in self.answers or place not in PLACES:
                    raise ValueError(f"the truth table says {key} twice, or the place is unknown")
                self.answers[key] = cells

    def __getitem__(self, key):
        return self.answers[key]

    @property
    def tables(self) -> list[str]:
        """Every table of this world, in the order of the file."""
        return list(dict.fromkeys(table for table, _verb, _place in self.answers))

    def places(self, table: str, verb: str) -> list[str]:
        """The places for which this verb on this table is answered."""
        return [key[2] for key in self.answers if key[:2] == (table, verb)]

    def yes(self, table: str, verb: str, column: str) -> set[str]:
        """The places at which this column may do it."""
        return {
            place for place in self.places(table, verb) if self.answers[table, verb, place][column]
        }

    def actors(self) -> list[str]:
        """The columns that exist in this world."""
        return [
            column
            for column in self.columns
            if any(cells.get(column) is not None for cells in self.answers.values())
        ]
