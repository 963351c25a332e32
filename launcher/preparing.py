"""What a world needs before it serves: keys, tables, reference data, static files, a demo.

Each is done again only when something it is made of has changed. What the database has is noted
in the database itself, so that the note always fits it, also after a restore.
"""

import hashlib
import json
from contextlib import closing

import psycopg

from launcher.children import run_together
from launcher.choices import CHECKOUT
from launcher.private_files import write_private
from launcher.programs import answer_of, manage
from launcher.refusal import Refusal

_NOTED_ON = "public.django_migrations"
_VERSION = ("requirements.txt", "satuatap/__init__.py")
_TABLES = (
    "satuatap/*/migrations/*.py",
    "satuatap/*/management/commands/load_reference.py",
    "satuatap/**/reference_loaders.py",
    "reference/**/*",
)
_CAST = ("demo/*.py", "satuatap/accounts/roles.py", "satuatap/*/management/commands/demo_*.py")
_STATIC = ("satuatap/**/static/**/*",)


def fingerprint(patterns):
    """A digest of the files that these patterns find in the checkout, and of the version."""
    digest = hashlib.sha256()
    for pattern in (*_VERSION, *patterns):
        for path in sorted(CHECKOUT.glob(pattern)):
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(CHECKOUT)} {content}\n".encode())
    return digest.hexdigest()


def prepare(worlds, home, say):
    """Bring the worlds up to date, side by side; fast when nothing has changed."""
    wanted = fingerprint(_TABLES)
    notes = {world.name: read_note(world) for world in worlds}
    stale = [world for world in worlds if notes[world.name].get("prepared") != wanted]
    _run(home, [_keys(world) for world in worlds if world in stale or not _has_keys(world)])
    if stale:
        say("Preparing the databases: tables and reference data …")
        for world in stale:
            _rewrite_note(world, notes, prepared=None)
        _run(home, [manage(world, "owner", "migrate", "--noinput") for world in stale])
        _run(home, [manage(world, "owner", "load_reference") for world in stale])
    _collect_static(worlds, home)
    _load_demo(worlds, notes, home, say)
    for world in stale:
        _rewrite_note(world, notes, prepared=wanted)


def _keys(world):
    return manage(world, "owner", "keys", "create", "--if-missing")


def _has_keys(world):
    return (world.folder / "keys" / "master.keys").exists()


def _run(home, jobs):
    """Run commands side by side; refuses with their own last words when one fails."""
    failed = run_together(jobs, home)
    if failed:
        job, words = failed[0]
        raise Refusal(f"{job.name} did not succeed; the whole log is in {job.log_file}.\n{words}")


def _collect_static(worlds, home):
    """Gather the hashed static files; their note lies beside them, they are not in the database."""
    wanted = fingerprint(_STATIC)
    stamps = {world.name: world.folder / "static.stamp" for world in worlds}
    stale = [w for w in worlds if not _says(stamps[w.name], wanted)]
    _run(home, [manage(world, "owner", "collectstatic", "--noinput") for world in stale])
    for world in stale:
        stamps[world.name].write_text(wanted)


def _says(path, text):
    return path.exists() and path.read_text() == text


def _load_demo(worlds, notes, home, say):
    """Lay the demo district where nothing was before; never into a database that is in use."""
    for world in worlds:
        if not notes[world.name].get("demo"):
            _rewrite_note(world, notes, demo="wanted" if _may_show(world) else "never")
    wanting = [w for w in worlds if notes[w.name]["demo"] == "wanted" and w.choices.mode == "demo"]
    if wanting:
        say("Laying the demo district …")
        _run(home, [manage(world, "owner", "load_demo") for world in wanting])
        for world in wanting:
            _rewrite_note(world, notes, demo="laid")


def _may_show(world):
    """In demo mode; into an outside database only when demo was asked for in so many words."""
    choices = world.choices
    return choices.mode == "demo" and (not world.outside or choices.mode_was_chosen)


def demo_accounts(world):
    """What `manage.py demo_accounts` prints where the demo lies, else nothing.

    Asked once and kept: a later start shall take a few seconds.
    """
    if world.choices.mode != "demo" or read_note(world).get("demo") != "laid":
        return ""
    kept, wanted = world.folder / "accounts.txt", fingerprint(_CAST)
    if kept.exists():
        mark, _, text = kept.read_text().partition("\n")
        if mark == wanted:
            return text
    text = answer_of(world, "service", "demo_accounts")
    if text:
        write_private(kept, f"{wanted}\n{text}")
    return text


def read_note(world):
    """What earlier starts noted about this database: {} when it is new."""
    with closing(_connect(world)) as connection:
        row = connection.execute(
            "SELECT obj_description(to_regclass(%s), 'pg_class')", [_NOTED_ON]
        ).fetchone()
    try:
        note = json.loads(row[0] or "{}")
    except ValueError:
        return {}
    return note if isinstance(note, dict) else {}


def _rewrite_note(world, notes, **changes):
    """Note something on the table of migrations; nothing happens while there is none."""
    notes[world.name] |= changes
    text = psycopg.sql.Literal(json.dumps(notes[world.name], sort_keys=True))
    with closing(_connect(world)) as connection:
        if connection.execute("SELECT to_regclass(%s)", [_NOTED_ON]).fetchone()[0]:
            connection.execute(
                psycopg.sql.SQL("COMMENT ON TABLE public.django_migrations IS {}").format(text)
            )


def _connect(world):
    """A connection as the owner; refuses with a sentence when the database does not answer."""
    try:
        return psycopg.connect(world.dsn("owner"), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Refusal(
            f"The database of {world.name} does not answer: {str(error).splitlines()[0]}"
        ) from None
