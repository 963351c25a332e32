"""The room of reception."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Registers the check of this room's reference files."""

    name = "satuatap.reception"

    def ready(self):
        from satuatap.reception import checks  # noqa: F401  registers itself
