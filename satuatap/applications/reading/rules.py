"""What the rules say of one journey abroad: read to the officer before anything is opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from satuatap.catalogue.questions import questions
from satuatap.catalogue.rules import (
    CAUTION,
    OK,
    STOP,
    Finding,
    PermissionRule,
    age_rule,
    destination_rule,
    permission_rule,
    scheme_rule,
)

IS_PERSON = {"person": True, "company": False}  # answers to the question `employer`


@dataclass(frozen=True)
class Advice:
    """All findings on one set of answers; `permission` only where the family's letter is asked."""

    findings: tuple[Finding, ...] = ()
    permission: PermissionRule | None = None
    is_too_young: bool = False

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What the law itself forbids: a child's journey, and going alone to a private person."""
        return tuple(one for one in self.findings if one.level == STOP)

    @property
    def cautions(self) -> tuple[Finding, ...]:
        """What the officer explains before she goes on."""
        return tuple(one for one in self.findings if one.level == CAUTION)

    @property
    def fine(self) -> tuple[Finding, ...]:
        """What was looked at and speaks against nothing."""
        return tuple(one for one in self.findings if one.level == OK)

    @property
    def mark(self) -> str:
        """Digest of what was read: what is opened is what the officer has seen."""
        said = [one.sentence for one in self.findings]
        said += [self.permission.sentence] if self.permission else []
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def advice_on(
    answers: dict[str, str], *, places_abroad: bool, birth_date: date | None, day: date
) -> Advice:
    """What the rules say of these answers on this day; `birth_date` None: not known."""
    destination, occupation = answers.get("destination", ""), answers.get("occupation", "")
    findings = []
    if places_abroad:
        findings.append(age_rule(day, birth_date, destination, occupation))
    if places_abroad and destination:
        findings.append(destination_rule(day, destination, occupation))
    is_too_young = any(finding.level == STOP for finding in findings)  # of its age alone so far
    if answers.get("scheme"):
        employer = IS_PERSON.get(answers.get("employer", ""))
        findings.append(scheme_rule(day, answers["scheme"], occupation, employer))
    status = answers.get("marital_status")
    permission = permission_rule(day, status, answers.get("scheme", "")) if status else None
    return Advice(tuple(findings), permission, is_too_young)


def answers_in_words(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Question and answer as people read them; what the catalogue no longer knows stays a code."""
    said = []
    for code, value in answers.items():
        question = questions().get(code)
        said.append((question.label, question.options.get(value, value)) if question
                    else (code, value))  # fmt: skip
    return said
