"""Two people stand behind every row: who wrote it, and who compared it with its source."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models import User
from satuatap.common.ids import new_id
from satuatap.common.policy import Condition
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Office

FIXED = ("id", "office")  # what no correction changes


def at_office_of_own_desk(permission: str) -> Condition:
    """The row belongs to the office of a desk at which the acting person has this permission."""
    return Condition(
        "EXISTS (SELECT 1 FROM places_desk AS mine"
        ' WHERE mine.office_id = {table}."office_id"'
        f" AND mine.id = ANY ((SELECT acting_desks('{permission}'))::uuid[]))"
    )


def _the_checker() -> Func:
    return Func(
        F("checked_by"),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(models.UUIDField()),
    )


class Compared(models.Model):
    """What was copied from a source: by whom, from where, of which day, and who compared it.

    `writers` are all who wrote on the row since it was compared last; none of them compares it.
    `seen_on` is the day on which the writer looked at the source.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    source = models.CharField(_("sumber"), max_length=200)
    seen_on = models.DateField(_("tanggal sumber dilihat"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    writers = ArrayField(models.UUIDField(), editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField(_("dicocokkan pada"), null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_checked_by_another_than_its_writers",
                condition=~Q(writers__contains=_the_checker()) & ~Q(checked_by=F("entered_by"))
                | Q(checked_by=None),
            ),
            models.CheckConstraint(
                name="%(class)s_check_says_who_and_when",
                condition=Q(checked_by=None, checked_on=None)
                | Q(checked_by__isnull=False, checked_on__isnull=False),
            ),
            models.CheckConstraint(name="%(class)s_names_its_source", condition=~Q(source="")),
        ]

    def was_written_by(self, user) -> bool:
        """Did this person write on it since it was compared last?"""
        return user.pk in self.writers

    def note_writer(self, user, now) -> None:
        """From here on it is this person's word, until somebody else compares it.

        She copied the whole entry from its source and said when: whoever wrote on it before her
        may compare it now. Where only two keep the list, nothing else would ever be compared.
        """
        self.writers = [user.pk]
        self.entered_by, self.entered_at = user, now
        self.checked_by, self.checked_on = None, None

    def refuse_stale(self, revision: int, sentence: str) -> None:
        """Raise MoveRefused with the sentence when it was changed since this revision."""
        if revision != self.revision:
            raise MoveRefused(sentence)
