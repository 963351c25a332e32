"""The room of messages out."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the checks of this room."""

    name = "satuatap.notifications"

    def ready(self):
        from satuatap.notifications import checks  # noqa: F401  registers itself
