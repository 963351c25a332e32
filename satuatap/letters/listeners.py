"""What a letter that is issued or cancelled moves in the rooms above.

A room declares here, once at start, what it does then; the verbs of this room call it in the
same transaction. So whoever waits for a letter learns of it and this room knows nobody above.
"""

from collections.abc import Callable

LISTENERS: list[Callable] = []


def when_a_letter_moves(listener: Callable) -> Callable:
    """Declare a function of `letter`, `by` and `now` that an issued or cancelled letter calls."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)
    return listener


def say_that_it_moved(letter, *, by, now) -> None:
    """This letter was just issued or cancelled."""
    for listener in LISTENERS:
        listener(letter=letter, by=by, now=now)
