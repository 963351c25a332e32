"""What sign-in needs to remember: failures, and one-time codes on paper."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from satuatap.accounts.models.people import User
from satuatap.common.ids import new_id
from satuatap.common.policy import OpenTable


class SignInFailure(models.Model):
    """One failed try at an account; the account name and the address stand as keyed hashes."""

    class Factor(models.TextChoices):
        PASSWORD = "password"  # noqa: S105  # nosec B105: a word, no secret
        SECOND_FACTOR = "second_factor"
        PAPER_CODE = "paper_code"
        REFUSED = "refused"  # not a try: marks that a limit was reached, once in a window

    id = models.BigAutoField(primary_key=True)
    account_hash = models.BinaryField()
    address_hash = models.BinaryField()
    factor = models.CharField(max_length=20, choices=Factor.choices)
    at = models.DateTimeField(db_default=Now())

    policy = OpenTable("counted before anyone is signed in; holds hashes only",
                       service="select, insert, delete")  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["account_hash", "at"], name="failures_of_an_account")]

    def __str__(self):
        return f"{self.factor} {self.at}"


class PaperCode(models.Model):
    """A one-time code, printed and handed over at the office, that sets a new password.

    Where the person has lost her phone, it removes the second factor as well.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="paper_codes")
    code_hash = models.BinaryField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    removes_second_factor = models.BooleanField(default=False)

    policy = OpenTable("read before anyone is signed in; holds hashes only",
                       service="select, insert, update")  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="one_paper_code_at_a_time",
            )
        ]

    def __str__(self):
        return str(self.made_at)
