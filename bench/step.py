"""Promise P12: finishing a step over HTTP, at most 8 times bare SQL and an empty view.

    python -m bench step --size M

A regular officer presses “finish” on a file whose papers are accepted: one POST with session,
roles, row security, locks, clock, the next desk woken, and the audit entry. `sql` does the same
writes by prepared statements, `plain` is an empty view under the same server; they take turns,
each on steps of its own; `next` is the page to which the officer is led. Then the same while
twenty other moves a second go on: the 95th percentile may be three times the quiet one. At the
end everything lies where it lay.
"""

import json

from bench.at_desks import Officers, movable_steps
from bench.bare import Bare
from bench.beside import beside_fields, moves_beside, stands
from bench.empty_view import empty_server
from bench.kept import house, size_given
from bench.measuring import in_words, ratios, take_turns

ROUNDS = {"S": (6, 2), "M": (30, 10), "L": (30, 10)}
PROMISED, PROMISED_BESIDE = 8, 3


def main(words=None) -> int:
    """Print lines for people, and as the last one a JSON object."""
    size = size_given("step", words)
    with house(size) as installation, empty_server() as empty:
        found = measure(installation, empty, *ROUNDS[size])
    found = {"bench": "step", "size": size, **found}
    print(json.dumps(found))
    return 0 if found["ratio_p12"] <= PROMISED and stands(found, PROMISED_BESIDE) else 1


def measure(installation, empty, rounds, calls) -> dict:
    """Quiet first, then beside other moves, each with steps that nobody else touches."""
    own, others = shares(movable_steps(installation), 3 * rounds * calls + 10)
    officers, bare = Officers(installation.administration), Bare(installation)
    for username in {step.username for step in own}:
        officers.of(username)
    steps, pressed = iter(own), []
    ways = {
        "ours": lambda: pressed.append((step := next(steps), officers.finish(step))),
        "next": lambda: officers.of(pressed[-1][0].username).get(pressed[-1][1]),
        "sql": lambda: bare.move(next(steps)),
        "plain": lambda: empty.get("/"),
    }
    take_turns(ways, 1, 5)  # plans and caches
    quiet = take_turns(ways, rounds, calls)
    for name, values in quiet.items():
        print(in_words(name, values))
    with moves_beside(installation, others) as moves:
        busy = take_turns({way: ways[way] for way in ("ours", "next")}, rounds, calls)["ours"]
    print(in_words(f"beside {moves.rate():.0f} moves/s", busy))
    return ratios(quiet) | beside_fields(quiet["ours"], busy, moves)


def shares(steps, needed):
    """The steps to be measured, of the officers with the fullest desks, and everybody else's.

    A file stands in one share only: two moves of one file would wait for each other.
    """
    by_officer: dict[str, list] = {}
    for step in steps:
        by_officer.setdefault(step.username, []).append(step)
    fullest = sorted(by_officer.values(), key=len, reverse=True)
    own: list = []
    while fullest and len(own) < needed:
        own += fullest.pop(0)
    own, files = own[:needed], {step.file for step in own[:needed]}
    if len(own) < needed:
        raise SystemExit(f"only {len(own)} of {needed} steps lie ready: lay a larger house")
    return own, [step for step in steps if step.file not in files]
