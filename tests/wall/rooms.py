"""The wall's part of each room: modules here that lay rows and say how a row may be touched.

A module `tests/wall/<room>.py` has `lay(ground, by)`, which puts one row of each of its tables in
every place and rows to try to insert, and `TOUCH`: per table a column that may be written and a
value that no laid row has. For random people (`probes`) it may have `facts_of(ground)`: by id of a
row, on which desk it lies and its code; `SECRETS`: by service, the table whose code it presents;
`KEYS_OF_AN_OFFICE`: the services whose code opens what belongs to its office; and `FRESH`: per table a
function that returns what must be fresh in a row that is offered.
"""

from importlib import import_module
from importlib.util import find_spec

from tests.database import WORLD

ROOMS = {
    "administration": ("directory", "notifications", "reception", "exchange"),
    "protection": ("directory", "notifications"),
}


def modules():
    """The modules of this world's rooms, lower floors first."""
    names = [f"tests.wall.{room}" for room in ROOMS[WORLD]]
    return [import_module(name) for name in names if find_spec(name)]
