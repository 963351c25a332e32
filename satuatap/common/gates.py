"""Gates: every address says who may pass. An address without a gate is not served."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gate:
    """What an address asks of whoever comes.

    `permission` empty and `reason` set: open to all, for that reason. `service` names the
    actor as which an open page reads; `presents` the part of the address that is a secret, and
    what makes its keyed hash. `reading_is_an_event` lets a GET write its trace.
    """

    permission: str = ""
    reason: str = ""
    service: str = ""
    presents: tuple[str, Callable[[str], bytes]] | None = None
    reading_is_an_event: bool = False
    signed_in: bool = False


def gate(permission: str, *, reading_is_an_event: bool = False) -> Callable:
    """Let only those pass who have this permission somewhere; rows are the policies' matter."""

    def put(view):
        view.gate = Gate(permission=str(permission), reading_is_an_event=reading_is_an_event)
        return view

    return put


def signed_in_page(reason: str, *, reading_is_an_event: bool = False) -> Callable:
    """Let everyone pass who works here, for a reason that is written down."""

    def put(view):
        view.gate = Gate(reason=reason, signed_in=True, reading_is_an_event=reading_is_an_event)
        return view

    return put


def open_page(
    reason: str,
    *,
    service: str = "",
    presents: tuple[str, Callable[[str], bytes]] | None = None,
    reading_is_an_event: bool = False,
) -> Callable:
    """Let everyone pass, for a reason that is written down, acting as a named service."""

    def put(view):
        view.gate = Gate(
            reason=reason, service=service, presents=presents,
            reading_is_an_event=reading_is_an_event,
        )  # fmt: skip
        return view

    return put


def gate_of(view) -> Gate | None:
    """The gate of a view, also of one wrapped by decorators that keep attributes."""
    return getattr(view, "gate", None)
