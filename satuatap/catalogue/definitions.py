"""What a service and its steps are; read from files by `services`, kept as a copy by applications."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from satuatap.catalogue.conditions import holds


@dataclass(frozen=True)
class StepDefinition:
    """One desk's part.

    `after`: steps to be done before. `standard_days`: working days; `standard_source` empty: the
    office's own promise. `only_if`, `papers_only_if`: "question = answer | answer".
    `cost_rupiah`: what she may be asked for here; None: not known, never shown as free.
    `cost_note_is_neutral`: the note tells nothing of her, so that any page may show it.
    `records`: kinds whose number or result this step writes; `makes`: those of them that it makes
    anew, so that what she had before is not enough. `system`: where it is typed too.
    """

    code: str
    title: str
    desk: str
    documents: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    standard_days: int = 1
    only_if: str = ""
    papers_only_if: dict[str, str] = field(default_factory=dict, hash=False)
    standard_source: str = ""
    cost_rupiah: int | None = 0
    cost_note: str = ""
    cost_note_is_neutral: bool = False
    cost_source: str = ""
    interview: bool = False
    in_person: bool = False
    records: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    system: str = ""

    def papers_for(self, answers: dict[str, str]) -> tuple[str, ...]:
        """The papers that these answers ask for at this step."""
        when = self.papers_only_if
        return tuple(kind for kind in self.documents if holds(when.get(kind, ""), answers))


@dataclass(frozen=True)
class Service:
    """One service as the centre offers it. Money in rupiah.

    `schemes` empty: on every scheme. `remote`: may run without her coming. `switchable`: the
    office may switch it off. `for_heir`: opened for the family of a worker. `places_abroad`:
    the rules on destination and age apply. `name_tells`: the name alone tells of an illness, a
    death, a debt, a return; what her code opens does not show it. `documents`: all kinds that any
    step asks for.
    """

    code: str
    name: str
    name_en: str
    summary: str
    owner: str
    source: str
    legal_basis: str
    fee_rupiah: int
    fee_note: str
    steps: tuple[StepDefinition, ...]
    letter: str = ""
    valid_from: date = date.min
    review_by: date = date.max
    questions: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    remote: bool = False
    switchable: bool = False
    for_heir: bool = False
    needs_job_order: bool = False
    places_abroad: bool = False
    name_tells: bool = False
    distinct_because: str = ""
    documents: tuple[str, ...] = field(default=(), compare=False)

    @property
    def version(self) -> str:
        """Short digest of the definition: another one means that something was changed."""
        return hashlib.sha256(json.dumps(self._plain(), sort_keys=True).encode()).hexdigest()[:12]

    @property
    def records(self) -> tuple[str, ...]:
        """All kinds whose number or result some step writes."""
        return tuple(dict.fromkeys(kind for step in self.steps for kind in step.records))

    def as_copy(self) -> dict:
        """The definition as plain data, kept by a running application."""
        return self._plain() | {"version": self.version}

    def steps_for(self, answers: dict[str, str]) -> tuple[StepDefinition, ...]:
        """The steps and papers that these answers ask for.

        What came after a step that is left out now comes after what that one came after.
        """
        earlier: dict[str, tuple[str, ...]] = {}
        chosen = []
        for step in self.steps:
            after = tuple(dict.fromkeys(code for one in step.after for code in earlier[one]))
            if not holds(step.only_if, answers):
                earlier[step.code] = after
                continue
            earlier[step.code] = (step.code,)
            chosen.append(replace(step, documents=step.papers_for(answers), after=after))
        return tuple(chosen)

    def _plain(self) -> dict:
        days = {key: getattr(self, key).isoformat() for key in ("valid_from", "review_by")}
        return asdict(self) | days
