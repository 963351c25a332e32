"""The room of letters."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Registers the check of this room's reference files."""

    name = "satuatap.letters"

    def ready(self):
        from satuatap.letters import checks  # noqa: F401  registers itself
