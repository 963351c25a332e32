"""Names of destinations, as the table of destinations has them where there is one."""

from functools import lru_cache

from satuatap.common.reference import read_csv, reference_folder


def destination_names() -> dict[str, str]:
    """Code to Indonesian name, in the order of names; empty where there is no table."""
    path = reference_folder() / "tables" / "destinations.csv"
    return _read(path) if path.exists() else {}


@lru_cache(maxsize=4)
def _read(path) -> dict[str, str]:
    rows = sorted(read_csv(path), key=lambda row: row["name_id"])
    return {row["code"]: row["name_id"] for row in rows}


def destination_name(code: str) -> str:
    """The name, or the code itself where the table does not know it."""
    return destination_names().get(code, code)
