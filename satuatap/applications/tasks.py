"""What is done regularly: late steps are noted, and the times of desks measured."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from satuatap.applications.clock_keeping import escalate, measure, recount
from satuatap.applications.models.applications import CLOCKS
from satuatap.common.acting import acting_as, service_actor
from satuatap.places.models import Office

log = logging.getLogger(__name__)


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="applications.keep_clocks")
def keep_clocks(timestamp: int) -> None:
    """Every hour, office by office, each in a transaction of its own.

    An office whose clocks cannot be kept is logged and does not stop the others.
    """
    now = timezone.now()
    for office in Office.objects.installed():
        try:
            with acting_as(service_actor(CLOCKS)):
                recount(office)
                escalate(office, now)
                measure(office, now)
        except Exception:
            log.exception("the clocks of %s were not kept", office.code)
