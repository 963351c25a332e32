"""Applications for other services than the passport recommendation, and a closed Taiwan."""

from datetime import timedelta

from django.utils import timezone

from satuatap.applications import actions
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from tests.centre import a_scan, a_worker, act

TO_TAIWAN = {
    "marital_status": "married", "scheme": "p2p", "destination": "TW",
    "occupation": "ELDERCARE_HOME",
}  # fmt: skip
LETTER = "Surat Dirjen nomor 12 tanggal 20 November 2026"


def a_placement(by, service="verifikasi_cpmi", *, answers=None, papers=(), heir=None, number=None,
                now=None):  # fmt: skip
    """An application and its first step; `number` makes another person of her."""
    who = {} if number is None else {"nik": "", "full_name": f"Siti {number:03}"}
    worker = a_worker(by, **who)
    for kind in papers:
        a_scan(by, worker, kind)
    with acting.acting_as(by.actor):
        opened = actions.open_application(
            by=by, once=new_id(), worker=worker, service=services()[service], heir=heir,
            answers=TO_TAIWAN if answers is None else answers, now=now or timezone.now(),
        )  # fmt: skip
        step = opened.steps.get(position=0)
    return opened, step


def stop_taiwan(by, now, *, occupation="", destination="TW"):
    """The ministry closed it; the head writes it down."""
    return actions.stop_destination(
        by=act(by), office=by.home_office, once=new_id(), destination=destination,
        occupation=occupation, source=LETTER, now=now,
    )  # fmt: skip


def later(moment, **how):
    """So much later."""
    return moment + timedelta(**how)
