"""What is asked when a step comes to its desk.

A room above declares here, once at start, a function of the step and the moment that answers
with a hold reason or an empty string: a step that cannot be worked on is held at once.
"""

from collections.abc import Callable

ASKED: list[Callable] = []


def when_a_step_arrives(question: Callable) -> Callable:
    """Declare a function that is asked for every step that comes to a desk."""
    if question not in ASKED:
        ASKED.append(question)
    return question


def reason_to_hold(step, now) -> str:
    """The first reason with which somebody holds this step, or an empty string."""
    return next((reason for ask in ASKED if (reason := ask(step, now))), "")
