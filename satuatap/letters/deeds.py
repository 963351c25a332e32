"""What may be done with a letter now, by this person, and the sentence why not."""

from __future__ import annotations

from dataclasses import dataclass

from satuatap.common.rules import Rule
from satuatap.letters import permissions
from satuatap.letters.workflow import LETTER, LetterStatus

S = LetterStatus

# Name of the deed, its rule, and the status to which it leads.
DEEDS: tuple[tuple[str, Rule, LetterStatus], ...] = (
    ("correct", permissions.correct_draft, S.DRAFT),
    ("approve", permissions.approve_letter, S.APPROVED),
    ("discard", permissions.discard_draft, S.DISCARDED),
    ("sign", permissions.sign_letter, S.SIGNED),
    ("issue", permissions.issue_letter, S.ISSUED),
    ("cancel", permissions.cancel_letter, S.CANCELLED),
)


@dataclass(frozen=True)
class Deeds:
    """Deed to sentence why not; an empty sentence means that it may be done."""

    answers: dict[str, str]

    def may(self, name: str) -> bool:
        """May it be done now, by this person?"""
        return self.answers.get(name) == ""

    @property
    def allowed(self) -> set[str]:
        """For buttons."""
        return {name for name, sentence in self.answers.items() if not sentence}

    @property
    def next_step(self) -> str:
        """Why this person cannot do what comes next, where she cannot."""
        for name in ("approve", "sign", "issue"):
            if name in self.answers:
                return self.answers[name]
        return ""


def deeds_on(letter, user) -> Deeds:
    """Every deed to which the letter's status leads, with this person's answer."""
    return Deeds(
        {
            name: rule.why_not(user, letter)
            for name, rule, status in DEEDS
            if LETTER.allows(letter.status, status) or letter.status == status == S.DRAFT
        }
    )
