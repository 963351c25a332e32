"""Bring areas, holidays and known centres from `reference/` into the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connection

from satuatap.common.reference import (
    ReferenceError,
    loader,
    origin_of,
    read_csv,
    read_toml,
    reference_folder,
    sidecar,
)
from satuatap.places.calendars import say_that_it_changed
from satuatap.places.models import Area, Centre, Holiday, Level
from satuatap.places.spelling import search_text


@loader("areas")
def load_areas() -> dict[str, int]:
    """Today's areas and the codes that only old identity numbers carry."""
    current = read_areas()
    former = read_former_areas(current)
    names = {row["code"]: row["name"] for row in (*current.values(), *former)}
    rows = (_area_line(row, names) for row in (*current.values(), *former))
    _forget_codes_that_are_gone(set(names))
    with _index_made_afterwards(Area, "places_area_search"):
        _copy_over(Area, AREA_COLUMNS, rows, key="code")
    counts = {kind: 0 for kind in COUNTED.values()}
    for row in current.values():
        counts[COUNTED[int(row["level"])]] += 1
    return {**counts, "former codes": len(former)}


@loader("holidays")
def load_holidays() -> dict[str, int]:
    """National holidays and joint leave of all years for which there is a file."""
    rows = [row for path in calendar_files() for row in read_holidays(path)]
    before = set(Holiday.objects.values_list("date", flat=True))
    Holiday.objects.exclude(date__in=[row["date"] for row in rows]).delete()
    Holiday.objects.bulk_create(
        [Holiday(**row) for row in rows],
        update_conflicts=True,
        unique_fields=["date", "name"],
        update_fields=["kind", "source", "as_of"],
    )
    if before != {row["date"] for row in rows}:
        say_that_it_changed(None)
    return {"days": len(rows)}


