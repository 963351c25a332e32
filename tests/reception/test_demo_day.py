"""The demo's day is laid through the verbs that officers use, once."""

import pytest

from demo.reception import lay_reception
from satuatap.accounts.models import User
from satuatap.places.models import Office
from satuatap.reception.models import Call, DayNote, Ticket
from tests.centre import browser, text_of

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def laid(db, as_owner):
    """The demo's two days."""
    with as_owner():
        offices = {office.code: office for office in Office.objects.installed()}
        people = {user.username: user for user in User.objects.with_roles()}
        lay_reception(offices, people)
        assert lay_reception(offices, people) == []
        yield


def test_yesterday_is_served_and_today_waits(laid):
    assert Ticket.objects.count() == 50
    assert Ticket.objects.filter(status="done").count() == 36
    assert Ticket.objects.filter(status="waiting").count() == 10
    assert set(DayNote.objects.values_list("day", flat=True)) == {Ticket.objects.latest("day").day}
    yesterday = Call.objects.filter(day=Ticket.objects.earliest("day").day)
    ahead = yesterday.get(out_of_order=True)
    overtaken = Ticket.objects.filter(group=ahead.group, number=ahead.number - 1, day=ahead.day)
    assert ahead.reason == "jemputan"
    assert overtaken.get().called_at > ahead.called_at


def test_the_demo_opens_with_something_to_see(db, as_owner, person):
    with as_owner():
        offices = {office.code: office for office in Office.objects.installed()}
        people = {user.username: user for user in User.objects.with_roles()}
        lay_reception(offices, people)

    for name, address in (
        ("dewi", "/antrean/"),
        ("ratna", "/panggil/"),
        ("endang", "/pengunjung/"),
    ):
        assert browser(person(name)).get(address).status_code == 200
    assert "Balai desa" in text_of(browser().get("/janji/"))
