"""What the environment says to the launcher, checked before anything is touched."""

import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from launcher.refusal import Refusal

ADMINISTRATION, PROTECTION = "administration", "protection"
WORLDS = (ADMINISTRATION, PROTECTION)
CHECKOUT = Path(__file__).resolve().parent.parent
PRIVATE_HOST = "127.0.0.1"
# Which environment variable carries the address of the database for each role.
DSN_NAMES = {
    "service": "DATABASE_URL",
    "owner": "OWNER_DATABASE_URL",
    "sealer": "SEALER_DATABASE_URL",
}


@dataclass(frozen=True)
class Choices:
    """One installation: where its state lies, where it answers, in which mode."""

    home: Path
    host: str
    ports: dict
    mode: str
    certificate: Path | None
    key: Path | None
    outside: dict  # world -> role -> DSN, for worlds whose PostgreSQL is not ours
    mode_was_chosen: bool

    @property
    def scheme(self):
        return "https" if self.certificate else "http"

    def address(self, world):
        """What people type to reach a world on this machine."""
        return f"{self.scheme}://{self.host}:{self.ports[world]}"


def read_choices(environment=None):
    """The choices of this environment; refuses with a sentence what is wrong in it."""
    env = os.environ if environment is None else environment
    certificate, key = _tls(env)
    host = env.get("SATUATAP_HOST") or PRIVATE_HOST
    if host != PRIVATE_HOST and not certificate:
        raise Refusal(
            f"Without TLS Satu Atap answers only on {PRIVATE_HOST}, not on {host}: make a "
            "certificate with manage.py certificate and name it in SATUATAP_TLS_CERTIFICATE and "
            "SATUATAP_TLS_KEY."
        )
    mode = env.get("SATUATAP_MODE") or "demo"
    if mode not in ("demo", "production"):
        raise Refusal(f"SATUATAP_MODE is {mode!r}: write demo or production.")
    return Choices(
        home=Path(env.get("SATUATAP_HOME") or CHECKOUT / "var").expanduser().resolve(),
        host=host,
        ports=_ports(env),
        mode=mode,
        certificate=certificate,
        key=key,
        outside={world: found for world in WORLDS if (found := _outside(env, world))},
        mode_was_chosen=bool(env.get("SATUATAP_MODE")),
    )


def _tls(env):
    """Certificate and key as readable files, or neither."""
    names = ("SATUATAP_TLS_CERTIFICATE", "SATUATAP_TLS_KEY")
    given = [name for name in names if env.get(name)]
    if not given:
        return None, None
    if len(given) == 1:
        raise Refusal(f"{given[0]} is set alone: set both {' and '.join(names)}, or neither.")
    files = [Path(env[name]).resolve() for name in names]
    for name, file in zip(names, files, strict=True):
        if not os.access(file, os.R_OK) or not file.is_file():
            raise Refusal(f"{name} names {file}, which cannot be read.")
    return tuple(files)


def _ports(env):
    names = {
        ADMINISTRATION: ("SATUATAP_PORT", "8000"),
        PROTECTION: ("SATUATAP_PROTECTION_PORT", "8001"),
    }
    ports = {}
    for world, (name, usual) in names.items():
        written = env.get(name) or usual
        if not re.fullmatch(r"[0-9]{1,5}", written) or not 0 < int(written) < 65536:
            raise Refusal(f"{name} is {written!r}: write a number between 1 and 65535.")
        ports[world] = int(written)
    if len(set(ports.values())) < len(ports):
        raise Refusal("SATUATAP_PORT and SATUATAP_PROTECTION_PORT are the same: choose two ports.")
    return ports


def outside_name(world, role):
    """The variable that names an outside database: SATUATAP_PROTECTION_OWNER_DATABASE_URL."""
    return f"SATUATAP_{world.upper()}_{DSN_NAMES[role]}"


def _outside(env, world):
    """The DSNs of an outside PostgreSQL for a world, by role: all three, or none."""
    given = {role: env[name] for role in DSN_NAMES if env.get(name := outside_name(world, role))}
    missing = [outside_name(world, role) for role in DSN_NAMES if role not in given]
    if given and missing:
        raise Refusal(
            f"The {world} world is to use an outside PostgreSQL, but {' and '.join(missing)} "
            "is not set. Set all three addresses; manage.py database sql shows how to make them."
        )
    for role, dsn in given.items():
        if urlsplit(dsn).scheme not in ("postgresql", "postgres"):
            raise Refusal(f"{outside_name(world, role)} must begin with postgresql://")
    return given


def check_ports(choices):
    """Refuse when another program answers already where we are to answer."""
    names = {ADMINISTRATION: "SATUATAP_PORT", PROTECTION: "SATUATAP_PROTECTION_PORT"}
    for world, port in choices.ports.items():
        family, _, _, _, address = _resolve(choices.host, port)
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except PermissionError:
                raise Refusal(
                    f"This account may not open port {port}: "
                    f"choose one above 1023 in {names[world]}."
                ) from None
            except OSError as error:
                raise Refusal(
                    f"Port {port} on {choices.host} is taken ({error.strerror}): stop the program "
                    f"that uses it, or choose another port in {names[world]}."
                ) from None


def _resolve(host, port):
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Refusal(f"SATUATAP_HOST is {host!r}: this machine has no such address.") from None
