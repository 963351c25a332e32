"""What an office offers today, and why not the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from satuatap.applications.models import ServiceSwitch
from satuatap.catalogue.services import Service, services, services_on
from satuatap.common.templatetags.satuatap import tanggal
from satuatap.places.calendars import local_date
from satuatap.places.models import Office
from satuatap.places.models.desks import Institution


def offered_services(office: Office, now) -> dict:
    """The services that this office gives today, by code: valid, and not switched off."""
    today = local_date(now, office.zone)
    switches = ServiceSwitch.objects.filter(office=office, from_on__lte=today)
    newest = dict(switches.order_by("from_on", "at").values_list("service", "is_offered"))
    return {
        code: service
        for code, service in services_on(today).items()
        if newest.get(code, True) or not service.switchable
    }


@dataclass(frozen=True)
class DeskOffer:
    """The services that begin at one desk."""

    desk: str
    services: tuple[Service, ...]


@dataclass(frozen=True)
class Offers:
    """What can be opened, desk by desk, and what cannot, with the reason that officers read."""

    by_desk: tuple[DeskOffer, ...]
    not_today: tuple[tuple[Service, str], ...]


def offers_of(office, now, *, but=(), sought="") -> Offers:
    """The office's services without the codes in `but`; `sought`: letters of a name or summary."""
    offered = offered_services(office, now)
    wanted = [
        service
        for code, service in services().items()
        if code not in but and _speaks_of(service, sought)
    ]
    missing = [service for service in wanted if service.code not in offered]
    reasons = reasons_not_offered(office, missing, now)
    return Offers(
        by_desk=tuple(_by_desk([service for service in wanted if service.code in offered])),
        not_today=tuple((service, reasons[service.code]) for service in missing),
    )


def why_not_offered(office, service, now) -> str:
    """Why this service is not offered today, or an empty string."""
    if service.code in offered_services(office, now):
        return ""
    return reasons_not_offered(office, [service], now)[service.code]


def reasons_not_offered(office, missing, now) -> dict[str, str]:
    """Why each of these services is not offered today, by code, in words for officers."""
    today = local_date(now, office.zone)
    reasons = {
        service.code: _("Mulai berlaku %(day)s.") % {"day": tanggal(service.valid_from)}
        for service in missing
        if service.valid_from > today
    }
    closed = [service.code for service in missing if service.code not in reasons]
    if closed:
        switches = ServiceSwitch.objects.filter(
            office=office, service__in=closed, from_on__lte=today, is_offered=False
        )
        for switch in switches.order_by("from_on", "at"):
            reasons[switch.service] = _("Tidak dilayani sejak %(day)s: %(reason)s") % {
                "day": tanggal(switch.from_on), "reason": switch.reason,
            }  # fmt: skip
    return reasons


def _speaks_of(service, sought) -> bool:
    words = f"{service.name} {service.summary}".casefold()
    return all(part in words for part in sought.casefold().split())


def _by_desk(offered):
    """In the order of the desks of the law; a service stands at the desk of its first step."""
    for code, name in Institution.choices:
        of_desk = tuple(service for service in offered if service.steps[0].desk == code)
        if of_desk:
            yield DeskOffer(name, of_desk)
