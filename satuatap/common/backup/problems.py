"""The one way in which backup and restore say no."""


class BackupProblem(Exception):  # noqa: N818 - it is an answer to the person at the machine
    """A plain sentence: what is in the way, and how to mend it."""
