"""Generated people: their clocks, their numbers, and what the tables look like afterwards."""

import io
import json
import random
import re
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Prefetch

from demo.generating import figures, plans, tables
from demo.generating.centres import Centre, DeskAtWork
from demo.generating.lives import Lives
from demo.generating.sizes import Block
from demo.generating.working_days import WorkingDays
from satuatap.accounts.models import User
from satuatap.applications.clocks import calendar_of_desk, fold
from satuatap.applications.codes import LENGTH, digest_of
from satuatap.applications.models import Application, Step, StepEvent, Verdict
from satuatap.catalogue.questions import questions
from satuatap.catalogue.services import services
from satuatap.common.codes import find_code
from satuatap.places.calendars import WorkingCalendar
from satuatap.places.models import Institution
from satuatap.workers.models import DeskAccess, Finding, Scan, Worker
from satuatap.workers.models.people import name_key
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
REFUSED = {"employer": {"person"}}  # with this answer nothing is opened
PEOPLE, SEED, UNTIL = 300, 7, "2026-11-20"
SHAPE = """
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1
"""


def rows(sql, *values):
    """Rows of a statement, asked as the owner."""
    with owner_at_work(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def generate(settings, **changes):
    """The command as the owner gives it; what it says."""
    settings.ROLE, said = "owner", io.StringIO()
    with owner_at_work():
        call_command(
            "generate", stdout=said, **{"people": PEOPLE, "seed": SEED, "until": UNTIL} | changes
        )
    return said.getvalue()


@pytest.fixture
def town(committing, settings):
    """A database with three hundred people, and its shape before they came; acts as the owner."""
    before = rows(SHAPE)
    generate(settings)
    with owner_at_work():
        yield before


def test_every_clock_is_what_its_events_say_on_the_calendar_of_its_desk(town):
    events = Prefetch("events", StepEvent.objects.order_by("at", "id"))
    steps = Step.objects.exclude(status="waiting").prefetch_related(events).order_by("id")
    here = list(steps.filter(office__code__startswith="contoh-").select_related("desk__office"))

    open_ones = [step for step in here if step.status in ("ready", "held", "returned")]
    for step in random.Random(1).sample(here, 400) + open_ones:
        calendar = calendar_of_desk(step.desk)
        clock = fold(step.events.all(), calendar)
        assert (clock.used_days, clock.running_since) == (step.used_days, step.running_since), step
        came = [event.at for event in step.events.all() if event.kind == "arrived"]
        assert came == ([step.ready_at] if step.ready_at else [])
        if step.status in ("ready", "held", "returned"):
            assert clock.due_on(step.standard_days, calendar) == step.due_on
    assert open_ones and any(step.used_days > 1 for step in here)


def test_people_are_found_by_nik_and_code_and_their_sealed_words_open(town):
    worker = Worker.objects.filter(office__code__startswith="contoh-", nik__isnull=False).first()
    application = Application.objects.filter(office=worker.office).first()
    number = Finding.objects.filter(office=worker.office, number__isnull=False).first()

    district, born = worker.village_id[:8].replace(".", ""), worker.birth_date
    day = born.day + (40 if worker.sex == "female" else 0)
    assert worker.nik.startswith(f"{district}{day:02}{born:%m%y}") and len(worker.nik) == 16
    assert worker in Worker.objects.with_nik(worker.nik)
    assert worker.name_key == name_key(worker.full_name)
    assert find_code(application.code, LENGTH) == application.code
    assert Application.objects.get(code_hash=digest_of(application.shown_code)) == application
    assert number.number.startswith("CONTOH-")


def test_what_lies_open_is_seen_by_its_desk_alone_and_the_rest_is_closed(town):
    here = Step.objects.filter(office__code__startswith="contoh-")

    at_a_desk = set(here.filter(status__in=["ready", "held"]).values_list("pk", flat=True))
    assert at_a_desk == set(
        DeskAccess.objects.filter(office__code__startswith="contoh-", ended_at__isnull=True)
        .values_list("step_id", flat=True)
    )  # fmt: skip
    finished = Application.objects.filter(
        office__code__startswith="contoh-", status="finished"
    ).count()
    assert finished > PEOPLE
    women = Worker.objects.filter(office__code__startswith="contoh-", sex="female").count()
    assert 0.5 < women / PEOPLE < 0.75
    assert not Verdict.objects.exclude(step__office_id=the_centre()).exists()
    assert Scan.objects.filter(office_id=the_centre()).exists()


def the_centre():
    """The one centre that was generated."""
    return User.objects.get(username="ketenagakerjaan1.3212").home_office_id


def test_indexes_and_constraints_are_afterwards_what_they_were(town):
    assert [plain(row) for row in rows(SHAPE)] == [plain(row) for row in town]


def plain(row) -> str:
    """A definition without casts: PostgreSQL writes them otherwise after each reading."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", row[0])


def test_people_are_laid_once_per_installation(town):
    with pytest.raises(CommandError, match="generated here before"):
        call_command("generate", people=PEOPLE)


def lived(seed, people=20):
    """What people of one centre leave, line by line and table by table; no database is needed."""
    days = WorkingDays(WorkingCalendar(frozenset()))
    desks = {
        institution: DeskAtWork(
            f"desk {institution}", days, ["officer"], institution == "kepolisian"
        )
        for institution in Institution.values
    }
    centre = Centre("office", 1, ["32.12.01.2001"], days, ["front"], ["placement"], desks)
    return Lives(Block(seed, 3, people), [centre], 1_790_000_000).lived().of


def test_the_same_seed_lays_the_same_lives():
    def once(seed):
        return {name: [unsealed(line) for line in those] for name, those in lived(seed).items()}

    assert once(1) == once(1)
    assert once(1) != once(2)


def test_every_service_has_its_share_and_every_question_its_answers():
    assert set(figures.SERVICES) == set(services())
    assert all(0 < share <= 1 for share in figures.SERVICES.values())
    assert 1.5 < sum(figures.SERVICES.values()) < 3, "services that a person comes for"
    percents = [*figures.JOBS.values(), *figures.SCHEMES.values(), figures.USUAL_SCHEMES]
    assert [sum(shares.values()) for shares in percents] == [100] * len(percents)
    lasting = {"scheme", "destination", "occupation", "marital_status"}
    for service in services().values():
        for question in set(service.questions) - lasting:
            spread = plans.ASKED_ALIKE[question]
            assert set(spread.things) == set(questions()[question].options) - REFUSED.get(
                question, set()
            )
            assert spread.sums[-1] == 100


def test_every_service_is_laid_and_only_on_the_ways_on_which_it_is_offered():
    place = {name: number for number, name in enumerate(tables.APPLICATIONS.columns)}
    laid = [line.split("\t") for line in lived(1, people=3000)[tables.APPLICATIONS.name]]

    counts = Counter(row[place["service"]] for row in laid)
    assert set(counts) == set(services())
    for row in laid:
        service, answers = services()[row[place["service"]]], json.loads(row[place["answers"]])
        assert not service.schemes or answers["scheme"] in service.schemes
        has_heir = row[place["applicant"]] != tables.NULL
        assert has_heir == bool(row[place["relation"]]) == service.for_heir


def unsealed(line) -> str:
    """A line without what is sealed with a random number each time."""
    return re.sub(r"\\\\x[0-9a-f]{66,}", "", line)


def test_people_are_generated_in_demo_mode_only(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo mode only"):
        call_command("generate")
