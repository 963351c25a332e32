"""Officers and desks that these tests add to the cast."""

from satuatap.accounts.models import Assignment, User
from satuatap.applications import actions
from satuatap.applications.models import Step
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.places.models import Desk
from tests.centre import act, somebody
from tests.conftest import owner_at_work


def an_officer(institution, username, name, beside="dewi"):
    """Somebody who works at this institution's desk, in the office of `beside`."""
    office = somebody(beside).home_office
    with owner_at_work():
        user = User.objects.create_user(username, full_name=name, home_office=office)
        desk = Desk.objects.get(office=office, institution=institution)
        Assignment.objects.create(user=user, role="verifier", office=office, desk=desk)
    return somebody(username)


def place(institution, presence, beside="dewi", **more):
    """This institution sits in the office of `beside` only so."""
    office = somebody(beside).home_office
    with owner_at_work():
        desks = Desk.objects.filter(office=office, institution=institution)
        desks.update(presence=presence, **more)
        return desks.get()


def open_service(by, worker, service, now, **answers):
    """A service of the catalogue for her."""
    with acting.acting_as(by.actor):
        return actions.open_application(
            by=by, once=new_id(), worker=worker, service=services()[service], now=now,
            answers=answers,
        )  # fmt: skip


def step_of(by, application, code) -> Step:
    """One step, as this officer sees it; she acts from here on."""
    act(by)
    return Step.objects.select_related("desk__office", "application").get(
        application=application, code=code
    )


def set_step(step, **words):
    """As if time had passed for this step."""
    with owner_at_work():
        Step.objects.filter(pk=step.pk).update(**words)
