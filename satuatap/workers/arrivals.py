"""What a fresh image of a paper wakes.

A room above declares here, once at start, what waits for papers; `add_scan` calls it in the
same transaction. So a paper is brought to one counter and no desk has to be told.
"""

from collections.abc import Callable

WAKERS: list[Callable] = []


def wakes(waker: Callable) -> Callable:
    """Declare a function of `by` and `scan` that a fresh image calls."""
    if waker not in WAKERS:
        WAKERS.append(waker)
    return waker
