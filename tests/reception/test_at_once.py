"""Two who press in the same moment: one is faster, the other gets the same or a sentence."""

import pytest
from django.utils import timezone

from satuatap.accounts.models import AuditEntry
from satuatap.common.acting import acting_as
from satuatap.common.ids import new_id
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Area
from satuatap.reception.actions import calls, plans, tickets
from satuatap.reception.models import Capacity, DeskDay, MobileStop, RotaEntry, Screen, Ticket
from satuatap.reception.reading import today_at
from tests.centre import a_colleague, act, at_once, somebody
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
HANDS = 6


@pytest.fixture
def together(committing):
    """`together(username, deed)`: somebody's deed, done by many hands at once."""

    def do(username, deed):
        user = somebody(username)

        def one():
            with acting_as(user.actor):
                return deed(user)

        return at_once(*[one] * HANDS)

    return do


def refused(answers):
    """What went wrong."""
    return [one for one in answers if isinstance(one, Exception)]


def today_of(user):
    return today_at(user.home_office, timezone.now())


def test_presence_said_by_many_stands_once(together):
    def say(dewi):
        desk = dewi.home_office.desks.get(institution="keimigrasian")
        plans.say_presence(by=dewi, desk=desk, day=today_of(dewi), is_here=True)

    assert refused(together("dewi", say)) == []
    with owner_at_work():
        assert [row.is_here for row in DeskDay.objects.all()] == [True]


def test_an_officer_put_on_the_rota_by_many_stands_there_once(together):
    def put(lestari):
        plans.put_on_rota(
            by=lestari, office=lestari.home_office, desk=None, day=today_of(lestari),
            officer=somebody("dewi"),
        )  # fmt: skip

    assert refused(together("lestari", put)) == []
    with owner_at_work():
        assert RotaEntry.objects.count() == 1
        assert AuditEntry.objects.filter(verb="rota_changed").count() == 1


@pytest.mark.parametrize("special", [True, False])
def test_a_quota_set_by_many_stands_once(together, special):
    def put(lestari):
        day = today_of(lestari) if special else None
        plans.set_quota(by=lestari, office=lestari.home_office, group="lowongan", day=day, places=7)

    assert refused(together("lestari", put)) == []
    with owner_at_work():
        assert Capacity.objects.get().places == 7


def test_a_screen_opened_by_many_has_one_key(together):
    def open_it(dewi):
        return plans.open_screen(by=dewi, office=dewi.home_office, now=timezone.now())

    assert refused(together("dewi", open_it)) == []
    with owner_at_work():
        assert Screen.objects.current().count() == 1


def test_rooms_named_by_many_where_no_screen_stands_make_one(together):
    def name(endang):
        plans.name_rooms(by=endang, office=endang.home_office, rooms=["Bilik"], now=timezone.now())

    assert refused(together("endang", name)) == []
    with owner_at_work():
        assert Screen.objects.get().rooms == ["Bilik"]


def test_a_stop_sent_many_times_is_one_stop(together):
    once = new_id()

    def add(lestari):
        village = Area.objects.filter(pk__startswith="32.09.11.", level=4).order_by("pk")[0]
        return plans.add_stop(
            by=lestari, office=lestari.home_office, once=once, day=today_of(lestari),
            village=village, place="Balai desa", opens="08:00", closes="12:00", places=9,
        )  # fmt: skip

    answers = together("lestari", add)

    assert {one.pk for one in answers} == {once}
    with owner_at_work():
        assert MobileStop.objects.count() == 1


# --- a number that a colleague sends on ------------------------------------------------------------


@pytest.fixture
def called(dewi, bu_ratna, a_number, now):
    """A number that Bu Ratna has called, as she read it."""
    desk = bu_ratna.home_office.desks.get(institution="ketenagakerjaan")
    act(dewi)
    tickets.forward(by=dewi, ticket=a_number(), desk=desk, now=now)
    act(bu_ratna)
    return calls.call_next(by=bu_ratna, office=desk.office, desk=desk, now=now).ticket


@pytest.mark.parametrize("deed", [
    calls.call_number, calls.call_again, calls.serve, calls.finish, calls.did_not_come,
])  # fmt: skip
def test_a_number_that_a_colleague_sent_on_meanwhile_answers_with_a_sentence(
    dewi, bu_ratna, called, deed
):
    registry = called.office.desks.get(institution="kependudukan")
    act(dewi)
    tickets.forward(by=dewi, ticket=called, desk=registry, now=timezone.now())

    act(bu_ratna)
    with pytest.raises(MoveRefused, match="sudah diteruskan ke loket lain"):
        deed(by=bu_ratna, ticket=called, now=timezone.now())
    with pytest.raises(MoveRefused, match="sudah diteruskan ke loket lain"):
        tickets.forward(by=bu_ratna, ticket=called, desk=registry, now=timezone.now())


def test_two_colleagues_who_send_the_same_number_on_at_once(committing):
    dewi, ratna = somebody("dewi"), somebody("ratna")
    office, susi = ratna.home_office, a_colleague(ratna)
    desks = {one.institution: one for one in office.desks.all()}
    now = timezone.now()
    with acting_as(dewi.actor):
        ticket = tickets.issue_ticket(by=dewi, office=office, group="lowongan", now=now)
        tickets.forward(by=dewi, ticket=ticket, desk=desks["ketenagakerjaan"], now=now)

    def sending(officer, aim):
        def send():
            with acting_as(officer.actor):
                return tickets.forward(by=officer, ticket=ticket, desk=desks[aim], now=now)

        return send

    answers = at_once(sending(ratna, "kependudukan"), sending(susi, "keimigrasian"))

    assert sorted(type(one).__name__ for one in answers) == ["MoveRefused", "Ticket"]
    with owner_at_work():
        assert Ticket.objects.get().desk_id != desks["ketenagakerjaan"].pk
