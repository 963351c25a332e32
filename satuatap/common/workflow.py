"""Life cycles as tables of allowed moves."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MoveRefused(ValidationError):
    """The noun is in a state from which this move does not lead; carries a sentence."""


class Workflow:
    """Which status may follow which. A status without entry is an end."""

    def __init__(self, moves: dict):
        self.moves = moves

    def allows(self, old, new) -> bool:
        """Does the table have this move?"""
        return new in self.moves.get(old, ())

    def check(self, old, new, sentence: str = "") -> None:
        """Raise MoveRefused unless the table has this move."""
        if not self.allows(old, new):
            raise MoveRefused(
                sentence or _("Berkas ini sudah berubah sejak halaman dibuka. Muat ulang halaman.")
            )

    def drawing(self) -> str:
        """The table as a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2"]
        for old, followers in self.moves.items():
            lines += [f"    {old} --> {new}" for new in sorted(followers)]
        return "\n".join(lines)
