"""What a backup remembers of its database, beside the rows, and a restore compares again.

A room that knows more than counts (the audit its chains) registers it in its `backup_facts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Fact:
    """One thing to remember.

    `collect()` runs as owner in the snapshot of the dump and returns what JSON can hold;
    `check(remembered)` runs in the restored database and returns a sentence, or raises
    BackupProblem.
    """

    name: str
    collect: Callable[[], Any]
    check: Callable[[Any], str]


_facts: dict[str, Fact] = {}
_left_out: set[str] = {"django_session"}


def register(fact: Fact) -> None:
    """Have this remembered in every backup, and compared after every restore."""
    _facts[fact.name] = fact


def leave_out(table: str) -> None:
    """Leave the rows of this table out of backups: they must not come back (sessions)."""
    _left_out.add(table)


def all_facts() -> dict[str, Fact]:
    """The facts of all installed rooms."""
    _meet_rooms()
    return _facts


def left_out() -> set[str]:
    """Tables whose rows stay out of backups."""
    _meet_rooms()
    return _left_out


def _meet_rooms():
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.backup_facts"):
            import_module(f"{app.name}.backup_facts")
