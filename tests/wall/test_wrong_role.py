"""Walk 5: a service with a wrong role, or in the other world's database, refuses and says why.

Real processes against real databases: the web service as its server loads it, and the job worker.
"""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest

from tests.conftest import OTHER_WORLD
from tests.database import CHECKOUT, WORLD, town

pytestmark = pytest.mark.wall
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")  # each process of the run has its own
OTHERS, OWN = f"wall_of_the_other_world_{WORKER}", f"wall_of_this_world_{WORKER}"
BYPASS, HEIR, BUILDER = (f"wall_{name}_{WORKER}" for name in ("bypass", "heir", "builder"))
PASSWORD = "wall"
STARTS = {
    "web service": ("-c", "import satuatap.wsgi; print('serving')"),
    "job worker": ("manage.py", "work"),
}


@pytest.fixture(scope="module")
def databases():
    """One database of this world and one that is marked as the other world's."""
    town.clone(OWN)
    town.clone(OTHERS)
    town.cluster.execute(
        f"UPDATE satuatap_world SET name = '{OTHER_WORLD[WORLD]}'", database=OTHERS
    )
    yield
    town.drop(OTHERS)
    town.drop(OWN)


@pytest.fixture(scope="module")
def roles():
    """Roles that pass the wall: by right, by membership, by ownership through membership."""
    _drop_roles()
    sign_in = f"LOGIN NOSUPERUSER PASSWORD '{PASSWORD}'"
    town.cluster.execute(f"CREATE ROLE {BYPASS} {sign_in} BYPASSRLS")
    town.cluster.execute(f"CREATE ROLE {HEIR} {sign_in}")
    town.cluster.execute(f"GRANT {BYPASS} TO {HEIR}")
    town.cluster.execute(f"CREATE ROLE {BUILDER} {sign_in}")
    town.cluster.execute(f"GRANT satuatap_owner TO {BUILDER}")
    yield
    _drop_roles()


def _drop_roles():
    for role in (HEIR, BUILDER, BYPASS):
        town.cluster.execute(f"DROP ROLE IF EXISTS {role}")


def start(process: str, role: str, database: str) -> tuple[int, str]:
    """Start one process of this world as this role in this database: exit code and last words."""
    told = {**os.environ, **town.environment("service", database), "PYTHONPATH": str(CHECKOUT)}
    told["SATUATAP_DATABASE_URL"] = dsn(role, database)
    done = subprocess.run(
        [sys.executable, *STARTS[process]],
        cwd=CHECKOUT, env=told, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def dsn(role, database):
    """The address as this role; those of this test have a password of their own."""
    if not role.startswith("wall_"):
        return town.cluster.dsn(role, database)
    host = quote(str(town.cluster.socket), safe="/")
    return f"postgresql://{role}:{PASSWORD}@/{database}?host={host}&port=5432"


REFUSALS = {
    "the other world's database": (
        "satuatap_service", OTHERS,
        f"this is the {WORLD} service, but the database belongs to {OTHER_WORLD[WORLD]}. "
        "The two worlds never share a database; mend SATUATAP_DATABASE_URL.",
    ),
    "the owner": (
        "satuatap_owner", OWN,
        "the database role satuatap_owner owns tables, and owners pass the policies. "
        "Use satuatap_service in SATUATAP_DATABASE_URL.",
    ),
    "a member of the owner": (
        BUILDER, OWN, f"the database role {BUILDER} owns tables, and owners pass the policies.",
    ),
    "a role that may bypass": (
        BYPASS, OWN, f"the database role {BYPASS} may bypass row security. Use satuatap_service",
    ),
    "a member of one that may bypass": (
        HEIR, OWN, f"the database role {HEIR} may bypass row security. Use satuatap_service",
    ),
    "the superuser": (
        "postgres", OWN, "the database role postgres may bypass row security. Use satuatap_service",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", REFUSALS)
@pytest.mark.parametrize("process", STARTS)
def test_a_service_in_wrong_hands_refuses_to_start_and_says_why(databases, roles, process, wrong):
    role, database, sentence = REFUSALS[wrong]

    code, words = start(process, role, database)

    assert code == 1
    assert f"Satu Atap does not start: {sentence}" in words
    assert "Traceback" not in words
    assert "serving" not in words


def test_the_web_service_starts_as_the_service_in_its_own_database(databases):
    code, words = start("web service", "satuatap_service", OWN)

    assert code == 0
    assert words.startswith("serving")
