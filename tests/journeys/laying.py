"""Earlier work of officers, laid through their verbs at any moment.

Runs inside an installation (`inside.run`), as the application's own role.
"""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from satuatap.accounts.models import User
from satuatap.applications import actions
from satuatap.applications.actions.deciding import standing_papers
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.places.calendars import local_date
from satuatap.places.models import Area, Presence
from satuatap.workers.actions import add_scan, register_worker
from satuatap.workers.models import Scan, Worker


def somebody(username):
    """Somebody of the cast."""
    return User.objects.with_roles().get(username=username)


def a_person(front, name):
    """She, on file at this officer's office."""
    area = front.home_office.area_id
    village = Area.objects.filter(pk__startswith=f"{area}.", level=4).order_by("pk")[0]
    with acting.acting_as(front.actor):
        worker, _made = register_worker(
            by=front, office=front.home_office, once=new_id(), manner="read_aloud", sex="female",
            full_name=name, birth_date=date(1998, 3, 17), village=village, nik="",
        )  # fmt: skip
    return worker


def photographed(front, worker, kinds):
    """A photo of each of these papers that has none."""
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "#f6f2ea").save(out, "JPEG")
    with acting.acting_as(front.actor):
        there = set(worker.documents.values_list("kind", flat=True))
        for kind in dict.fromkeys(kinds):
            if kind not in there and not document_kinds()[kind].outcome_only:
                photo = SimpleUploadedFile("surat.jpg", out.getvalue())
                add_scan(by=front, once=new_id(), worker=worker, kind=kind, uploaded=photo)


def opened(front, worker, code, answers, now=None):
    """A service opened for her with the answers that it asks."""
    service = services()[code]
    asked = {one: answers[one] for one in service.questions if one in answers}
    with acting.acting_as(front.actor):
        worker = Worker.objects.select_related("office").get(pk=worker.pk)
        return actions.open_application(
            by=front, once=new_id(), worker=worker, service=service, answers=asked,
            now=now or timezone.now(),
        )  # fmt: skip


def finished(officer, step, now=None):
    """The desk accepts what it needs, writes what it records, talks, and finishes."""
    now = now or timezone.now()
    with acting.acting_as(officer.actor):
        standing = standing_papers(step, local_date(now, step.desk.office.zone))
        for kind in [kind for kind, answer in standing.items() if answer is None]:
            scans = Scan.objects.filter(worker_id=step.application.worker_id, kind=kind)
            newest = scans.order_by("added_at", "id").last()
            actions.decide(by=officer, step=step, scan=newest)
        _results(officer, step)
        if step.waits_for_interview:
            actions.note_interview(by=officer, step=step, held_alone=True)
        return actions.finish_step(by=officer, step=step, now=now)


def brought_to(front, officer, application, code, now=None):
    """One desk finishes what lies before this step; returns the step."""
    while (step := next_step(front, application)).code != code:
        finished(officer, step, now)
    return step


def closed_from_paper(placement, step):
    """The placement officer closes the step of an institution that is not here."""
    with acting.acting_as(placement.actor):
        _results(placement, step)
        actions.close_absent_step(
            by=placement, step=step, paper_number="B-17/2026", uploaded=None, now=timezone.now()
        )


def _results(officer, step):
    for code in step.records:
        kind = document_kinds()[code]
        actions.record_finding(
            by=officer, step=step, kind=code, number="CONTOH-17" if kind.number else "",
            outcome=kind.good_outcomes[0] if kind.good_outcomes else "",
        )  # fmt: skip


def walked(front, worker, code, answers, at_the_desk, placement):
    """A whole service, every desk in its turn; institutions without officer from their paper."""
    application = opened(front, worker, code, answers)
    steps = services()[code].steps_for(answers)
    photographed(front, worker, [kind for step in steps for kind in step.documents])
    while step := next_step(front, application):
        here = step.desk.presence == Presence.PRESENT
        officer = at_the_desk.get(step.desk.institution) if here else None
        finished(officer, step) if officer else closed_from_paper(placement, step)
    return application


def next_step(front, application):
    """The first step of this application that lies at a desk now; None at its end."""
    with acting.acting_as(front.actor):
        steps = application.steps.filter(status=StepStatus.READY)
        return steps.select_related("desk__office", "application").order_by("position").first()
