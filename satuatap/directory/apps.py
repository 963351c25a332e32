"""The room of agencies and job orders."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registers the check of this room's reference files."""

    name = "satuatap.directory"

    def ready(self):
        from satuatap.directory import checks  # noqa: F401  registers itself
