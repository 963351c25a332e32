"""A visit to the front desk, whole: what several tests of the room lay."""

from datetime import timedelta

from satuatap.reception.actions import calls
from tests.centre import act


def served(dewi, ticket, minutes, reason=""):
    """The front desk calls and serves a number so many minutes after it was issued."""
    moment = ticket.issued_at + timedelta(minutes=minutes)
    act(dewi)
    calls.call_number(by=dewi, ticket=ticket, now=moment, room="Ruang 1", reason=reason)
    calls.serve(by=dewi, ticket=ticket, now=moment)
    return calls.finish(by=dewi, ticket=ticket, now=moment + timedelta(minutes=5))
