"""The tables that are filled, their columns, and lines as COPY reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from satuatap.applications.models import Application, Step, StepEvent, Verdict
from satuatap.workers.models import DeskAccess, Document, Finding, Scan, Worker

NULL = r"\N"


@dataclass(frozen=True)
class Table:
    """One table and the columns that the generator fills; the others get their model's default."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table in the database."""
        return self.model._meta.db_table

    @cached_property
    def _others(self) -> dict[str, str]:
        fields = {str(field.column): field for field in self.model._meta.concrete_fields}
        if unknown := set(self.columns) - set(fields):
            raise LookupError(f"{self.name} has no column {', '.join(sorted(unknown))}")
        return {name: _default(field) for name, field in fields.items() if name not in self.columns}

    @property
    def copy(self) -> str:
        """The statement that takes the lines."""
        columns = ", ".join(f'"{name}"' for name in (*self.columns, *self._others))
        return f'COPY "{self.name}" ({columns}) FROM STDIN'

    @cached_property
    def end(self) -> str:
        """The end of every line: the columns that are always the same."""
        return "".join(f"\t{text}" for text in self._others.values()) + "\n"


def _default(field) -> str:
    value = field.get_default()
    if value is None:
        return "" if field.empty_strings_allowed and not field.null else NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{}"
    if isinstance(value, dict):
        return json_text(value)
    return str(value)


def json_text(value) -> str:
    """JSON as a field of a line."""
    return json.dumps(value, ensure_ascii=False).replace("\\", "\\\\")


def array_text(words) -> str:
    """An array of codes as a field of a line."""
    return "{" + ",".join(words) + "}"


WORKERS = Table(
    Worker,
    ("id", "office_id", "full_name", "name_key", "sex", "birth_date", "village_id", "nik",
     "nik_hash", "registered_by_id", "registered_at"),
)  # fmt: skip
DOCUMENTS = Table(Document, ("id", "office_id", "worker_id", "kind"))
SCANS = Table(
    Scan,
    ("id", "office_id", "document_id", "worker_id", "kind", "file_id", "media_type", "added_by_id",
     "added_at"),
)  # fmt: skip
FINDINGS = Table(
    Finding,
    ("id", "office_id", "worker_id", "kind", "outcome", "number", "issued_on", "valid_until",
     "recorded_by_id", "recorded_at"),
)  # fmt: skip
APPLICATIONS = Table(
    Application,
    ("id", "office_id", "worker_id", "service", "definition", "status", "answers", "destination",
     "applicant", "relation", "code", "code_hash", "opened_by_id", "opened_at", "finished_at"),
)  # fmt: skip
STEPS = Table(
    Step,
    ("id", "office_id", "application_id", "desk_id", "position", "code", "title", "documents",
     "after", "records", "standard_days", "system", "status", "ready_at", "status_since", "done_by_id",
     "done_at", "hold_reason", "paper_number", "used_days", "running_since", "due_on",
     "escalated_at", "acts"),
)  # fmt: skip
EVENTS = Table(StepEvent, ("id", "office_id", "step_id", "kind", "reason", "runs", "by_id", "at"))
VERDICTS = Table(
    Verdict,
    ("id", "office_id", "step_id", "document_id", "scan_id", "kind", "outcome", "reason", "by_id",
     "at"),
)  # fmt: skip
ACCESS = Table(
    DeskAccess,
    ("id", "office_id", "desk_id", "worker_id", "file_id", "step_id", "kinds", "records",
     "started_at"),
)  # fmt: skip
# a table after those that it points to
TABLES = (
    WORKERS, DOCUMENTS, SCANS, FINDINGS, APPLICATIONS, STEPS, EVENTS, VERDICTS, ACCESS,
)  # fmt: skip


class Lines:
    """Lines for every table, waiting to be copied."""

    def __init__(self):
        self.of: dict[str, list[str]] = {table.name: [] for table in TABLES}

    def adder(self, table: Table):
        """A function that adds one row, its values as texts in the order of the columns."""
        add, end = self.of[table.name].append, table.end
        return lambda *values: add("\t".join(values) + end)

    def copy_to(self, connection) -> int:
        """Send everything in one transaction; how many rows."""
        with connection.transaction():
            for table in TABLES:
                with connection.cursor().copy(table.copy) as copy:
                    copy.write("".join(self.of[table.name]))
        return sum(map(len, self.of.values()))
