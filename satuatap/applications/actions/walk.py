"""How a step moves: one way to change its status, its clock, its desk and its trace at once."""

from satuatap.applications.arrivals import reason_to_hold
from satuatap.applications.clocks import calendar_of_desk
from satuatap.applications.models import Application, Step, StepEvent
from satuatap.applications.models.steps import WRITTEN
from satuatap.applications.telling import tell_her
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.acting import with_help_of
from satuatap.workers.models import DeskAccess
from satuatap.workers.models.access import HOUSE

FIELDS = [name.removesuffix("_id") for name in WRITTEN]


def hold_files(files) -> None:
    """Hold these applications to the end of the write, in the order in which everybody does.

    Every verb holds applications before their steps, several by their ids: so no two wait for
    each other. It is the house that holds them: who sees a file and may not change it waits
    too, and reads afterwards what the rule says.
    """
    with with_help_of(HOUSE):
        list(files.select_for_update(of=("self",)).order_by("id").values_list("pk", flat=True))


def hold_files_of(steps) -> None:
    """Hold the applications of all these steps, before the steps themselves are moved."""
    hold_files(Application.objects.filter(pk__in=steps.order_by().values("application")))


def locked(step):
    """The step as it is now, held until the end of the write: the second officer waits here.

    Its application is locked first, as every verb does, and the step read afterwards: a join
    read while waiting would be from before. It comes with its application as it was locked.
    """
    with with_help_of(HOUSE):
        held = Application.objects.select_for_update(of=("self",))
        application = held.get(pk=step.application_id)
    found = Step.objects.select_related(
        "desk__office", "desk__refer_to_office", "done_by", "assigned_to"
    ).get(pk=step.pk)
    found.application = application
    return found


def locked_application(application):
    """The application as it is now, held until the end of the write."""
    hold_files(Application.objects.filter(pk=application.pk))
    return Application.objects.select_related("letter", "office").get(pk=application.pk)


def note(step, kind, *, by, now, runs: bool, reason="") -> StepEvent:
    """Add an event and bring the step's clock and due day to this moment; nothing is saved yet.

    A suspended step's clock never runs, whatever the event would have it do.
    """
    now = max(now, step.status_since) if step.status_since else now  # two clocks may differ
    runs = runs and not step.is_suspended
    calendar = calendar_of_desk(step.desk)
    step.clock = step.clock.after(now, runs, calendar)
    if runs or step.status in (StepStatus.HELD, StepStatus.RETURNED):
        step.due_on = step.clock.due_on(step.standard_days, calendar)
    step.status_since = now
    step.acts += by is not None
    return StepEvent(
        office_id=step.office_id, step=step, kind=kind, reason=reason, runs=runs, by=by, at=now
    )


def move(step, status, kind, *, by, now, runs: bool, reason="") -> None:
    """Change a step's status with its event, and save both."""
    step.move_to(status)
    event = note(step, kind, by=by, now=now, runs=runs, reason=reason)
    step.save(update_fields=FIELDS)
    event.save(force_insert=True)


def share_offices(steps, known: dict | None = None) -> None:
    """One object per office, so that its calendar is read once and not once per step.

    `known`: those that were met before, by id.
    """
    known = {} if known is None else known
    for step in steps:
        desk = step.desk
        desk.office = known.setdefault(desk.office_id, desk.office)
        if desk.refer_to_office_id:
            there = known.setdefault(desk.refer_to_office_id, desk.refer_to_office)
            desk.refer_to_office = there


def put_on_desk(application, step, *, by, now, kind=StepEvent.Kind.ARRIVED) -> None:
    """The step comes to its desk: its clock runs, and the desk sees the person and the papers."""
    step.ready_at = step.ready_at or now
    step.hold_reason = ""
    move(step, StepStatus.READY, kind, by=by, now=now, runs=True)
    if kind != StepEvent.Kind.ARRIVED:
        take_off_desk(step, now)  # what a second person had of it alone
    show_at_desk(application, step, step.documents, step.records)
    step.application = application
    if reason := reason_to_hold(step, now):
        step.hold_reason = reason
        runs = not hold_reasons()[reason].pauses_clock
        move(step, StepStatus.HELD, StepEvent.Kind.HELD, by=None, now=now, runs=runs, reason=reason)


def show_at_desk(application, step, kinds, records=()) -> None:
    """From now on the desk sees the person, and of her papers these kinds."""
    DeskAccess.objects.create(
        office_id=application.office_id, desk_id=step.desk_id, worker_id=application.worker_id,
        file_id=application.pk, step_id=step.pk, kinds=list(kinds), records=list(records),
    )  # fmt: skip


def take_off_desk(step, now) -> None:
    """The desk no longer sees the person for this step."""
    DeskAccess.objects.filter(step_id=step.pk, ended_at__isnull=True).update(ended_at=now)


def wake_waiting_steps(application, now, closed=()) -> None:
    """Put each step at its desk whose earlier steps are done; after the last, ask for the letter.

    `closed`: steps that were done just now: their desks no longer see the person, and their
    offices, and so their calendars, are read already.
    """
    with with_help_of(HOUSE):
        for step in closed:
            take_off_desk(step, now)
        steps = list(
            application.steps.select_for_update(of=("self",))
            .select_related("desk__office", "desk__refer_to_office")
            .order_by("position")
        )
        share_offices([*closed, *steps])
        done = {step.code for step in steps if step.status == StepStatus.DONE}
        for step in steps:
            if step.status == StepStatus.WAITING and done.issuperset(step.after):
                put_on_desk(application, step, by=None, now=now)
        if len(done) == len(steps):
            _end_walk(application, now)


def _end_walk(application, now):
    has_letter = bool(application.definition["letter"])
    application.move_to(ApplicationStatus.LETTER if has_letter else ApplicationStatus.FINISHED)
    if has_letter:
        application.save(update_fields=["status"])
        return
    tell_her(application, now=now)  # while it is known where
    application.finished_at = now
    application.save(update_fields=["status", "finished_at", *forget_contact(application)])


def forget_contact(application) -> list[str]:
    """Where she wanted to be told is not kept past the end; the names of the fields to save."""
    application.channel, application.contact = "", None
    return ["channel", "contact"]
