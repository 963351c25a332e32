"""An installation of its own on this machine, for journeys and benches: started, used, gone."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher.cluster import Cluster
from satuatap.environment import DSN_OF_ROLE

CHECKOUT = Path(__file__).resolve().parent.parent
PATIENCE = 240  # seconds for a first start on a busy machine


@dataclass
class Installation:
    """A running launcher with both worlds."""

    home: Path
    ports: tuple[int, int]
    process: subprocess.Popen
    scheme: str = "http"

    @property
    def administration(self) -> str:
        """Address of the administration service, without a slash at the end."""
        return f"{self.scheme}://127.0.0.1:{self.ports[0]}"

    @property
    def protection(self) -> str:
        """Address of the protection service, without a slash at the end."""
        return f"{self.scheme}://127.0.0.1:{self.ports[1]}"

    def cluster(self, world: str = "administration") -> Cluster:
        """The running cluster of one world."""
        folder = self.home / world
        return Cluster(folder / "postgres", secrets_file=folder / "secrets.json")

    def environment(self, role: str = "owner", world: str = "administration") -> dict[str, str]:
        """What a process of this installation is told."""
        folder = self.home / world
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "satuatap.settings",
            "SATUATAP_WORLD": world,
            "SATUATAP_ROLE": role,
            DSN_OF_ROLE[role]: self.cluster(world).dsn(f"satuatap_{role}"),
            "SATUATAP_POOL": "0",
            "SATUATAP_HOME": str(self.home),
            "SATUATAP_KEYS": str(folder / "keys"),
            "SATUATAP_FILES": str(folder / "files"),
            "SATUATAP_SECRET_KEY_FILE": str(folder / "secret_key"),
        }

    def python(self, *words: str, role: str = "owner") -> str:
        """What Python says as a process of administration; raises when it fails."""
        done = subprocess.run(
            [sys.executable, *words], cwd=CHECKOUT, env=self.environment(role),
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{words[:2]}: {done.stdout}{done.stderr}")
        return done.stdout

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


def free_ports() -> tuple[int, int]:
    """Two ports that nobody uses now."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def start(home: Path, **more: str) -> Installation:
    """`make run` without make, in this home, on free ports; returns when both worlds answer."""
    ports = free_ports()
    told = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SATUATAP_")},
        "SATUATAP_HOME": str(home),
        "SATUATAP_PORT": str(ports[0]),
        "SATUATAP_PROTECTION_PORT": str(ports[1]),
        **more,
    }
    if programs := os.environ.get("SATUATAP_TEST_POSTGRES"):
        told["SATUATAP_POSTGRES_BIN"] = programs
    log = home.with_name(f"{home.name}.log")
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "launcher", "run"],
            cwd=CHECKOUT, env=told, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
    deadline = time.monotonic() + PATIENCE
    while "Ctrl-C" not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError(f"the installation did not start: {log.read_text()}")
        time.sleep(0.2)
    return Installation(
        home, ports, process, "https" if "SATUATAP_TLS_CERTIFICATE" in more else "http"
    )


@contextmanager
def town(**more: str) -> Iterator[Installation]:
    """A fresh installation with the demo district; everything is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="satuatap-town-"))
    installation = start(folder / "home", **more)
    try:
        yield installation
    finally:
        installation.stop()
        shutil.rmtree(folder, ignore_errors=True)
