"""Records, pairs and queries as lines of CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

from demo.doubles.clerk import Record
from demo.doubles.queries import Query


def head_of(kind: type) -> str:
    """The first line for things of this kind."""
    return ",".join(field.name for field in fields(kind)) + "\n"


HEAD = head_of(Record)


def line_of(record: Record) -> str:
    """One record; what is not known is empty. No field has a comma or a quotation mark in it."""
    born = record.birth_date
    return (
        f"{record.record_id},{record.person_id},{record.office},{record.full_name},{record.sex},"
        f"{born.isoformat() if born else ''},{record.village},{record.nik or ''},"
        f"{record.phone or ''},{record.passport or ''},{record.source}\n"
    )


def line_of_query(query: Query) -> str:
    """One query; record ids and errors stand with blanks between them."""
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerow([
        query.query_id, query.person_id, " ".join(map(str, query.record_ids)), query.typed,
        query.birth_date or "", query.village or "", " ".join(query.errors),
    ])  # fmt: skip
    return told.getvalue()
