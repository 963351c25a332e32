"""`manage.py database sql`: what a database administrator must create for one world."""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand

from satuatap.common.postgres import (
    DATABASE,
    OLDEST_MAJOR,
    OWNER,
    ROLES,
    SEALER,
    SERVICE,
    database_sql,
    roles_sql,
)

VARIABLES = {
    SERVICE: "SATUATAP_DATABASE_URL",
    OWNER: "SATUATAP_OWNER_DATABASE_URL",
    SEALER: "SATUATAP_SEALER_DATABASE_URL",
}
HEAD = """\
-- Satu Atap, world: {world}
-- To be run by a superuser: psql --no-psqlrc --set ON_ERROR_STOP=1 -f this-file postgres
-- Each world has a PostgreSQL cluster of its own (version {oldest} or newer): never both in one.
-- The text holds proofs of the passwords (scram), not the passwords.
"""


class Command(BaseCommand):
    """SQL goes to standard output; the addresses with fresh passwords to standard error."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        words = parser.add_subparsers(dest="word", required=True)
        sql = words.add_parser("sql", help="print the SQL, and the addresses for the environment")
        sql.add_argument("--world", choices=("administration", "protection"))
        sql.add_argument("--host", default="localhost", help="name, or folder of the socket")
        sql.add_argument("--port", type=int, default=5432)
        sql.add_argument("--postgres", type=int, default=OLDEST_MAJOR, metavar="VERSION")

    def handle(self, *, world, host, port, postgres, **options):
        passwords = {role: secrets.token_urlsafe(32) for role in ROLES}
        world = world or settings.WORLD
        self.stdout.write(HEAD.format(world=world, oldest=OLDEST_MAJOR))
        self.stdout.write(roles_sql(passwords))
        self.stdout.write(database_sql(postgres))
        self.stderr.style_func = None
        self.stderr.write(f"# {world}: keep these apart, each readable by its own process only")
        for role, name in VARIABLES.items():
            self.stderr.write(
                f"{name}=postgresql://{role}:{passwords[role]}@{host}:{port}/{DATABASE}"
            )
