"""Declares at start what a fresh image of a paper wakes, and what a changed calendar moves."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The room."""

    name = "satuatap.applications"

    def ready(self):
        from satuatap.applications.actions import bring_back_to_desk, letter_moved
        from satuatap.applications.clock_keeping import calendar_changed
        from satuatap.letters.listeners import when_a_letter_moves
        from satuatap.places.calendars import when_it_changes
        from satuatap.workers.arrivals import wakes

        wakes(bring_back_to_desk)
        when_it_changes(calendar_changed)
        when_a_letter_moves(letter_moved)
