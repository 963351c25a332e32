"""Step moves that go on over HTTP while something else is measured."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.at_desks import Officers

PER_SECOND = 20
HANDS = 4  # officers who press at the same time


class Moves:
    """How many steps were finished, and in what time."""

    def __init__(self):
        self.done = multiprocessing.Value("i", 0)
        self.begun = self.ended = 0.0

    def rate(self) -> float:
        """Moves per second while something was measured."""
        return round(self.done.value / max(self.ended - self.begun, 0.001), 1)


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
                  moves.done, ready, stop),
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


def _press(url, steps, done, ready, stop):
    officers = Officers(url)
    for username in {step.username for step in steps}:
        officers.of(username)
    ready.wait(120)
    due = time.monotonic()
    for step in steps:
        due += HANDS / PER_SECOND
        if stop.wait(max(0.0, due - time.monotonic())):
            return
        officers.finish(step)
        with done.get_lock():
            done.value += 1
