"""Which services an office gives: today, and from which day on otherwise."""

from dataclasses import dataclass
from datetime import date

from satuatap.applications.models import ServiceSwitch
from satuatap.catalogue.definitions import Service
from satuatap.catalogue.services import services
from satuatap.places.calendars import local_date
from satuatap.places.models import Office


@dataclass(frozen=True)
class Offer:
    """One service at one office. `today` None: never switched, so it is given."""

    office: Office
    service: Service
    today: ServiceSwitch | None
    planned: tuple[ServiceSwitch, ...]

    @property
    def is_offered(self) -> bool:
        """Is it given today?"""
        return self.today is None or self.today.is_offered


def offers_of(offices, now) -> list[Offer]:
    """Every service that these offices may switch, with its state; one query for all."""
    said: dict[tuple, list[ServiceSwitch]] = {}
    for switch in ServiceSwitch.objects.filter(office__in=offices).order_by("from_on", "at"):
        said.setdefault((switch.office_id, switch.service), []).append(switch)
    return [
        _offer(office, service, said.get((office.pk, service.code), []), now)
        for office in offices
        for service in services().values()
        if service.switchable
    ]


def _offer(office, service, switches, now) -> Offer:
    """Of several for one day the last one counts, as it does when a service is opened."""
    today: date = local_date(now, office.zone)
    begun = [switch for switch in switches if switch.from_on <= today]
    planned = {switch.from_on: switch for switch in switches if switch.from_on > today}
    return Offer(office, service, begun[-1] if begun else None, tuple(planned.values()))
