"""The identity providers that an office names for signing in, read from a file at start."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from satuatap.environment import WrongEnvironment

NAME = "SATUATAP_OIDC_FILE"
REQUIRED = ("provider_id", "name", "client_id", "secret", "server_url")
SHAPE = f"a JSON list of objects with {', '.join(REQUIRED)}"


def sign_on_apps(path: str, demo: bool) -> list[dict]:
    """Allauth's description of each provider; none when no file is named."""
    if not path:
        return []
    try:
        rows = json.loads(Path(path).read_text())
    except OSError as error:
        raise WrongEnvironment(
            f"{NAME} names {path}, which cannot be read ({error.strerror})."
        ) from None
    except ValueError as error:
        raise WrongEnvironment(f"{path} is not JSON ({error}). It holds {SHAPE}.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WrongEnvironment(f"{path} does not hold {SHAPE}.")
    ids = [row.get("provider_id") for row in rows]
    if len(set(ids)) < len(ids):
        raise WrongEnvironment(f"{path} names a provider_id twice. Each provider has its own.")
    return [_app(path, number, row, demo) for number, row in enumerate(rows, 1)]


def _app(path, number, row, demo):
    where = f"{path}, provider {number}"
    for name in REQUIRED:
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise WrongEnvironment(f"{where}: “{name}” is missing. The file holds {SHAPE}.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", row["provider_id"]):
        raise WrongEnvironment(
            f"{where}: provider_id is “{row['provider_id']}”. Use small letters, digits and “-”."
        )
    address = urlsplit(row["server_url"])
    if address.scheme != "https" and not (demo and address.scheme == "http"):
        raise WrongEnvironment(f"{where}: server_url must begin with https://.")
    return {
        "provider_id": row["provider_id"],
        "name": row["name"],
        "client_id": row["client_id"],
        "secret": row["secret"],
        "settings": {"server_url": row["server_url"], "oauth_pkce_enabled": True},
    }
