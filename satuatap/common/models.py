"""The one noun of this floor: which lines of the journal of endings this database contains."""

from django.db import models

from satuatap.common.policy import OpenTable


class Ending(models.Model):
    """One line of the journal of endings (`common.endings`) whose effect is in this database.

    The row is written in the transaction of the ending itself, so it is there exactly when the
    ending is. A restored database lacks the rows of what ended later, and so gets them applied.
    """

    line = models.UUIDField(primary_key=True, editable=False)

    policy = OpenTable(
        "random numbers of journal lines, which say nothing about anyone",
        service="select, insert",
    )

    def __str__(self):
        return str(self.line)
