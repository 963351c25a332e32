"""An office offers a service, or no longer."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.applications import permissions
from satuatap.applications.models import ServiceSwitch
from satuatap.common.ids import new_id
from satuatap.common.once import first_time
from satuatap.common.workflow import MoveRefused

SERVICE_SWITCHED = audit.verb("service_switched", gettext_lazy("Layanan dibuka atau ditutup"))


@transaction.atomic
def switch_service(*, by, office, service, from_on, is_offered: bool, reason, once=None):
    """From this day on the office offers the service, or no longer; running files go on."""
    permissions.switch_service.check(by, office)
    once = once or new_id()
    if earlier := first_time(ServiceSwitch, once):
        return earlier
    if not service.switchable:
        raise MoveRefused(_("Layanan ini tidak dapat ditutup oleh kantor."))
    switch = ServiceSwitch.objects.create(
        id=once, office=office, service=service.code, from_on=from_on, is_offered=is_offered,
        reason=reason, by=by,
    )  # fmt: skip
    audit.record(SERVICE_SWITCHED, by=by, about=switch, office=office, reason=service.code)
    return switch
