"""The environment of one process, read once; wrong values end the start with a sentence."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

WORLDS = ("administration", "protection")
ROLES = ("service", "owner", "sealer")
DSN_OF_ROLE = {
    "service": "SATUATAP_DATABASE_URL",
    "owner": "SATUATAP_OWNER_DATABASE_URL",
    "sealer": "SATUATAP_SEALER_DATABASE_URL",
}

# commands that prepare an installation before there is a database
WITHOUT_DATABASE = (["certificate"], ["database"], ["recovery_key"])


class WrongEnvironment(SystemExit):
    """A value in the environment is missing or wrong; the message says how to mend it."""

    def __init__(self, sentence: str):
        super().__init__(f"Satu Atap does not start: {sentence}")


@dataclass(frozen=True)
class Environment:
    """Reads variables by name; every question has its own sentence when the answer is wrong."""

    values: dict[str, str]

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One of the allowed words."""
        value = self.values.get(name) or default
        if value not in allowed:
            raise WrongEnvironment(f"{name} is “{value}”. Set it to one of: {', '.join(allowed)}.")
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        text = self.values.get(name) or str(default)
        if not text.isdigit() or not low <= int(text) <= high:
            raise WrongEnvironment(f"{name} is “{text}”. Set it to a number from {low} to {high}.")
        return int(text)

    def folder(self, name: str, default: Path) -> Path:
        """A folder's path; it need not exist yet."""
        return Path(self.values.get(name) or default).expanduser().resolve()

    def text(self, name: str, default: str = "") -> str:
        """Any text."""
        return self.values.get(name) or default

    def words(self, name: str, default: str = "") -> list[str]:
        """A list separated by commas."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def secret(self, name: str, demo: bool) -> str:
        """A secret from the file that `<name>_FILE` names."""
        path = self.values.get(f"{name}_FILE")
        if path:
            try:
                secret = Path(path).read_text().strip()
            except OSError as error:
                raise WrongEnvironment(
                    f"{name}_FILE names {path}, which cannot be read ({error.strerror})."
                ) from None
            if len(secret) < 40:
                raise WrongEnvironment(
                    f"the secret in {path} is shorter than 40 characters. Make one by "
                    "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
                )
            if not demo and secret.startswith("demo-"):
                raise WrongEnvironment(f"{path} holds a demo secret. Production needs its own.")
            return secret
        if not demo:
            raise WrongEnvironment(f"{name}_FILE is not set. Name a file that holds the secret.")
        return "demo-secret-that-serves-nothing-but-commands-and-tests"

    def database(self, role: str) -> dict:
        """Django's database settings from this role's DSN."""
        name = DSN_OF_ROLE[role]
        dsn = self.values.get(name, "")
        if not dsn:
            needs_none = "--help" in sys.argv or sys.argv[1:2] in WITHOUT_DATABASE
            if needs_none or self.values.get("SATUATAP_NO_DATABASE"):
                return {"ENGINE": "django.db.backends.postgresql", "NAME": "none", "OPTIONS": {}}
            raise WrongEnvironment(
                f"{name} is not set. A process of role “{role}” needs a DSN such as "
                "postgresql://satuatap_service:SECRET@localhost:5432/satuatap "
                "(`make run` sets it by itself)."
            )
        return database_settings(name, dsn)


def database_settings(name: str, dsn: str) -> dict:
    """Django's settings for one postgresql:// DSN; `name` is the variable it came from."""
    parts = urlsplit(dsn)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise WrongEnvironment(
            f"{name} is not a PostgreSQL DSN. It reads postgresql://ROLE:SECRET@HOST:PORT/DATABASE."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query,
    }


def read() -> Environment:
    """The environment of this process."""
    return Environment(dict(os.environ))
