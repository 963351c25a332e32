"""Who acts in this transaction: a person with offices, areas and desks, or a named service.

The settings are set in one round trip and end with the transaction. The database's policies
read them (`common.policy`); with none set, no row of a guarded table is seen or written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import DatabaseError, connection, transaction


@dataclass(frozen=True)
class Actor:
    """One acting person or service, with its reach per permission.

    `offices` and `desks` map a permission to ids, `areas` to area codes. `presented` is the
    keyed hash (hex) of a secret that came with the request, such as a tracking code.
    """

    person: UUID | None = None
    service: str = ""
    presented: str = ""
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    desks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everywhere: frozenset[str] = frozenset()

    @property
    def permissions(self) -> frozenset[str]:
        """Every permission that this actor has anywhere."""
        return (
            frozenset(self.offices)
            | frozenset(self.desks)
            | frozenset(self.areas)
            | self.everywhere
        )

    def presenting(self, digest: bytes) -> Actor:
        """The same actor with a secret's keyed hash in hand."""
        return replace(self, presented=digest.hex())


NOBODY = Actor()


def service_actor(name: str) -> Actor:
    """An actor for public addresses and jobs: it may do what policies grant this name."""
    return Actor(service=name)


def enter(actor: Actor, *, read_only: bool = False) -> None:
    """Set the actor for the running transaction, in one round trip."""
    settings = {
        "satuatap.person": str(actor.person or ""),
        "satuatap.service": actor.service,
        "satuatap.presented": actor.presented,
        "satuatap.offices": json.dumps({k: list(v) for k, v in actor.offices.items()}),
        "satuatap.desks": json.dumps({k: list(v) for k, v in actor.desks.items()}),
        "satuatap.areas": json.dumps({k: list(v) for k, v in actor.areas.items()}),
    }
    if read_only:
        settings["transaction_read_only"] = "on"
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in settings.items() for part in pair])


@contextmanager
def acting_as(actor: Actor, *, read_only: bool = False) -> Iterator[None]:
    """Run a block as this actor in a transaction of its own."""
    with transaction.atomic():
        enter(actor, read_only=read_only)
        yield


@contextmanager
def with_help_of(service: str) -> Iterator[None]:
    """Within a person's transaction, also act as a named service for one effect.

    Finishing a step at one desk wakes a step at another, which the finishing officer may not
    touch herself: the house does it, by name, and policies grant this name just that. Help
    within help ends with the inner block; then the outer one goes on.
    """
    before = _serve_as(service)
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):  # a broken transaction takes no word
            _serve_as(before)
        raise
    if not connection.needs_rollback:
        _serve_as(before)


def _serve_as(service: str) -> str:
    """Set the service; returns the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('satuatap.service', true),"
            " set_config('satuatap.service', %s, true)",
            [service],
        )
        return cursor.fetchone()[0] or ""
