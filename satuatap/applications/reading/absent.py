"""Steps that wait for an institution which does not sit in the office today."""

from django.db.models import F, Q

from satuatap.accounts.roles import Permission
from satuatap.applications.models import Step
from satuatap.applications.reading.queue import OwnDesk
from satuatap.applications.workflow import StepStatus
from satuatap.common.paging import uuid_or_none
from satuatap.places.calendars import calendar_of, with_calendars
from satuatap.places.models import Desk
from satuatap.places.models.desks import Presence

PAGE = 30


def absent_desks(user, now) -> list[OwnDesk]:
    """Desks of the own offices at which nobody of the institution sits today."""
    offices = user.offices_with(Permission.CLOSE_ABSENT_STEP)
    elsewhere = Desk.objects.filter(office__in=offices).exclude(presence=Presence.PRESENT)
    found = []
    for desk in with_calendars(elsewhere):
        today = calendar_of(desk.office).local_date(now)
        if desk.presence != Presence.ROTA or today.weekday() not in desk.rota_weekdays:
            found.append(OwnDesk(desk, today, today))
    return found


def waiting_for_absent(user, now, after: str = ""):
    """One page of (step, its day has passed), and where the next begins.

    Oldest promised day first; then what was put aside and has none. What waits for her to bring
    a paper, or for a destination, is not among it.
    """
    desks = {own.desk.pk: own for own in absent_desks(user, now)}
    steps = (
        Step.objects.filter(
            desk__in=desks, status__in=[StepStatus.READY, StepStatus.HELD], is_suspended=False
        )
        .select_related("desk", "assigned_to", "application__worker")
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )
    key = uuid_or_none(after) if after else None
    if last := Step.objects.filter(pk=key).only("due_on").first() if key else None:
        steps = steps.filter(_after(last))
    found = list(steps[: PAGE + 1])
    rows = [(step, step.is_overdue(desks[step.desk_id].today)) for step in found[:PAGE]]
    return rows, str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _after(last: Step) -> Q:
    """The steps that come after this one, in the order of the list."""
    if last.due_on is None:
        return Q(due_on__isnull=True, id__gt=last.pk)
    later = Q(due_on__gt=last.due_on) | Q(due_on__isnull=True)
    return later | Q(due_on=last.due_on, id__gt=last.pk)
