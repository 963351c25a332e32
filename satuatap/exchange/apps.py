"""The room of outside systems."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the check of the sheets, and what happens when a step arrives while a system is down."""

    name = "satuatap.exchange"

    def ready(self):
        from satuatap.applications.arrivals import when_a_step_arrives
        from satuatap.exchange import checks  # noqa: F401  registers itself
        from satuatap.exchange.actions import hold_while_down

        when_a_step_arrives(hold_while_down)
