"""Everything in one go: read at start, so that a broken file is known before anybody comes."""

from __future__ import annotations

from satuatap.catalogue import changes, documents, guides, holds, questions, rules, schemes, tables
from satuatap.catalogue import services as offered
from satuatap.common.reference import reference_folder

READERS = (
    documents.document_kinds, documents.return_reasons, documents.waiver_reasons,
    holds.hold_reasons, tables.occupations, tables.destinations, tables.ages, tables.costs,
    tables.wages, schemes.schemes, questions.questions, offered.services, rules.age_limits,
    rules.permission_lines, rules.status_lines, rules.scheme_lines, guides.interview_guide,
    changes.changes,
)  # fmt: skip


def read_everything() -> None:
    """Read every file of the catalogue; ReferenceError for the first that is broken."""
    for read in READERS:
        read()
    path = reference_folder() / "schemes.toml"
    for code, scheme in schemes.schemes().items():
        for kind, when in scheme.departure_only_if.items():
            place = f"schemes.{code}.departure_only_if.{kind}"
            questions.checked_condition(path, place, when)


def forget() -> None:
    """Read anew at the next question; for tests that change a file."""
    for read in READERS:
        read.cache_clear()
