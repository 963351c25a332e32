"""A centre at work, laid through the verbs that officers use: where tests of the rooms begin.

Every function acts as the officer who does such a thing; afterwards she is the one who acts.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from satuatap.accounts.models import Assignment, User
from satuatap.applications import actions as applications
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.places.models import Area
from satuatap.workers import actions as workers
from tests.conftest import owner_at_work

NIK = "3209115703980001"
KINDS = ("KTP", "KK", "AKTA_LAHIR")
SERVICE = "rekomendasi_paspor"


def somebody(username: str) -> User:
    """Somebody of the cast, with running roles."""
    return User.objects.with_roles().get(username=username)


def a_colleague(of: User, username="uji-susi", name="Susi Andayani") -> User:
    """Somebody else with the same roles as this officer."""
    with owner_at_work():
        user = User.objects.create_user(username, full_name=name, home_office=of.home_office)
        for row in of.assignments.all():
            Assignment.objects.create(
                user=user, role=row.role, office=row.office, desk=row.desk, area=row.area
            )
    return somebody(username)


def act(user: User) -> User:
    """From here on this person acts in the transaction."""
    acting.enter(user.actor)
    return user


def browser(user: User | None = None, **extra) -> Client:
    """A browser in which this person is signed in, or nobody; it gets error pages as people do."""
    client = Client(raise_request_exception=False, **extra)
    if user is not None:
        client.force_login(user)
    return client


def a_photo(name="kk.jpg", kind="JPEG", size=(600, 400), **how) -> SimpleUploadedFile:
    """A photo of a paper, as a phone makes it."""
    out = io.BytesIO()
    Image.new("RGB", size, "#f6f2ea").save(out, kind, **how)
    return SimpleUploadedFile(name, out.getvalue())


def words(**changes) -> dict:
    """What the front desk asks Siti."""
    village = Area.objects.filter(pk__startswith="32.09.11.", level=4).order_by("pk")[0]
    said = {
        "full_name": "Siti Rahmawati", "sex": "female", "birth_date": None, "village": village,
        "nik": NIK, "manner": "read_aloud", "once": new_id(),
    }  # fmt: skip
    return said | changes


def a_worker(by: User, **changes):
    """Siti, on file at this officer's office."""
    with acting.acting_as(by.actor):
        return workers.register_worker(by=by, office=by.home_office, **words(**changes))[0]


def a_scan(by: User, worker, kind="KK", uploaded=None):
    """A photo of one of her papers."""
    with acting.acting_as(by.actor):
        return workers.add_scan(
            by=by, once=new_id(), worker=worker, kind=kind, uploaded=uploaded or a_photo()
        )


def an_application(by: User, worker=None, service=None, papers=KINDS):
    """An application of Siti's, with all her papers photographed."""
    worker = worker or a_worker(by)
    for kind in papers:
        a_scan(by, worker, kind)
    with acting.acting_as(by.actor):
        return applications.open_application(
            by=by, once=new_id(), worker=worker, service=service or services()[SERVICE],
            now=timezone.now(),
        )  # fmt: skip


def newest_scan(worker, kind):
    """The newest image of this paper, as far as the acting person sees it."""
    document = worker.documents.get(kind=kind)
    return document.scans.order_by("added_at", "id").last()


def decide(by: User, step, kind, reason="", note=""):
    """A desk accepts a paper, or returns it with this reason."""
    with acting.acting_as(by.actor):
        scan = newest_scan(step.application.worker, kind)
        return applications.decide(by=by, step=step, scan=scan, reason=reason, note=note)


def finish(by: User, step):
    """A desk accepts every paper that it needs and finishes."""
    with acting.acting_as(by.actor):
        for kind in step.documents:
            scan = newest_scan(step.application.worker, kind)
            if not step.verdicts.filter(scan=scan).exists():
                applications.decide(by=by, step=step, scan=scan)
        return applications.finish_step(by=by, step=step, now=timezone.now())


def all_desks_done(by: User, application, officers):
    """Every desk in turn finishes its part; the application as it is then, for this officer."""
    for step, officer in zip(application.steps.order_by("position"), officers, strict=True):
        finish(officer, step)
    act(by)
    application.refresh_from_db()
    return application


def at_once(*deeds):
    """Do all deeds in the same moment, each on a connection of its own.

    Returns what they returned or, for those that were refused, what they raised.
    """
    start = Barrier(len(deeds))

    def do(deed):
        start.wait(30)
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as hands:
        return [one.result() for one in [hands.submit(do, deed) for deed in deeds]]


def text_of(answer) -> str:
    """The page as it was sent."""
    return answer.content.decode()
