"""The demo's day is laid through the verbs that officers use, once."""

from datetime import datetime

import pytest

from demo.reception import lay_reception
from satuatap.accounts.models import User
from satuatap.places.models import Office
from satuatap.reception.models import Call, DayNote, Ticket
from tests.centre import browser, text_of

pytestmark = pytest.mark.world("administration")


@pytest.fixture(params=["00:05", "01:30", "10:00", "23:55"])
def laid(request, db, as_owner, monkeypatch):
    """The demo's two days, laid at this time of the day in Cirebon."""
    moment = datetime.fromisoformat(f"2026-11-24T{request.param}:00+07:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
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
    assert len(set(Ticket.objects.values_list("day", flat=True))) == 2
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
