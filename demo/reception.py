"""Two days at the reception of the imaginary centre: yesterday in the book, today under way."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from satuatap.accounts.models import User
from satuatap.places.calendars import local_date
from satuatap.places.models import Area
from satuatap.reception.actions import appointments, calls, plans, tickets
from satuatap.reception.groups import groups
from satuatap.reception.models import Appointment, Impression, Ticket
from satuatap.reception.places_left import days_with_places
from satuatap.reception.reading import today_at

GROUPS = ("pendaftaran", "lowongan", "lowongan", "kependudukan", "pengambilan", "informasi")
NEEDS = ((), (), (), ("hamil",), ("membawa_anak",), ("bicara_sendiri",), ("juru_bahasa",))
CALLERS = {"ketenagakerjaan": "ratna", "kependudukan": "yusuf", "keimigrasian": "hasan"}
HERE, AWAY = ("ketenagakerjaan", "kependudukan"), "kesehatan"
SERVED_YESTERDAY, WAITING_TODAY = 36, 14
OUT_OF_ORDER = 17  # yesterday's visitor who was called before the one who had come just before


def lay_reception(offices, people) -> list[Ticket]:
    """Yesterday's visitors served, today's waiting; rota, a stop in a village, the tablet's answers."""
    office, now = offices["ltsa-contoh"], timezone.now()
    if Ticket.objects.filter(office=office).exists():
        return []
    chance = random.Random(120)  # noqa: S311  always the same day
    _lay_plans(office, people, now)
    midnight = datetime.combine(local_date(now, office.zone), time(), office.zone)
    opened, overtaken = midnight - timedelta(hours=16), None  # yesterday at eight
    for number in range(SERVED_YESTERDAY):
        moment = opened + timedelta(minutes=4 * number)
        if number == OUT_OF_ORDER - 1:
            overtaken = _ticket(office, people, chance, moment, group="lowongan", needs=())
        elif number == OUT_OF_ORDER:
            _served(
                _ticket(office, people, chance, moment, group="lowongan", needs=()), people, chance
            )
            _served(overtaken, people, chance, since=moment + timedelta(minutes=25))
        else:
            _served(_ticket(office, people, chance, moment), people, chance)
    tickets.close_day(by=people["dewi"], office=office, now=opened + timedelta(hours=4))
    since_midnight = (now - midnight) / (WAITING_TODAY + 1)
    apart = min(timedelta(minutes=3), since_midnight)  # all of today, also soon after midnight
    today = [
        _ticket(office, people, chance, now - apart * (WAITING_TODAY - number))
        for number in range(WAITING_TODAY)
    ]
    for ticket in today[:4]:
        _call(ticket, people, now)
    _lay_impressions(office, chance, today_at(office, now).replace(day=1))
    return today


def _ticket(office, people, chance, moment, *, group=None, needs=None) -> Ticket:
    areas = Area.objects.filter(pk__startswith=f"{office.area_id}.", level=3).order_by("pk")[:6]
    told = {
        "sex": chance.choice(("female", "female", "male")), "area": chance.choice(list(areas)),
        "needs": chance.choice(NEEDS) if needs is None else needs,
    }  # fmt: skip
    return tickets.issue_ticket(
        by=people["dewi"], office=office, group=group or chance.choice(GROUPS), now=moment, told=told,
        channel=chance.choice(("counter",) * 6 + ("phone",)),
    )  # fmt: skip


def _caller(ticket, people) -> User:
    """Who calls this number."""
    return people[CALLERS[ticket.desk.institution]] if ticket.desk else people["dewi"]


def _call(ticket, people, moment, reason="petugas"):
    return calls.call_number(
        by=_caller(ticket, people), ticket=ticket, now=moment, room="Ruang 1", reason=reason
    )


def _served(ticket, people, chance, since=None):
    """Called after a while and served; the reason stands in the book where another was first."""
    moment = (since or ticket.issued_at) + timedelta(minutes=chance.randint(2, 25))
    by = _caller(ticket, people)
    _call(ticket, people, moment, "jemputan")
    calls.serve(by=by, ticket=ticket, now=moment + timedelta(minutes=1))
    calls.finish(by=by, ticket=ticket, now=moment + timedelta(minutes=chance.randint(5, 20)))


def _lay_plans(office, people, now):
    """Who sits where, which desk is away, where the bus stops, who has booked."""
    day, planner = today_at(office, now), people["lestari"]
    desks = {desk.institution: desk for desk in office.desks.all()}
    for institution, desk in desks.items():
        for back in (0, 1):
            is_here = institution in HERE or (back and institution != AWAY)
            plans.say_presence(
                by=planner, desk=desk, day=day - timedelta(days=back),
                is_here=bool(is_here) and institution in CALLERS,
            )  # fmt: skip
    for institution, name in CALLERS.items():
        plans.put_on_rota(
            by=planner, office=office, desk=desks[institution], day=day, officer=people[name]
        )
    plans.put_on_rota(by=planner, office=office, desk=None, day=day, officer=people["dewi"])
    village = Area.objects.filter(pk__startswith=f"{office.area_id}.", level=4).order_by("pk")[0]
    plans.add_stop(
        by=planner, office=office, day=day + timedelta(days=7), village=village,
        place="Balai desa", opens="08:30", closes="12:00", places=25,
    )  # fmt: skip
    plans.open_screen(by=people["dewi"], office=office, now=now)
    for group in ("lowongan", "pendaftaran"):
        source = Appointment.Source.COUNTER
        for free, _places in days_with_places(office, groups()[group], day, source)[:2]:
            appointments.book(
                by=people["dewi"], office=office, group=group, day=free, now=now, source=source
            )


def _lay_impressions(office, chance, month):
    Impression.objects.bulk_create(
        Impression(
            office=office, month=month, score=chance.choice((3, 3, 3, 2, 1)),
            sex=chance.choice(("female", "female", "male", "")),
        )
        for _ in range(60)
    )  # fmt: skip
