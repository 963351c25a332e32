"""The two worlds on disk, and what each child of a world is told.

A world never hears of the other's secrets, and a process knows only the database address of its
own role.
"""

import os
import secrets

from launcher.choices import ADMINISTRATION, DSN_NAMES, PROTECTION, WORLDS
from launcher.cluster import Cluster
from launcher.data_folder import make_folder
from launcher.private_files import write_private
from satuatap.common import postgres

ROLE_NAMES = {
    "service": postgres.SERVICE,
    "owner": postgres.OWNER,
    "sealer": postgres.SEALER,
}
# Never inherited: secrets of one world or one role are handed out singly, or not at all.
_HANDED_OUT = {f"SATUATAP_{name}" for name in DSN_NAMES.values()} | {
    "SATUATAP_KEYS",
    "SATUATAP_FILES",
    "SATUATAP_SECRET_KEY",
    "SATUATAP_SECRET_KEY_FILE",
    "SATUATAP_ENDINGS",
    "SATUATAP_AUDIT_ANCHOR",
    "SATUATAP_NO_DATABASE",
    "SATUATAP_URL",  # from SATUATAP_PROTECTION_URL, which is not protection's own
}
_SENDER = "SATUATAP_SMTP_"
# By this mark a later start knows the processes that an earlier one left behind.
HOME_MARK = "SATUATAP_HOME"


class World:
    """One world of an installation: its folder, its cluster or outside database, its secrets."""

    def __init__(self, name, choices):
        if name not in WORLDS:
            raise ValueError(f"There is no world {name!r}: {', '.join(WORLDS)}.")
        self.name = name
        self.choices = choices
        self.folder = choices.home / name
        self.outside = choices.outside.get(name)
        self.cluster = None if self.outside else self._own_cluster()

    def _own_cluster(self):
        return Cluster(
            self.folder / "postgres",
            secrets_file=self.folder / "secrets.json",
            log_file=self.folder / "log" / "postgres.log",
        )

    def prepare(self):
        """Make the folders and the secret key; what is there already is kept."""
        make_folder(self.folder, self._mode_of_folder())
        for name in ("keys", "files", "log"):
            make_folder(self.folder / name)
        if not self.secret_key_file.exists():
            write_private(self.secret_key_file, secrets.token_urlsafe(50) + "\n")

    def _mode_of_folder(self):
        """Private; passable where PostgreSQL must run under an account that is not ours."""
        return 0o711 if self.cluster and self.cluster.account.switches else 0o700

    @property
    def secret_key_file(self):
        return self.folder / "secret_key"

    def log_file(self, name):
        """Where a child of this world writes what it has to say."""
        return self.folder / "log" / f"{name}.log"

    def dsn(self, role):
        """The database address of service, owner or sealer."""
        return self.outside[role] if self.outside else self.cluster.dsn(ROLE_NAMES[role])


def all_worlds(choices):
    """Both worlds of an installation, administration first."""
    return [World(name, choices) for name in WORLDS]


def environment(world, role):
    """The whole environment of a child process of this world that acts in this role."""
    choices = world.choices
    told = {
        "SATUATAP_WORLD": world.name,
        "SATUATAP_ROLE": role,
        f"SATUATAP_{DSN_NAMES[role]}": world.dsn(role),
        HOME_MARK: str(choices.home),
        "SATUATAP_PORT": str(choices.ports[ADMINISTRATION]),
        "SATUATAP_PROTECTION_PORT": str(choices.ports[PROTECTION]),
        "SATUATAP_HOST": choices.host,
        "SATUATAP_MODE": choices.mode,
        "SATUATAP_SECRET_KEY_FILE": str(world.secret_key_file),
        "SATUATAP_KEYS": str(world.folder / "keys"),
        "SATUATAP_FILES": str(world.folder / "files"),
        "DJANGO_SETTINGS_MODULE": "satuatap.settings",
        "PYTHONUNBUFFERED": "1",
    }
    if choices.certificate:
        told["SATUATAP_TLS_CERTIFICATE"] = str(choices.certificate)
        told["SATUATAP_TLS_KEY"] = str(choices.key)
    return _door_of_protection(world) | _inherited(world) | told


def _door_of_protection(world):
    """Administration knows the public address of protection's door, and nothing else of it."""
    if world.name != ADMINISTRATION:
        return {}
    written = os.environ.get("SATUATAP_PROTECTION_URL")
    return {"SATUATAP_PROTECTION_URL": written or f"{world.choices.address(PROTECTION)}/"}


def _inherited(world):
    """What a child keeps of our own environment.

    SATUATAP_PROTECTION_PUBLIC_URL reaches protection alone, as SATUATAP_PUBLIC_URL; so it is with
    every setting that carries the name of a world. Database addresses are handed out singly.
    """
    kept, own = {}, {}
    for name, value in os.environ.items():
        parts = name.split("_", 2)
        if parts[0] == "SATUATAP" and len(parts) == 3 and parts[1].lower() in WORLDS:
            if parts[1].lower() == world.name:
                own[f"SATUATAP_{parts[2]}"] = value
        elif name.startswith(_SENDER) and world.name == PROTECTION:
            continue  # a sender's name tells where a message comes from: protection has its own
        elif not name.startswith("PG"):  # libpq's own variables would speak for every role
            kept[name] = value
    return {name: value for name, value in (kept | own).items() if name not in _HANDED_OUT}
