"""The wall's part of each room: modules here that lay rows and say how a row may be touched.

A module `tests/wall/<room>.py` has `lay(ground, by)`, which puts one row of each of its tables in
every place and rows to try to insert, and `TOUCH`: per table a column that may be written and a
value that no laid row has. With `FRESH` (table to a function that returns what must be fresh in a
row that is offered) random people ask about the rows of the room too.
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
