"""`make check`: formats, lint, types, import contracts, migrations, reference data, translations.

Each line is one check; all run, and the end says which of them failed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TOOLS = Path(PYTHON).parent
CODE = ["satuatap", "launcher", "demo", "tests", "bench", "docs", "ops", "manage.py"]
CHECKS = {
    "format": [str(TOOLS / "ruff"), "format", "--check", "-q", *CODE],
    "lint": [str(TOOLS / "ruff"), "check", "-q", *CODE],
    "types": [str(TOOLS / "mypy"), "satuatap", "launcher"],
    "floors": [str(TOOLS / "lint-imports"), "--no-cache"],
    "templates": [str(TOOLS / "djlint"), "satuatap", "--lint", "--quiet"],
    "django": [PYTHON, "manage.py", "check"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "policies": [PYTHON, "manage.py", "makepolicies", "--check"],
    "translations": [PYTHON, "-m", "tests.catalogue", "--check"],
    "house": [PYTHON, "-m", "pytest", "tests/house", "-n", "0"],
}


def main() -> int:
    """Run the checks named on the command line, or all."""
    failed = []
    with tempfile.TemporaryDirectory() as home:
        for name in sys.argv[1:] or CHECKS:
            told = os.environ if name == "house" else {**os.environ, **_no_database(home)}
            print(f"{name} ...", flush=True)
            if subprocess.run(CHECKS[name], cwd=CHECKOUT, env=told).returncode:
                failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else f"{len(CHECKS)} checks passed")
    return bool(failed)


def _no_database(home: str) -> dict[str, str]:
    """Commands that compare files need no database and no keys."""
    return {
        "SATUATAP_HOME": home,
        "SATUATAP_ROLE": "owner",
        "SATUATAP_OWNER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1",
        "PYTHONWARNINGS": "ignore::RuntimeWarning",
    }


if __name__ == "__main__":
    sys.exit(main())
