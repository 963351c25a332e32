"""The journal of endings: it says what ended, no more and no less, also when the machine falls."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction

from satuatap.accounts.models import User
from satuatap.common import endings
from satuatap.common.endings import State
from satuatap.common.models import Ending
from tests.common.living_world import PREFACE, LivingWorld
from tests.database import WORLD, town

NOW = datetime.now(UTC)
FALL = (
    PREFACE
    + """
from django.db import connection, transaction
from satuatap.common import endings
fall = sys.argv[1]
if fall == "after commit":
    endings._verdict = lambda *a: os._exit(9)
with transaction.atomic():
    endings.note("account_closed", "2f6f6a62-0000-4000-8000-000000000001")
    if fall == "before commit":
        os._exit(9)
"""
)


@pytest.fixture
def journal(committing, settings):
    return Path(settings.ENDINGS_JOURNAL)


@pytest.fixture
def applied():
    """What was applied to the kind “test”."""
    seen = []
    endings.register("test")(seen.append)
    yield seen
    del endings._kinds["test"]


def states():
    return [noted.state for noted in endings.read().values()]


def forget_in_database():
    """As after restoring a backup from before."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DELETE FROM common_ending")


def test_an_ending_is_on_the_disk_before_the_commit_and_done_after_it(journal):
    about = uuid4()

    with transaction.atomic():
        endings.note("test", about)
        before = states()

    assert before == [State.INTENDED]
    assert states() == [State.DONE]
    assert Ending.objects.filter(line__in=endings.read()).count() == 1
    assert oct(journal.stat().st_mode)[-3:] == "600"
    assert [json.loads(line)["state"] for line in journal.read_text().splitlines()] == [
        "intended",
        "done",
    ]


def test_an_ending_is_noted_only_inside_its_transaction(journal):
    with pytest.raises(RuntimeError):
        endings.note("test", uuid4())

    assert not journal.exists()


@pytest.mark.parametrize("point", ["whole", "savepoint"])
def test_what_was_rolled_back_is_never_applied(journal, applied, point):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        endings.note("test", uuid4())
        _ = 1 / 0
    if point == "savepoint":
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                endings.note("test", uuid4())
                _ = 1 / 0
            endings.note("test", "kept")

    endings.settle(NOW + timedelta(hours=2))
    forget_in_database()
    endings.apply_all()

    assert State.INTENDED not in states()
    assert applied == (["kept"] if point == "savepoint" else [])


@pytest.mark.parametrize(
    ("fall", "state"), [("before commit", State.DROPPED), ("after commit", State.DONE)]
)
def test_after_a_fall_the_database_knows_whether_it_ended(journal, committing, fall, state):
    world = LivingWorld(town.cluster, journal.parent, WORLD, committing)
    told = {"SATUATAP_ENDINGS": str(journal), "SATUATAP_KEYS": str(town.keys)}
    child = world.start("-c", FALL, fall, role="service", **told)
    child.communicate(timeout=60)
    assert child.returncode == 9

    assert states() == [State.INTENDED]
    undecided = endings.settle(datetime.now(UTC))
    assert [noted.about[:8] for noted in undecided] == ([] if state == State.DONE else ["2f6f6a62"])
    endings.settle(datetime.now(UTC) + timedelta(hours=2))
    assert states() == [state]


def test_a_restored_database_gets_what_it_lacks_and_only_once(journal, applied):
    for about in ("before", "after"):
        with transaction.atomic():
            endings.note("test", about)
        if about == "before":
            kept = list(Ending.objects.all())
    forget_in_database()
    Ending.objects.bulk_create(kept)  # the backup was made between the two

    first, second = endings.apply_all(), endings.apply_all()

    assert (first, second) == ({"test": 1}, {})
    assert applied == ["after"]


def test_an_ending_that_cannot_be_applied_is_tried_again(journal):
    tries = []

    def refuse_once(about):
        tries.append(about)
        if len(tries) == 1:
            raise ValueError(about)

    endings.register("test")(refuse_once)
    with transaction.atomic():
        endings.note("test", "x")
    forget_in_database()

    with pytest.raises(ValueError, match="x"):
        endings.apply_all()
    assert endings.apply_all() == {"test": 1}
    del endings._kinds["test"]


def test_an_unknown_kind_stops_the_restore(journal):
    with transaction.atomic():
        endings.note("nobody_knows", "x")
    forget_in_database()

    with pytest.raises(LookupError, match="nobody_knows"):
        endings.apply_all()


def test_a_torn_line_is_passed_over_and_does_not_spoil_the_next(journal, applied):
    with transaction.atomic():
        endings.note("test", "one")
    with journal.open("a") as file:
        file.write('{"line": "7d0e')

    with transaction.atomic():
        endings.note("test", "two")

    assert [noted.about for noted in endings.read().values()] == ["one", "two"]
    assert states() == [State.DONE, State.DONE]


def test_two_copies_of_a_journal_are_joined(journal, tmp_path, applied):
    with transaction.atomic():
        endings.note("test", "one")
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(journal.read_bytes())
    with transaction.atomic():
        endings.note("test", "two")
    newer = journal.read_bytes()
    journal.write_bytes(copy.read_bytes())
    copy.write_bytes(newer)

    assert endings.merge(copy) == 2
    assert endings.merge(copy) == 0
    assert [noted.about for noted in endings.read().values()] == ["one", "two"]


def test_a_person_decides_about_lines_that_nobody_can_settle(journal, applied):
    said = [{"line": str(uuid4()), "kind": "test", "about": about, "state": "intended",
             "at": NOW.isoformat()} for about in ("ended", "left")]  # fmt: skip
    journal.write_text("".join(json.dumps(one) + "\n" for one in said))
    one, two = endings.undecided()

    endings.decide([one.line], State.DONE)
    endings.decide([two.line], State.DROPPED)
    forget_in_database()

    assert endings.apply_all() == {"test": 1}
    assert applied == ["ended"]


def test_a_closed_account_is_closed_again(journal, person):
    ratna = person("ratna")
    with transaction.atomic():
        endings.note("account_closed", ratna.pk)
    forget_in_database()

    assert endings.apply_all() == {"account_closed": 1}

    ratna = User.objects.get(pk=ratna.pk)
    assert not ratna.is_active and ratna.closed_at and not ratna.has_usable_password()
    assert not ratna.assignments.running().exists()


def test_a_closed_account_that_the_backup_does_not_have_is_no_trouble(journal):
    with transaction.atomic():
        endings.note("account_closed", uuid4())
    forget_in_database()

    assert endings.apply_all() == {"account_closed": 1}
