"""Promise P12: a regular officer's queue over HTTP, at most 8 times bare SQL and an empty view.

    python -m bench worklist --size M

The page is /loket/ as HTML with session, roles, row security and audit on. `sql` asks the
database the same by prepared statements, `plain` is an empty view under the same server; the
three take turns. Then the page again while step moves go on over HTTP: its 95th percentile may
be three times its quiet one.
"""

import json

from bench.at_desks import Officers, ask, movable_steps
from bench.bare import Bare
from bench.beside import beside_fields, moves_beside, stands
from bench.empty_view import empty_server
from bench.kept import house, size_given
from bench.measuring import in_words, ratios, take_turns

ROUNDS = {"S": (20, 20), "M": (30, 20), "L": (30, 20)}
PROMISED, PROMISED_BESIDE = 8, 3
FULLEST = """
SELECT person.username, step.desk_id FROM applications_step AS step
JOIN accounts_assignment AS held ON held.desk_id = step.desk_id
JOIN accounts_user AS person ON person.id = held.user_id
WHERE step.status = 'ready'
GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1
"""
KEY = "SELECT session_key FROM accounts_session ORDER BY started_at DESC LIMIT 1"


def main(words=None) -> int:
    """Print lines for people, and as the last one a JSON object."""
    size = size_given("worklist", words)
    with house(size) as installation, empty_server() as empty:
        found = measure(installation, empty, *ROUNDS[size])
    found = {"bench": "worklist", "size": size, **found}
    print(json.dumps(found))
    return 0 if found["ratio_p12"] <= PROMISED and stands(found, PROMISED_BESIDE) else 1


def measure(installation, empty, rounds, calls) -> dict:
    """Quiet first, then beside moves."""
    username, desk = ask(installation, FULLEST)[0]
    officers, bare = Officers(installation.administration), Bare(installation)
    officer = officers.of(username)
    key = ask(installation, KEY)[0][0]
    ways = {
        "ours": lambda: officer.get("/loket/"),
        "sql": lambda: bare.page(key, [desk]),
        "plain": lambda: empty.get("/"),
    }
    take_turns(ways, 1, 20)  # plans and caches
    quiet = take_turns(ways, rounds, calls)
    for name, values in quiet.items():
        print(in_words(name, values))
    with moves_beside(installation, movable_steps(installation)) as moves:
        busy = take_turns({"ours": ways["ours"]}, rounds, calls)["ours"]
    print(in_words(f"beside {moves.rate():.0f} moves/s", busy))
    return ratios(quiet) | beside_fields(quiet["ours"], busy, moves)
