"""`python -m demo.doubles first --people 10000 > first.csv`: a set, its truth, or its figures."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

from demo.doubles.csv_lines import HEAD, head_of, line_of, line_of_query
from demo.doubles.queries import Query, queries
from demo.doubles.sets import SETS, SIZES, pairs, records
from demo.doubles.summary import Summary


def main(words: list[str] | None = None) -> int:
    """Write what is asked for to the standard output."""
    asked = _asked(words)
    people = SIZES[asked.size] if asked.size else asked.people
    try:
        for line in _lines(asked, people):
            sys.stdout.write(line)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _lines(asked, people) -> Iterator[str]:
    if asked.what == "records":
        yield HEAD
        yield from map(line_of, records(asked.set, people))
    elif asked.what == "pairs":
        yield "record_id,other_record_id\n"
        yield from (f"{one},{other}\n" for one, other in pairs(asked.set, people))
    elif asked.what == "queries":
        yield head_of(Query)
        yield from map(line_of_query, queries(asked.set, people, asked.count))
    else:
        yield Summary(asked.set, people).markdown()


def _asked(words) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.doubles", description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("what", nargs="?", default="records",
                        choices=["records", "pairs", "queries", "summary"])  # fmt: skip
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--people", type=int, default=SIZES["XS"])
    size.add_argument("--size", choices=SIZES)
    parser.add_argument("--count", type=int, default=1000, help="of queries, about")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
