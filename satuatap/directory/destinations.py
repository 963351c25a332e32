"""Names of destinations, as the table of destinations has them where there is one."""

import re
from functools import lru_cache

from satuatap.common.reference import ReferenceError, read_csv, reference_folder

CODE = re.compile(r"[A-Z]{2,3}")


def destination_names() -> dict[str, str]:
    """Code to Indonesian name, in the order of names; empty where there is no table."""
    path = reference_folder() / "tables" / "destinations.csv"
    return _read(path) if path.exists() else {}


@lru_cache(maxsize=4)
def _read(path) -> dict[str, str]:
    rows = [row for row in read_csv(path) if row.get("code") != ""]  # some places have none yet
    for line, row in enumerate(rows, start=2):
        if not row.get("name") or not CODE.fullmatch(row.get("code", "")):
            raise ReferenceError(path, line, "needs a code of two or three capitals and a name")
    return {row["code"]: row["name"] for row in sorted(rows, key=lambda row: row["name"])}


def destination_name(code: str) -> str:
    """The name, or the code itself where the table does not know it."""
    return destination_names().get(code, code)
