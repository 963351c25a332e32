"""Figures of an office and month, counted by the database. Small numbers become a word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satuatap.accounts.models import User
from satuatap.common.acting import with_help_of
from satuatap.places.models import Area, Desk
from satuatap.reception.actions.numbers import VILLAGE
from satuatap.reception.groups import groups, name_of, reasons
from satuatap.reception.models import KEEPER, Appointment, DayCounter, Impression, Ticket
from satuatap.reception.workflow import AppointmentStatus, TicketStatus

SMALLEST = 5
NOT_SHOWN = gettext_lazy("tidak ditampilkan")
MINUTE = 60

WAITING = """
    SELECT "group", count(*),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM called_at - queued_at)),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM called_at - queued_at))
    FROM (SELECT *, row_number() OVER (PARTITION BY ticket_id, queued_at ORDER BY called_at) AS nth
          FROM reception_call WHERE office_id = %s AND day >= %s AND day < %s) AS calls
    WHERE nth = 1 GROUP BY 1
"""
# a later number was called while an earlier one waited for the same desk, or the same group at
# the front desk; that had been issued before, was in the queue already, and had not gone home:
# whoever did not come when called, or was never served, may have left before
OVERTOOK = """
    EXISTS (SELECT 1 FROM reception_call AS late
            JOIN reception_ticket AS earlier ON earlier.id = late.ticket_id
            WHERE late.office_id = c.office_id AND late.day = c.day AND late.id <> c.id
              AND late.desk_id IS NOT DISTINCT FROM c.desk_id
              AND (c.desk_id IS NOT NULL OR late."group" = c."group")
              AND late.queued_at < c.called_at AND late.called_at > c.called_at
              AND late.outcome <> 'absent'
              AND NOT (late.outcome = 'closed' AND late.served_at IS NULL)
              AND earlier.issued_at < t.issued_at)
"""
FAIRNESS = f"""
    SELECT c.desk_id, c.officer_id, count(*), count(*) FILTER (WHERE c.out_of_order),
           count(*) FILTER (WHERE {OVERTOOK}),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.called_at - c.queued_at)),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM c.called_at - c.queued_at))
    FROM reception_call AS c JOIN reception_ticket AS t ON t.id = c.ticket_id
    WHERE c.office_id = %s AND c.day >= %s AND c.day < %s
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""  # noqa: S608  our own text
WHY = """
    SELECT reason, count(*) FROM reception_call
    WHERE office_id = %s AND day >= %s AND day < %s AND out_of_order GROUP BY 1 ORDER BY 2 DESC
"""


def month_after(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def in_words(count: int) -> str:
    """A number, or a word where it is so small that it could point at somebody."""
    return str(count) if count >= SMALLEST else _("kurang dari 5")


@dataclass(frozen=True)
class Waiting:
    """How long a group waited: number of calls, median and 90th percentile in minutes."""

    name: str
    calls: int
    median: int
    p90: int


@dataclass(frozen=True)
class Fairness:
    """One officer at one desk: how often a number was called before its turn."""

    desk: str
    officer: str
    calls: int
    out_of_order: int
    overtook: int
    median: int
    p90: int

    @property
    def share(self) -> int:
        """Percent of the calls that were out of order."""
        return round(100 * self.out_of_order / self.calls)


def _rows(sql, office, month):
    with connection.cursor() as cursor:
        cursor.execute(sql, [office.pk, month, month_after(month)])
        return cursor.fetchall()


def _minutes(seconds) -> int:
    return round(float(seconds or 0) / MINUTE)


def waiting_by_group(office, month) -> list[Waiting]:
    """Waiting times by purpose group, from joining the queue to the first call."""
    rows = _by_letter(_rows(WAITING, office, month))
    return [Waiting(name_of(code), n, _minutes(m), _minutes(p)) for code, n, m, p in rows]


def _by_letter(rows) -> list:
    """Rows that begin with a group, in the order in which the groups stand on every screen."""
    order = list(groups())
    return sorted(rows, key=lambda row: order.index(row[0]) if row[0] in order else len(order))


def fairness(office, month) -> list[Fairness]:
    """Order of issue against order of service, by desk and officer."""
    rows = _rows(FAIRNESS, office, month)
    desks = {desk.pk: str(desk) for desk in Desk.objects.filter(office=office)}
    people = dict(
        User.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "full_name")
    )
    return [
        Fairness(desks.get(desk, _("Meja depan")), people.get(officer, ""), calls, out, over,
                 _minutes(median), _minutes(p90))
        for desk, officer, calls, out, over, median, p90 in rows
    ]  # fmt: skip


