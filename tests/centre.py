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
from satuatap.applications.actions.deciding import standing_papers
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.places.calendars import local_date
from satuatap.places.models import Area, Desk, Presence
from satuatap.workers import actions as workers
from satuatap.workers.models import Finding
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


# --- a whole service, whatever it asks ----------------------------------------------------------

AT_THE_DESK = {"ketenagakerjaan": "ratna", "kependudukan": "yusuf", "keimigrasian": "hasan"}


def absent(*institutions: str) -> None:
    """These institutions do not sit in the centre: their steps are closed from their papers."""
    with owner_at_work():
        Desk.objects.filter(institution__in=institutions).update(presence=Presence.REMOTE)


def open_with(by: User, service, worker=None, *, now=None, **journey):
    """Open a service for her with every paper that these answers ask for photographed."""
    worker = worker or a_worker(by)
    steps = service.steps_for(journey.get("answers") or {})
    for kind in dict.fromkeys(kind for step in steps for kind in step.documents):
        if not document_kinds()[kind].outcome_only:
            a_scan(by, worker, kind)
    with acting.acting_as(by.actor):
        return applications.open_application(
            by=by, once=new_id(), worker=worker, service=service, now=now or timezone.now(),
            **journey,
        )  # fmt: skip


def a_result(by: User, step, kind, **result):
    """This officer writes a result or number of the kind; a good one where nothing is said."""
    definition = document_kinds()[kind]
    good = {"outcome": definition.good_outcomes[0] if definition.good_outcomes else "",
            "number": "UJI-1" if definition.number else ""}  # fmt: skip
    with acting.acting_as(by.actor):
        return applications.record_finding(by=by, step=step, kind=kind, **(good | result))


def a_known_result(of, kind, by: User, **result):
    """A good result that some earlier application of hers has brought."""
    definition = document_kinds()[kind]
    good = {"outcome": definition.good_outcomes[0] if definition.good_outcomes else "",
            "number": None if definition.good_outcomes else "UJI-1"}  # fmt: skip
    with owner_at_work():
        return Finding.objects.create(
            office_id=of.office_id, worker=of, kind=kind, recorded_by=by, **(good | result)
        )


def close_from_paper(by: User, step, *, with_scan=True):
    """The placement officer closes the step of an institution that is not here.

    A paper that is a result only is never photographed.
    """
    with_scan = with_scan and not any(document_kinds()[kind].outcome_only for kind in step.records)
    for kind in step.records:
        a_result(by, step, kind)
    with acting.acting_as(by.actor):
        return applications.close_absent_step(
            by=by, step=step, paper_number="B-17/2026", now=timezone.now(),
            uploaded=a_photo() if with_scan else None,
        )  # fmt: skip


def finish_with_results(by: User, step):
    """The desk accepts what it needs, writes what it records, and finishes."""
    with acting.acting_as(by.actor):
        standing = standing_papers(step, local_date(timezone.now(), step.desk.office.zone))
    for kind in [kind for kind, answer in standing.items() if answer is None]:
        decide(by, step, kind)
    for kind in step.records:
        a_result(by, step, kind)
    with acting.acting_as(by.actor):
        if step.waits_for_interview:
            applications.note_interview(by=by, step=step, held_alone=True)
        return applications.finish_step(by=by, step=step, now=timezone.now())


def walk_to_the_end(application, by: User):
    """Every desk in its turn, and the placement officer for those that are not here.

    Afterwards `by` acts and the application is as it is then.
    """
    lestari = somebody("lestari")
    act(by)
    while step := application.steps.filter(status=StepStatus.READY).first():
        officer = AT_THE_DESK.get(step.desk.institution)
        if officer and step.desk.presence == Presence.PRESENT:
            finish_with_results(somebody(officer), step)
        else:
            close_from_paper(lestari, step)
        act(by)
    application.refresh_from_db()
    return application


def text_of(answer) -> str:
    """The page as it was sent."""
    return answer.content.decode()
