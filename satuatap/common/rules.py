"""Rules that answer ALLOWED or the sentence why not."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class _Allowed:
    def __bool__(self):
        return True

    def __repr__(self):
        return "ALLOWED"


ALLOWED = _Allowed()


class Rule:
    """One rule of a room's `permissions.py`; a rule that forgets to answer says no."""

    def __init__(self, decide: Callable):
        self.decide = decide
        self.__doc__ = decide.__doc__
        self.__name__ = decide.__name__

    def why_not(self, *about) -> str:
        """The sentence why not, or an empty string."""
        answer = self.decide(*about)
        if answer is ALLOWED:
            return ""
        return str(answer) if answer else _("Tindakan ini tidak diizinkan untuk peran Anda.")

    def allows(self, *about) -> bool:
        """For buttons: is there a point in showing it?"""
        return not self.why_not(*about)

    def check(self, *about) -> None:
        """Raise PermissionDenied with the sentence unless allowed."""
        if sentence := self.why_not(*about):
            raise PermissionDenied(sentence)
