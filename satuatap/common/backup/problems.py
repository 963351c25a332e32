"""The one way in which backup and restore say no."""


class BackupProblem(Exception):
    """A plain sentence: what is in the way, and how to mend it."""
