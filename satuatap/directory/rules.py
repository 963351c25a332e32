"""What the office decides about its directory, read from `reference/directory/rules.toml`."""

from functools import lru_cache
from pathlib import Path

from satuatap.common.reference import ReferenceError, origin_of, read_toml, reference_folder

LONGEST = 366


def rules_file() -> Path:
    """The file of this installation."""
    return reference_folder() / "directory" / "rules.toml"


def check_lasts() -> int:
    """Days for which a comparison with the source holds."""
    return _read(rules_file())


@lru_cache(maxsize=4)
def _read(path: Path) -> int:
    origin_of(path)
    days = read_toml(path).get("check_lasts_days")
    if type(days) is not int or not 1 <= days <= LONGEST:
        raise ReferenceError(path, "check_lasts_days", f"must be a number from 1 to {LONGEST}")
    return days
