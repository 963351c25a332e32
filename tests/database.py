"""The throw-away database of the suite: laid once, cloned for whoever needs real commits.

A pytest plugin that is loaded before Django reads its settings. One cluster per world lies under
`build/`; it is kept between runs and laid again when migrations, reference data or the cast
change. Tests sign in as the owner and at once become the service (`SET ROLE`): every act and
assertion is the service's, `as_owner` lays fixtures.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher.cluster import Cluster
from launcher.preparing import fingerprint

CHECKOUT = Path(__file__).resolve().parent.parent
WORLD = os.environ.setdefault("SATUATAP_WORLD", "administration")
MADE_OF = (
    "satuatap/*/migrations/*.py", "satuatap/**/reference_loaders.py", "reference/**/*",
    "demo/cast.py", "demo/laying.py", "satuatap/accounts/roles.py", "satuatap/common/keystore.py",
)  # fmt: skip
LAY_CAST = """
import django; django.setup()
from demo.laying import lay_offices, lay_people
lay_people(lay_offices())
"""


class Town:
    """The cluster of this run, its template and what its processes are told."""

    def __init__(self, home: Path):
        self.home = home
        self.cluster = Cluster(home / "postgres", durable=False, program_folder=programs())
        self.keys = home / "keys"

    def environment(self, role: str, database: str = "satuatap") -> dict[str, str]:
        """Variables of a process of this world in one database role."""
        dsn = {
            "service": "SATUATAP_DATABASE_URL",
            "owner": "SATUATAP_OWNER_DATABASE_URL",
            "sealer": "SATUATAP_SEALER_DATABASE_URL",
        }
        return {
            "SATUATAP_WORLD": WORLD,
            "SATUATAP_ROLE": role,
            dsn[role]: self.cluster.dsn(f"satuatap_{role}", database),
            "SATUATAP_HOME": str(self.home),
            "SATUATAP_KEYS": str(self.keys),
            "SATUATAP_FILES": str(self.home / "files"),
            "SATUATAP_POOL": "0",
            "DJANGO_SETTINGS_MODULE": "satuatap.settings",
        }

    def lay(self) -> None:
        """Start, and lay everything again when what it is made of has changed."""
        wanted, note = fingerprint(MADE_OF), self.home / "laid"
        if not (note.exists() and note.read_text() == wanted):
            Cluster(self.home / "postgres", program_folder=programs()).stop()
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir(parents=True)
        self.cluster.start()
        if not note.exists():
            # tests sign in as the owner and become the service
            self.cluster.execute(
                "GRANT satuatap_service TO satuatap_owner WITH INHERIT FALSE, SET TRUE"
                if self.cluster.major >= 16
                else "GRANT satuatap_service TO satuatap_owner"
            )
            self.manage("keys", "create", "--if-missing")
            self.manage("migrate", "--noinput", "-v0")
            self.manage("load_reference")
            self.python("-c", LAY_CAST)
            note.write_text(wanted)
        self.cluster.execute("ALTER ROLE satuatap_owner CREATEDB")

    def manage(self, *words: str) -> None:
        """Run one management command as the owner."""
        self.python(str(CHECKOUT / "manage.py"), *words)

    def python(self, *words: str) -> None:
        """Run Python as a process of this world, as the owner; its words end the run on failure."""
        told = {**os.environ, **self.environment("owner"), "PYTHONPATH": str(CHECKOUT)}
        done = subprocess.run(
            [sys.executable, *words], cwd=CHECKOUT, env=told, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{words}: {done.stdout}{done.stderr}")

    def clone(self, name: str) -> str:
        """A database of its own with everything in it; returns its name."""
        strategy = "STRATEGY file_copy" if self.cluster.major >= 15 else ""
        self.drop(name)
        self.cluster.execute(
            f"CREATE DATABASE {name} OWNER satuatap_owner TEMPLATE satuatap {strategy}"
        )
        return name

    def drop(self, name: str) -> None:
        """Remove a clone."""
        self.cluster.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def programs() -> Path | None:
    """PostgreSQL of the wheel, or the folder that SATUATAP_TEST_POSTGRES names (Debian's)."""
    named = os.environ.get("SATUATAP_TEST_POSTGRES")
    return Path(named) if named else None


def _home() -> tuple[Path, object]:
    """The kept home of this world, or a fresh one while another run uses that."""
    flavour = "debian" if programs() else "embedded"
    kept = CHECKOUT / "build" / "test" / f"{WORLD}-{flavour}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    lock = (kept.parent / f"{kept.name}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return Path(tempfile.mkdtemp(prefix="satuatap-test-")), None
    return kept, lock


def _begin() -> Town:
    """In the first process of a run: start the cluster and tell its address to the others."""
    if inherited := os.environ.get("SATUATAP_TEST_TOWN"):
        return Town(Path(inherited))
    home, lock = _home()
    town = Town(home)
    town.lock = lock
    town.lay()
    os.environ["SATUATAP_TEST_TOWN"] = str(home)
    return town


town = _begin()
os.environ.update(town.environment("service"))
os.environ["SATUATAP_DATABASE_URL"] = town.cluster.dsn("satuatap_owner")
# the browser of the journeys keeps an event loop in the process; the tests themselves are synchronous
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
IS_FIRST = hasattr(town, "lock")


def pytest_unconfigure(config):
    """Stop the cluster when the first process of the run ends."""
    if IS_FIRST:
        town.cluster.stop()
        if town.lock is None:
            shutil.rmtree(town.home, ignore_errors=True)