@loader("centres")
def load_centres() -> dict[str, int]:
    """The known one-stop centres; rows that left the file leave the table."""
    centres = [Centre(**row) for row in read_centres()]
    Centre.objects.exclude(pk__in=[centre.pk for centre in centres]).delete()
    fields = [field.attname for field in Centre._meta.concrete_fields if not field.primary_key]
    Centre.objects.bulk_create(
        centres, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    return {"centres": len(centres), "plans": sum(not centre.is_public for centre in centres)}


# --- reading and checking -----------------------------------------------------------------------

AREA_COLUMNS = ("code", "name", "level", "parent_id", "is_current", "successor_id", "search")
COUNTED = {
    Level.PROVINCE.value: "provinces",
    Level.REGENCY.value: "regencies",
    Level.DISTRICT.value: "districts",
    Level.VILLAGE.value: "villages",
}


def read_areas() -> dict[str, dict]:
    """Today's areas by code, parents before children; ReferenceError when one hangs in the air."""
    path = reference_folder() / "places" / "areas.csv.gz"
    areas: dict[str, dict] = {}
    for line, row in enumerate(read_csv(path), start=2):
        parent = row["parent"]
        if row["code"] in areas:
            raise ReferenceError(path, line, f"code {row['code']} stands twice")
        if row["code"].rpartition(".")[0] != parent or (parent and parent not in areas):
            raise ReferenceError(path, line, f"{row['code']} has no parent {parent or '(blank)'}")
        areas[row["code"]] = {**row, "is_current": True, "successor": ""}
    return areas


def read_former_areas(current: dict[str, dict]) -> list[dict]:
    """Codes that are gone, parents before children, each with its successor where known."""
    path = reference_folder() / "places" / "historic_codes.csv"
    known, former = set(current), []
    for line, row in enumerate(read_csv(path), start=2):
        code, parent = row["code"], row["code"].rpartition(".")[0]
        if code in known:
            raise ReferenceError(path, line, f"code {code} is in use today, or stands twice")
        if parent not in known:
            raise ReferenceError(path, line, f"code {code} has no parent {parent}")
        if row["successor"] and row["successor"] not in current:
            raise ReferenceError(path, line, f"successor {row['successor']} does not exist")
        known.add(code)
        former.append({**row, "parent": parent, "is_current": False})
    return former


def calendar_files() -> list[Path]:
    """The files of holidays, one a year."""
    return sorted((reference_folder() / "calendar").glob("*.csv"))


def read_holidays(path: Path) -> list[dict]:
    """The holidays of one year, each in the year that the file's name says."""
    origin = origin_of(path)
    as_of = read_toml(sidecar(path)).get("as_of") or origin.valid_from
    rows = []
    for line, row in enumerate(read_csv(path), start=2):
        try:
            day = date.fromisoformat(row["date"])
        except ValueError:
            raise ReferenceError(path, line, f"{row['date']!r} is no date") from None
        if str(day.year) != path.stem:
            raise ReferenceError(path, line, f"{day} does not lie in {path.stem}")
        if row["kind"] not in Holiday.Kind.values:
            raise ReferenceError(path, line, f"kind {row['kind']!r} is unknown")
        rows.append({"source": origin.source[:400], "as_of": as_of, **row, "date": day})
    return rows


def read_centres() -> list[dict]:
    """The known centres as field values; plans are marked as not public."""
    path = reference_folder() / "centres.csv"
    centres: list[dict] = []
    for line, row in enumerate(read_csv(path), start=2):
        for column, kind in (
            ("level", Centre.Level),
            ("status_code", Centre.Status),
            ("mrc", Centre.Resource),
        ):
            if row[column] not in kind.values:
                raise ReferenceError(path, line, f"{column} {row[column]!r} is unknown")
        centres.append(
            row
            | {
                "area_id": row.pop("area_code"),
                "mrc_since": date.fromisoformat(row["mrc_since"]) if row["mrc_since"] else None,
                "is_public": row["status_code"] != Centre.Status.PLAN,
            }
        )
    return centres


# --- writing many rows at once ------------------------------------------------------------------


def _area_line(row: dict, names: dict[str, str]) -> tuple:
    code = row["code"]
    above = [names[code[:end]] for end in (8, 5, 2) if len(code) > end]
    return (
        code,
        row["name"],
        row["level"],
        row["parent"] or None,
        row["is_current"],
        row["successor"] or None,
        search_text(row["name"], *above),
    )


def _forget_codes_that_are_gone(codes: set[str]) -> None:
    """A code that left the files is no longer current; it stays, people may live under it."""
    gone = set(Area.objects.current().values_list("pk", flat=True)) - codes
    Area.objects.filter(pk__in=gone).update(is_current=False)


@contextmanager
def _index_made_afterwards(model, name: str) -> Iterator[None]:
    """Fill an empty table without an index that is slow to build row by row."""
    if model.objects.exists():
        yield
        return
    index = next(index for index in model._meta.indexes if index.name == name)
    with connection.schema_editor() as editor:
        editor.remove_index(model, index)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index waits for pending row checks
    with connection.schema_editor() as editor:
        editor.add_index(model, index)


def _copy_over(model, columns: tuple[str, ...], rows: Iterable[tuple], *, key: str) -> None:
    """Insert or update rows through a temporary table: one COPY and one statement."""
    table, staging = model._meta.db_table, f"incoming_{model._meta.model_name}"
    listed = ", ".join(columns)
    others = [column for column in columns if column != key]
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in others)
    differs = f"({', '.join(f'old.{c}' for c in others)}) IS DISTINCT FROM "
    differs += f"({', '.join(f'EXCLUDED.{c}' for c in others)})"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {staging} (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY {staging} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} AS old ({listed}) SELECT {listed} FROM {staging} "  # noqa: S608
            f"ON CONFLICT ({key}) DO UPDATE SET {changes} WHERE {differs}"
        )
        cursor.execute(f"DROP TABLE {staging}")
        cursor.execute(f"ANALYZE {table}")
