"""What the reception does by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from satuatap.common.acting import acting_as, service_actor
from satuatap.places.models import Office
from satuatap.reception.actions.appointments import count_missed
from satuatap.reception.actions.tickets import keep_closing_time
from satuatap.reception.models import KEEPER


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="reception.keep_closing_times")
def keep_closing_times(timestamp: int) -> None:
    """Erase what was told at tickets after each office's closing time; end numbers of past days."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for office in _offices():
        with acting_as(service_actor(KEEPER)):
            keep_closing_time(office=office, now=now)


@app.periodic(cron="20 17 * * *")  # after midnight in all three zones comes by the next run
@app.task(queueing_lock="reception.count_no_shows")
def count_no_shows(timestamp: int) -> None:
    """Appointments of past days to which nobody came count as missed."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for office in _offices():
        with acting_as(service_actor(KEEPER)):
            count_missed(office, now)


def _offices():
    with acting_as(service_actor(KEEPER)):
        return list(Office.objects.installed().prefetch_related("hours"))
