"""What is tidied up regularly."""

from django.utils import timezone
from procrastinate.contrib.django import app

from satuatap.accounts import limits
from satuatap.accounts.models import Session


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="accounts.tidy_sign_in")
def tidy_sign_in(timestamp: int) -> None:
    """Remove sessions that nobody can use and failures too old to be told of."""
    now = timezone.now()
    Session.objects.expired(now).delete()
    limits.forget_old(now)