def reasons_given(office, month) -> list[tuple[str, int]]:
    """Why numbers were called before their turn, most frequent first."""
    known = reasons()
    return [
        (known[code].name if code in known else code, count)
        for code, count in _rows(WHY, office, month)
    ]


def _tickets(office, month):
    return Ticket.objects.filter(office=office, day__gte=month, day__lt=month_after(month))


def visitors_by_group(office, month) -> list[tuple[str, int, int]]:
    """Group, numbers issued, of them served; who still waits is not served yet."""
    served = Count("id", filter=Q(status__in=[TicketStatus.SERVING, TicketStatus.DONE]))
    rows = _tickets(office, month).values_list("group").annotate(issued=Count("id"), served=served)
    return [(name_of(group), issued, done) for group, issued, done in _by_letter(rows)]


def may_be_shown(counts: dict, total: int | None = None) -> dict:
    """The counts of a table that can be shown beside its total, largest first.

    None below SMALLEST; and as what is hidden is the total less what is shown, the smallest of
    the others are hidden too until the hidden ones add up to nothing or to SMALLEST at least.
    Totals stay exact: numbers are called out one by one in the hall, so everybody knows them.
    """
    total = sum(counts.values()) if total is None else total
    largest_first = sorted(counts.items(), key=lambda one: -one[1])
    shown = [(key, count) for key, count in largest_first if count >= SMALLEST]
    while shown and 0 < total - sum(count for _key, count in shown) < SMALLEST:
        shown.pop()
    return dict(shown)


def visitors_by_sex(office, month) -> list[tuple[str, str]]:
    """As far as it was told; private numbers never tell it. All three words always stand there."""
    words = {**dict(Ticket.Sex.choices), "": _("tidak dicatat")}
    counted = dict.fromkeys(words, 0)
    counted |= dict(_tickets(office, month).values_list("sex").annotate(Count("id")))
    shown = may_be_shown(counted)
    everything_is_shown = sum(shown.values()) == sum(counted.values())
    hidden = "0" if everything_is_shown else str(NOT_SHOWN)
    return [(str(word), str(shown.get(sex, hidden))) for sex, word in words.items()]


def visitors_by_area(office, month) -> list[tuple[str, str]]:
    """Subdistricts, and below each its villages, where enough came; the others in one line.

    A village is shown only where at least SMALLEST came from it in the month: in a village
    everybody knows who has been away for a day. Numbers keep no village; it is counted apart.
    """
    counted = _tickets(office, month).exclude(area=None).values_list("area").annotate(Count("id"))
    subdistricts = dict(counted.order_by("area"))
    villages = _villages(office, month)
    shown = may_be_shown(subdistricts)
    names = dict(
        Area.objects.filter(pk__in=[*shown, *(code for one in villages.values() for code in one)])
        .values_list("pk", "name")
    )  # fmt: skip
    rows = []
    for code, count in shown.items():
        rows.append((names[code], str(count)))
        below = may_be_shown(villages.get(code, {}), count)
        rows += [(f"{names[code]}: {names[one]}", str(n)) for one, n in below.items()]
    if rest := sum(subdistricts.values()) - sum(shown.values()):
        rows.append((_("Kecamatan lain"), str(rest) if rest >= SMALLEST else str(NOT_SHOWN)))
    return rows


def _villages(office, month) -> dict[str, dict[str, int]]:
    """By subdistrict: the villages of the month's visitors, with how many came from each."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with with_help_of(KEEPER):
        rows = DayCounter.objects.filter(office=office, day=month, series__startswith=VILLAGE)
        for series, count in rows.values_list("series", "last").order_by("series"):
            code = series.removeprefix(VILLAGE)
            found[code.rpartition(".")[0]][code] = count
    return found


def satisfaction(office, month) -> list[tuple[str, list[str]]]:
    """By sex: how many found it good, fair, bad; without sums, which would undo the words."""
    rows = Impression.objects.filter(office=office, month=month).values_list("sex", "score")
    counted = {(sex, score): count for sex, score, count in rows.annotate(Count("id"))}
    words = [*Ticket.Sex.choices, ("", _("tidak menjawab"))]
    return [
        (str(word), [in_words(counted.get((sex, score), 0)) for score in Impression.Score.values])
        for sex, word in words
    ]


def appointments_by_status(office, month) -> list[tuple[str, int]]:
    """What became of the month's appointments; who did not come is counted here."""
    rows = Appointment.objects.filter(office=office, day__gte=month, day__lt=month_after(month))
    counted = dict(rows.values_list("status").annotate(Count("id")))
    return [(str(status.label), counted.get(status.value, 0)) for status in AppointmentStatus]
