"""Declares at start what a fresh image of a paper wakes."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The room."""

    name = "satuatap.applications"

    def ready(self):
        from satuatap.applications.actions import bring_back_to_desk
        from satuatap.workers.arrivals import wakes

        wakes(bring_back_to_desk)
