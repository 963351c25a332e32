"""The one way in which the launcher says no."""


class Refusal(Exception):
    """A plain sentence for the person who started us: what is in the way, and how to mend it."""
