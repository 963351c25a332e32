"""A desk's own queue: how many files stand where, and one page of one tab, oldest first.

Written as SQL, because every officer asks it all day: one statement counts all tabs and reads a
page. Names are joined to the rows of the page only, and come only where the file lies here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.roles import Permission
from satuatap.applications.clocks import calendar_of_desk
from satuatap.applications.models.steps import OPEN_STEPS, turn_of
from satuatap.applications.workflow import StepStatus, Turn
from satuatap.catalogue.holds import hold_reasons
from satuatap.common.paging import as_address, moment_and_id
from satuatap.common.plans import one_plan_for_all_values
from satuatap.places.calendars import with_calendars
from satuatap.places.models import Desk

PAGE = 30
LONG_AGO = (datetime.fromisoformat("1900-01-01T00:00:00+00:00"), UUID(int=0))


@dataclass(frozen=True)
class Tab:
    """One way to look at the queue. `code` stands in the address; `condition` is SQL of ours."""

    code: str
    label: Promise | str
    condition: str


_HER = "step.status = 'returned' OR step.hold_reason = ANY(%(her)s)"
_OUTSIDE = "step.is_suspended OR step.hold_reason = ANY(%(outside)s)"
TABS = {
    tab.code: tab
    for tab in (
        Tab("", _("Di loket"), "step.status = 'ready' AND NOT step.is_suspended"),
        Tab("terlambat", _("Terlambat"), "step.due_on < mine.today AND NOT step.is_suspended"),
        Tab("hari-ini", _("Janji hari ini"), "step.due_on = mine.today AND NOT step.is_suspended"),
        Tab("pemohon", _("Menunggu pemohon"), f"({_HER}) AND NOT step.is_suspended"),
        Tab("kami", _("Menunggu kami"), f"NOT ({_HER}) AND NOT ({_OUTSIDE})"),
        Tab("luar", _("Menunggu pihak luar"), _OUTSIDE),
    )
}
MINE = "unnest(%(desks)s::uuid[], %(todays)s::date[], %(soons)s::date[]) AS mine (desk_id, today, soon)"
OPEN = f"step.status IN ({', '.join(repr(str(status)) for status in OPEN_STEPS)})"
OF_REVIEW = OPEN.replace("step.", "part.")
COUNTS = ", ".join(f"count(*) FILTER (WHERE {tab.condition})" for tab in TABS.values())
READ = """
SELECT counts.numbers, step.id, step.title, step.status, step.ready_at, step.status_since,
       step.due_on, step.hold_reason, step.is_suspended, step.today, step.soon,
       step.assigned_to_id, file.definition ->> 'name', person.full_name, colleague.full_name
