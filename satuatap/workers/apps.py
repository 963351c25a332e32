"""The room of the person."""

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    """Registers the check of this room's reference files."""

    name = "satuatap.workers"

    def ready(self):
        from satuatap.workers import checks  # noqa: F401  registers itself
