"""The commands that the launcher gives: the web service, the worker, the sealer, manage.py."""

import subprocess
import sys

from launcher.children import Child
from launcher.choices import CHECKOUT
from launcher.worlds import environment

# 30 slow uploads keep 30 threads waiting; the rest answers.
THREADS = 40
# Open connections, idle ones of browsers included; what comes beyond waits in the kernel's queue.
CONNECTIONS = 512


def manage(world, role, *words, name=None):
    """`manage.py …` of one world in one role."""
    return _python(world, role, CHECKOUT / "manage.py", *words, name=name or words[0])


def _python(world, role, *words, name):
    return Child(
        name=f"{world.name}-{name}",
        command=[sys.executable, *words],
        environment=environment(world, role),
        log_file=world.log_file(name),
    )


def web_service(world):
    """The web service of one world, TLS included when there is a certificate."""
    choices = world.choices
    words = {
        "--interface": "wsgi",
        "--host": choices.host,
        "--port": choices.ports[world.name],
        "--workers": 1,
        "--blocking-threads": THREADS,
        "--backpressure": CONNECTIONS,
        "--workers-kill-timeout": 3,
        "--log-level": "warning",
    }
    if choices.certificate:
        words |= {"--ssl-certificate": choices.certificate, "--ssl-keyfile": choices.key}
        words["--ssl-protocol-min"] = "tls1.2"  # for older phones
    given = [word for pair in words.items() for word in pair]
    # No access log: in protection it would say who looked for help, and when.
    given += ["--no-ws", "--no-access-log", "satuatap.wsgi:application"]
    return Child(
        name=f"{world.name}-service",
        command=[sys.executable, "-m", "granian", *given],
        environment=environment(world, "service"),
        log_file=world.log_file("service"),
    )


def worker(world):
    """The job worker of one world."""
    return manage(world, "service", "work", name="worker")


def sealer(world):
    """The process that chains the audit entries of one world."""
    # without Django's application: a third of the memory
    return _python(world, "sealer", "-m", "satuatap.accounts.seal", name="sealer")


def answer_of(world, role, *words):
    """What a management command prints; empty when it fails or does not exist."""
    asked = manage(world, role, *words)
    done = subprocess.run(
        [str(word) for word in asked.command],
        env=asked.environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else ""
