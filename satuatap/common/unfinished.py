"""A restore that is not finished: while its marker lies in the home, no service starts."""

from pathlib import Path

from django.conf import settings

from satuatap.environment import WrongEnvironment


def marker() -> Path:
    """The file that says so."""
    return Path(settings.HOME) / settings.WORLD / "RESTORING"


def refuse_unfinished_restore() -> None:
    """End the process with a sentence while a restore is under way or was broken off."""
    if marker().exists():
        raise WrongEnvironment(
            f"a restore into {settings.WORLD} is not finished: its endings may be missing. "
            "Run `manage.py restore` again; it goes on from the beginning."
        )
