"""Draws `docs/reference/matrix.md` from the truth table: one block per table, yes as a dot."""

from pathlib import Path

from tests.wall.truth import PLACES, SERVICES, Truth

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "matrix.md"
WORLDS = ("administration", "protection")
INTRODUCTION = """\
# Who may do what

*Drawn from `tests/wall/truth/` by `make docs`; do not edit.* That table is written by hand from
what each role is for. `tests/wall/test_matrix.py` asks the database every cell of it; see
[the wall](../explanation/the-wall.md).

A role appears on a line when the answer is yes; all others are refused, as if the row were not
there. Verbs: `read`, `insert`, `update`, `delete`; `move` carries a row to the place that is named;
`link` lets a row point to something there. Services are written in *italics*; `both_offices` is a
person who holds the roles of an office at two offices of the district.
"""


def page() -> str:
    """The whole page."""
    places = "\n".join(f"| `{name}` | {words} |" for name, words in PLACES.items())
    blocks = [INTRODUCTION, "## Places\n\n| Place | The row is |\n|---|---|\n" + places + "\n"]
    blocks += [block for world in WORLDS for block in _world(Truth(world))]
    return "\n".join(blocks)


def _world(truth):
    yield f"## {truth.world.capitalize()}\n"
    for table in truth.tables:
        lines = list(_lines(truth, table))
        yield f"### `{table}`\n\n| Verb | Place | Who |\n|---|---|---|\n" + "\n".join(lines) + "\n"


def _lines(truth, table):
    """Neighbouring places with the same answer share a line."""
    shared: dict[tuple[str, str], list[str]] = {}
    for (name, verb, place), cells in truth.answers.items():
        if name == table:
            shared.setdefault((verb, _who(cells)), []).append(place)
    for (verb, who), places in shared.items():
        yield f"| {verb} | {', '.join(places)} | {who} |"


def _who(cells):
    yes = [column for column, answer in cells.items() if answer]
    if len(yes) == sum(answer is not None for answer in cells.values()):
        return "everyone"
    named = (*SERVICES, "anonymous")
    return ", ".join(f"*{name}*" if name in named else name for name in yes) or "nobody"


def draw() -> Path:
    """Write the page; returns where."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())
    return PAGE


if __name__ == "__main__":
    draw()
