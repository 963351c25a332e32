"""Closed destinations: which there are, who waits, what was asked about money and debt."""

from dataclasses import dataclass

from django.db.models import Count, Q

from satuatap.applications.models import Application, DestinationStop, SettlementCheck
from satuatap.applications.workflow import ApplicationStatus
from satuatap.catalogue import tables

RUNNING = [ApplicationStatus.OPEN, ApplicationStatus.LETTER]


@dataclass(frozen=True)
class Waiting:
    """One file that waits, with the newest answers about money; `check` None: not asked yet."""

    application: Application
    check: SettlementCheck | None


def place_name(code: str) -> str:
    """The destination in words."""
    place = tables.destination(code)
    return place.name if place else code


def work_name(code: str) -> str:
    """The work in words; empty where every work is meant."""
    work = tables.occupation(code) if code else None
    return work.name if work else code


def stops_of(office_ids) -> list[DestinationStop]:
    """The closures of these offices, running ones first, each with `waiting` files."""
    stops = DestinationStop.objects.filter(office__in=office_ids).select_related("office")
    waiting = Count("applications", filter=Q(applications__status__in=RUNNING))
    return list(stops.annotate(waiting=waiting).order_by("-lifted_at", "-stopped_at", "id"))


def waiting_for(stop) -> list[Waiting]:
    """Everybody whose file waits for this closure to end, by village and name; two queries."""
    files = stop.applications.running().select_related(
        "worker__village__parent__parent__parent", "job_order__agency"
    )
    newest = {}
    for check in SettlementCheck.objects.filter(stop=stop).order_by("asked_at", "id"):
        newest[check.application_id] = check
    ordered = files.order_by("worker__village_id", "worker__full_name", "id")
    return [Waiting(application, newest.get(application.pk)) for application in ordered]
