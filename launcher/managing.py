"""`python -m launcher manage WORLD COMMAND …`: one management command, as the owner by default.

Works beside a running installation, and without one: then the world's database is started for the
command and stopped after it. So a restore finds an empty database and nothing that serves it.
"""

import argparse
import subprocess
import sys
from contextlib import contextmanager

from launcher.choices import CHECKOUT, WORLDS, read_choices
from launcher.home import Home
from launcher.refusal import Refusal
from launcher.worlds import ROLE_NAMES, World, environment


def main(words):
    """Run it; the exit code is the command's."""
    asked = _parser().parse_args(words)
    try:
        world = World(asked.world, read_choices())
        with _database_at_work(world):
            return subprocess.call(
                [sys.executable, CHECKOUT / "manage.py", *asked.command],
                env=environment(world, asked.role),
            )
    except Refusal as refusal:
        print(f"Satu Atap: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # the command has heard it too
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="python -m launcher manage", description=__doc__)
    parser.add_argument("--as", dest="role", choices=ROLE_NAMES, default="owner")
    parser.add_argument("world", choices=WORLDS)
    parser.add_argument("command", nargs=argparse.REMAINDER, help="as after manage.py")
    return parser


@contextmanager
def _database_at_work(world):
    """Use the database that a launcher runs, or run it ourselves for the moment."""
    if world.cluster is None or world.cluster.is_running():
        yield
        return
    home = Home(world.choices.home)
    home.claim()
    try:
        world.prepare()
        world.cluster.start()
        yield
    finally:
        world.cluster.stop()
        home.release()