FROM (
    SELECT ARRAY[{counts}, (SELECT count(*) FROM applications_review AS review
        JOIN applications_step AS part ON part.id = review.step_id AND {of_review}
        WHERE review.decided_at IS NULL AND review.office_id = ANY(%(offices)s::uuid[])
          AND review.asked_by_id <> %(person)s AND review.first_person_id <> %(person)s)] AS numbers
    FROM {mine} JOIN applications_step AS step ON step.desk_id = mine.desk_id AND {open}
) AS counts LEFT JOIN (
    SELECT one.*, mine.today, mine.soon FROM {mine} CROSS JOIN LATERAL (
        SELECT step.* FROM applications_step AS step
        WHERE step.desk_id = mine.desk_id AND {open} AND ({condition})
          AND (step.ready_at, step.id) > (%(moment)s, %(key)s)
        ORDER BY step.ready_at, step.id LIMIT %(size)s
    ) AS one ORDER BY one.ready_at, one.id LIMIT %(size)s
) AS step ON true
LEFT JOIN applications_application AS file ON file.id = step.application_id
LEFT JOIN workers_worker AS person ON person.id = file.worker_id
LEFT JOIN accounts_user AS colleague ON colleague.id = step.assigned_to_id
ORDER BY step.ready_at, step.id
"""

NEXT = """
SELECT one.id FROM {mine} CROSS JOIN LATERAL (
    SELECT step.id, step.ready_at FROM applications_step AS step
    WHERE step.desk_id = mine.desk_id AND {open} AND ({condition})
      AND step.status = 'ready' AND NOT step.is_suspended
      AND (step.assigned_to_id IS NULL OR step.assigned_to_id = %(person)s) AND step.id <> %(left)s
    ORDER BY step.ready_at, step.id LIMIT 1
) AS one ORDER BY one.ready_at, one.id LIMIT 1
"""


@dataclass(frozen=True)
class OwnDesk:
    """One desk of the reader with its own today and its next working day."""

    desk: Desk
    today: date
    soon: date


@dataclass(frozen=True)
class Row:
    """One file in the queue. `person` and `service` are empty while it does not lie here."""

    id: UUID
    title: str
    status: str
    ready_at: datetime
    status_since: datetime | None
    due_on: date | None
    hold_reason: str
    is_suspended: bool
    today: date
    soon: date
    assigned_to_id: UUID | None
    service: str | None
    person: str | None
    colleague: str | None

    @property
    def turn(self) -> Turn:
        """Whose move it is."""
        return turn_of(self.status, self.hold_reason, self.is_suspended)

    @property
    def hold(self):
        """Why it was put aside; None when it was not."""
        return hold_reasons().get(self.hold_reason)

    @property
    def when(self) -> str:
        """How its promised day stands: overdue, today, soon, later; empty while no clock runs."""
        if self.due_on is None or self.is_suspended:
            return ""
        if self.due_on < self.today:
            return "overdue"
        if self.due_on == self.today:
            return "today"
        return "soon" if self.due_on <= self.soon else "later"

    def lies_with(self, user) -> bool:
        """Can this officer work on it now?"""
        ready = self.status == StepStatus.READY and not self.is_suspended
        return ready and self.assigned_to_id in (None, user.pk)


def own_desks(user, now) -> list[OwnDesk]:
    """The desks at which this officer works, each with its calendar's days."""
    ids = user.actor.desks.get(str(Permission.WORK_AT_DESK), ())
    own = []
    for desk in with_calendars(Desk.objects.filter(pk__in=ids)):
        calendar = calendar_of_desk(desk)
        today = calendar.local_date(now)
        own.append(OwnDesk(desk, today, calendar.add_working_days(today, 1)))
    return own


def _words(user, desks) -> dict:
    turns: dict[str, list] = {"her": [], "outside": []}
    for code, reason in hold_reasons().items():
        turns.setdefault(reason.turn, []).append(code)
    return {
        "desks": [own.desk.pk for own in desks],
        "todays": [own.today for own in desks],
        "soons": [own.soon for own in desks],
        "offices": list({own.desk.office_id for own in desks}),
        "person": user.pk,
        "her": turns["her"],
        "outside": turns["outside"],
    }


@dataclass(frozen=True)
class Page:
    """One page of a tab; `following` says where the next one begins, empty at the end."""

    rows: list[Row]
    following: str
    tabs: list[tuple[Tab, int]]
    reviews: int


def read_page(user, desks, tab: Tab, after: str = "", size: int = PAGE) -> Page:
    """One page of a tab, how many files each tab has, and how many second looks wait."""
    moment, key = _begin(after)
    words = {**_words(user, desks), "moment": moment, "key": key, "size": size + 1}
    query = READ.format(
        mine=MINE, open=OPEN, of_review=OF_REVIEW, counts=COUNTS, condition=tab.condition
    )
    with one_plan_for_all_values(), connection.cursor() as cursor:
        cursor.execute(query, words)
        found = cursor.fetchall()
    *numbers, reviews = found[0][0]
    rows = [Row(*values[1:]) for values in found if values[1]]
    last = rows[size - 1] if len(rows) > size else None
    following = as_address(last.ready_at, last.id) if last else ""
    return Page(rows[:size], following, list(zip(TABS.values(), numbers, strict=True)), reviews)


def next_file(user, desks, tab: Tab, left: UUID) -> UUID | None:
    """The file of a tab that this officer takes up after the one that left the desk."""
    query = NEXT.format(mine=MINE, open=OPEN, condition=tab.condition)
    with one_plan_for_all_values(), connection.cursor() as cursor:
        cursor.execute(query, {**_words(user, desks), "left": left})
        row = cursor.fetchone()
    return row[0] if row else None


def _begin(after: str):
    """Moment and id of the last one on the page before; the beginning when it is no such thing."""
    return moment_and_id(after) or LONG_AGO


def address_of(step_id, tab: str = "") -> str:
    """The file at the desk, seen from this tab."""
    here = reverse("applications:step", args=[step_id])
    return f"{here}?lihat={tab}" if tab else here
