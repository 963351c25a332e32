"""Walk 5: administration with protection's DSN, the owner's role, a role that may bypass."""

import subprocess
import sys

import pytest

from demo.town import CHECKOUT


def start_service(environment):
    """What the web service says when it is started with this environment."""
    return subprocess.run(
        [sys.executable, "-c", "import satuatap.wsgi"], cwd=CHECKOUT, env=environment,
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("world", "role", "why"),
    [
        ("protection", "satuatap_service", "The two worlds never share a database"),
        ("administration", "satuatap_owner", "owners pass the policies"),
        ("administration", "postgres", "may bypass row security"),
    ],
)
def test_the_service_refuses_and_says_why(installation, world, role, why):
    told = installation.environment("service")
    told["SATUATAP_DATABASE_URL"] = installation.cluster(world).dsn(role)

    done = start_service(told)

    assert done.returncode != 0
    assert why in done.stderr and "Satu Atap does not start" in done.stderr


def test_with_its_own_role_it_starts(installation):
    assert start_service(installation.environment("service")).returncode == 0
