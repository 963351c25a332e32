"""The room of areas, offices, desks and calendars."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers the check of this room's reference files."""

    name = "satuatap.places"

    def ready(self):
        from satuatap.places import checks  # noqa: F401  registers itself
