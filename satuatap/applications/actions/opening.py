"""Opening a service for a person."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.actions.destinations import wait_for_openings
from satuatap.applications.actions.walk import locked, wake_waiting_steps
from satuatap.applications.codes import LENGTH
from satuatap.applications.models import Application, DestinationStop, Review, Step
from satuatap.applications.reading.offers import offered_services
from satuatap.applications.reading.rules import advice_on
from satuatap.catalogue.services import services
from satuatap.common.acting import with_help_of
from satuatap.common.codes import new_code
from satuatap.common.locks import lock_until_the_end
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused
from satuatap.directory.reading import why_not_usable
from satuatap.places.calendars import local_date
from satuatap.workers.actions import complete_birth_date
from satuatap.workers.models import Worker
from satuatap.workers.models.access import HOUSE

APPLICATION_OPENED = audit.verb("application_opened", gettext_lazy("Permohonan dibuka"))
CORRECTION_ASKED = audit.verb("correction_asked", gettext_lazy("Pembetulan data diminta"))
CORRECTION = "koreksi_kependudukan"


@transaction.atomic
def open_application(*, by, once, worker, service, now, answers=None, job_order=None, heir=None,
                     is_remote=False, birth_date=None):  # fmt: skip
    """Start a service for a person: steps copied from the catalogue, the first ones at their desks.

    `service` is a `catalogue.services.Service`, `answers` question to value, `heir` a pair of
    name and relation for a service that the family asks for, `job_order` what a placement rests
    on, `birth_date` what was read from her card where it was not on file. Raises MoveRefused when
    the same service is already running for her, when the office does not offer it today or lacks
    a desk, and for a journey that the law forbids: under its age, or alone to a private person.
    """
    permissions.open_application.check(by, worker)
    if earlier := first_time(Application, once):
        return earlier
    _wait_for_openings_for(worker.pk)
    _check_can_be_opened(worker, service, now, is_remote)
    today, answers = local_date(now, worker.office.zone), answers or {}
    _check_job_order(service, job_order, today)
    _check_law(service, worker.birth_date or birth_date, answers, today)
    if birth_date and worker.birth_date is None:
        complete_birth_date(by=by, worker=worker, birth_date=birth_date)
    application = Application(
        id=once, office_id=worker.office_id, worker=worker, service=service.code,
        definition=service.as_copy(), code=new_code(LENGTH), opened_by=by, answers=answers,
        destination=answers.get("destination", "") if service.places_abroad else "",
        is_remote=is_remote, job_order=job_order,
    )  # fmt: skip
    if heir:
        application.applicant, application.relation = heir
    return _start(application, service.steps_for(answers), by=by, now=now)


def _wait_for_openings_for(worker_id) -> None:
    """Two counters that open something for her in the same second wait for each other."""
    lock_until_the_end(f"openings for {worker_id}")


def _start(application, definitions, *, by, now):
    """Lay the application with its steps, and put the first ones at their desks."""
    if application.destination:
        wait_for_openings(application.office_id, application.destination)
    stop = DestinationStop.objects.filter(
        office_id=application.office_id, destination=application.destination,
        occupation__in=("", application.answers.get("occupation", "")), lifted_at__isnull=True,
    )  # fmt: skip
    if application.destination and stop.exists():
        raise MoveRefused(
            _(
                "Penempatan ke tujuan ini sedang dihentikan. Permohonan dapat dibuka setelah dibuka lagi."
            )
        )
    desks = {desk.institution: desk for desk in application.office.desks.all()}
    if missing := [step.desk for step in definitions if step.desk not in desks]:
        raise MoveRefused(
            _("Kantor ini belum memiliki loket %(desk)s.") % {"desk": ", ".join(missing)}
        )
    application.save(force_insert=True)
    Step.objects.bulk_create(_steps(application, definitions, desks, _waived(application)))
    audit.record(APPLICATION_OPENED, by=by, about=application, office=application.office_id,
                 reason=application.service)  # fmt: skip
    wake_waiting_steps(application, now)
    return application


def _check_can_be_opened(worker, service, now, is_remote):
    if worker.applications.running().filter(service=service.code).exists():
        raise MoveRefused(_("Permohonan yang sama masih berjalan. Lanjutkan yang itu."))
    if service.code not in offered_services(worker.office, now):
        raise MoveRefused(_("Kantor ini sedang tidak memberikan layanan ini."))
    if is_remote and not service.remote:
        raise MoveRefused(_("Layanan ini meminta pemohon datang sendiri pada satu langkah."))


def _check_law(service, birth_date, answers, day):
    # UU 18/2017 pasal 5 huruf a: nobody under 18 is placed; pasal 63: alone only to a legal entity;
    # every other rule is a caution only
    said = advice_on(
        answers, places_abroad=service.places_abroad, birth_date=birth_date, day=day
    )  # fmt: skip
    for finding in said.stops:
        raise MoveRefused(finding.sentence)


def _check_job_order(service, job_order, day):
    if service.needs_job_order and job_order is None:
        raise MoveRefused(
            _("Pilih job order yang dipakai. Tambahkan di daftar P3MI bila belum ada.")
        )
    if job_order is not None and (sentence := why_not_usable(job_order, day)):
        raise MoveRefused(sentence)


def _waived(application) -> set[str]:
    """What a second person decided not to ask of her: no later application asks for it either."""
    with with_help_of(HOUSE):
        granted = Review.objects.filter(
            kind=Review.Kind.WAIVER,
            is_granted=True,
            step__application__worker=application.worker_id,
        )
        return set(granted.values_list("paper", flat=True))


def _steps(application, definitions, desks, waived):
    for position, step in enumerate(definitions):
        yield Step(
            office_id=application.office_id, application=application, desk=desks[step.desk],
            position=position, code=step.code, title=step.title, records=list(step.records),
            after=list(step.after),
            documents=[kind for kind in step.documents if kind not in waived],
            standard_days=step.standard_days, system=step.system,
        )  # fmt: skip


@transaction.atomic
def ask_for_correction(*, by, step, once, now, what="name"):
    """A desk saw names or dates that differ between papers: open the correction of her data.

    `what` answers the catalogue's question `correction`: name or birth_date. Returns the
    application, the running one where there is one.
    """
    _wait_for_openings_for(step.application.worker_id)
    step = locked(step)
    permissions.work_on_step.check(by, step)
    if earlier := first_time(Application, once):
        return earlier
    worker = Worker.objects.select_related("office").get(pk=step.application.worker_id)
    service, answers = services()[CORRECTION], {"correction": what}
    audit.record(CORRECTION_ASKED, by=by, about=step, office=step.office_id)
    with with_help_of(HOUSE):
        running = worker.applications.running().filter(service=CORRECTION).first()
        if running:
            return running
        application = Application(
            id=once, office_id=worker.office_id, worker=worker, service=CORRECTION,
            definition=service.as_copy(), code=new_code(LENGTH), opened_by=by, answers=answers,
        )  # fmt: skip
        return _start(application, service.steps_for(answers), by=by, now=now)
