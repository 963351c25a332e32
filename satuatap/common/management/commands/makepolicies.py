"""`manage.py makepolicies`: write migrations for row policies that changed."""

from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from satuatap.common.operations import EnactPolicy
from satuatap.common.policy import declared


def enacted(loader: MigrationLoader) -> dict[tuple[str, str], list[str]]:
    """The newest frozen statements per (app, model name), in the order of the migrations."""
    newest = {}
    for key in sorted(loader.graph.nodes):
        for operation in loader.graph.nodes[key].operations:
            if isinstance(operation, EnactPolicy):
                newest[key[0], operation.model_name] = operation.statements
    return newest


def outstanding() -> dict[str, list[EnactPolicy]]:
    """Per app, the operations that its migrations lack."""
    known = enacted(MigrationLoader(None))
    missing: dict[str, list[EnactPolicy]] = {}
    for model, policy in declared().items():
        app, name = model._meta.app_label, model._meta.model_name
        statements = policy.statements(model._meta.db_table)
        if known.get((app, name)) != statements:
            missing.setdefault(app, []).append(EnactPolicy(name, statements))
    return missing


class Command(BaseCommand):
    """Write or, with --check, only compare."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail when something is missing")

    def handle(self, *, check, **options):
        missing = outstanding()
        if check and missing:
            names = ", ".join(
                f"{app}.{operation.model_name}" for app, ops in missing.items() for operation in ops
            )
            raise CommandError(f"Row policies without migration: {names}. Run makepolicies.")
        for app, operations in missing.items():
            self.stdout.write(f"{app}: {self._write(app, operations)}")

    def _write(self, app, operations):
        loader = MigrationLoader(None)
        leaves = loader.graph.leaf_nodes(app)
        number = int(leaves[0][1][:4]) + 1
        migration = Migration(f"{number:04d}_policies", app)
        migration.dependencies = [*leaves, *self._parents(loader, app)]
        migration.operations = operations
        writer = MigrationWriter(migration)
        path = Path(apps.get_app_config(app).path) / "migrations" / writer.filename
        path.write_text(writer.as_string())
        return path.name

    def _parents(self, loader, app):
        """Policies look through foreign keys and call functions of `common`."""
        if app == "common":
            return []
        return [("common", loader.graph.leaf_nodes("common")[0][1])]
