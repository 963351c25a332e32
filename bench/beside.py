"""Step moves that go on over HTTP while something else is measured."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.at_desks import Officers
from bench.measuring import percentile

PER_SECOND = 20
HANDS = 4  # officers who press at the same time
REACHED = 0.95  # of the intended rate: with less, nothing is shown about work beside it


class Moves:
    """How many steps were finished, and in what time."""

    def __init__(self):
        self.done = multiprocessing.Value("i", 0)
        self.begun = self.ended = 0.0

    def rate(self) -> float:
        """Moves per second while something was measured."""
        return round(self.done.value / max(self.ended - self.begun, 0.001), 1)

    def kept_up(self) -> bool:
        """Was the intended rate reached? What each hand was about to finish does not count against it."""
        intended = PER_SECOND * (self.ended - self.begun)
        return self.done.value + HANDS >= REACHED * intended


def beside_fields(quiet, busy, moves: Moves) -> dict:
    """The fields of the last line on answers beside moves; a missed rate is said in words too."""
    if not moves.kept_up():
        print(
            f"  MISSED: {moves.rate()} of {PER_SECOND} moves/s were reached; "
            "the figure beside them says nothing"
        )
    p95, p95_beside = percentile(quiet, 0.95), percentile(busy, 0.95)
    return {
        "p95": round(p95, 5), "p95_beside": round(p95_beside, 5),
        "beside": round(p95_beside / p95, 2), "moves_per_second": moves.rate(),
        "moves_intended": PER_SECOND, "rate_reached": moves.kept_up(),
    }  # fmt: skip


def stands(found: dict, most: float) -> bool:
    """Was the promise beside other work kept? Not shown where their rate was missed."""
    return found["rate_reached"] and found["beside"] <= most


@contextmanager
def moves_beside(installation, steps) -> Iterator[Moves]:
    """Twenty steps a second are finished by their officers while the block runs.

    They press from another process; each officer's steps stay with one of the hands, which sign
    in before the block begins.
    """
    moves, ready = Moves(), multiprocessing.Barrier(HANDS + 1)
    stop = multiprocessing.Event()
    names = sorted({step.username for step in steps})
    hands = [
        multiprocessing.Process(
            target=_press, daemon=True,
            args=(installation.administration, [s for s in steps if s.username in names[n::HANDS]],
                  moves.done, ready, stop, n / PER_SECOND),
        )
        for n in range(HANDS)
    ]  # fmt: skip
    for hand in hands:
        hand.start()
    ready.wait(120)
    moves.begun = time.monotonic()
    try:
        yield moves
    finally:
        moves.ended = time.monotonic()
        stop.set()
        for hand in hands:
            hand.join()


def _press(url, steps, done, ready, stop, after):
    officers = Officers(url)
    for username in {step.username for step in steps}:
        officers.of(username)
    ready.wait(120)
    due = time.monotonic() + after
    for step in steps:
        if stop.wait(max(0.0, due - time.monotonic())):
            return
        officers.finish(step)
        due += HANDS / PER_SECOND
        with done.get_lock():
            done.value += 1
