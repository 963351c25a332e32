"""The trail on the screen: Pak Made, who protects data, reads what his own office did."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from satuatap.accounts import audit
from satuatap.accounts.models import AuditEntry
from satuatap.accounts.roles import ROLES, Permission

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
PAGE = "/jejak/"


@pytest.fixture
def pak_made(person):
    """Data-protection officer in Cirebon."""
    return person("made")


@pytest.fixture
def opened(signed_in, pak_made):
    """The page as Pak Made sees it, as text."""
    browser = signed_in(pak_made)
    return lambda query="": browser.get(PAGE + query).content.decode()


def an_entry(by, office, **fields):
    """One entry as a verb leaves it."""
    values = {"verb": "role_given", "about_kind": "accounts.assignment", "service": ""} | fields
    entry = AuditEntry(
        at=values.pop("at", timezone.now()),
        person_id=by.pk if by else None,
        office_id=office.pk,
        about_id="x",
        **values,
    )
    entry.save(force_insert=True)
    return entry


def test_he_reads_who_did_what_in_words(opened, bu_tini, cirebon):
    an_entry(bu_tini, cirebon, reason="moved_away")
    an_entry(None, cirebon, service="sweep", verb="session_ended")

    page = opened()

    assert "Tini Rahayu" in page
    assert str(audit.VERBS["role_given"]) in page
    assert "moved_away" in page
    assert "layanan" in page
    assert "menunggu" in page
    assert "2 detik terakhir" in page


def test_another_offices_trail_is_as_if_it_were_not_there(opened, bu_nina, tulungagung):
    an_entry(bu_nina, tulungagung, reason="only_there")

    assert "only_there" not in opened()


@pytest.mark.parametrize(
    "username", ["dewi", "ratna", "endang", "tini", "arif", "mega", "bayu", "joko"]
)
def test_for_everyone_else_the_page_does_not_exist(signed_in, person, username):
    somebody = person(username)
    assert not any(
        Permission.READ_AUDIT in ROLES[row["role"]].permissions for row in somebody.roles
    )

    assert signed_in(somebody).get(PAGE).status_code == 404


def test_he_narrows_it_to_a_day_and_a_person(opened, bu_tini, bu_ratna, cirebon):
    now = timezone.now()
    an_entry(bu_tini, cirebon, reason="hers_today")
    an_entry(bu_tini, cirebon, reason="hers_before", at=now - timedelta(days=3))
    an_entry(bu_ratna, cirebon, reason="not_hers")
    day = timezone.localtime(now, cirebon.zone).strftime("%d-%m-%Y")

    page = opened(f"?hari={day}&petugas={bu_tini.pk}")

    assert "hers_today" in page
    assert "hers_before" not in page
    assert "not_hers" not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?hari=kemarin", "Ketik hari seperti"),
        ("?hari=%00", "Ketik hari seperti"),
        ("?petugas=x", "Pilih petugas dari daftar ini"),
        ("?petugas=%00", "Pilih petugas dari daftar ini"),
    ],
)
def test_what_he_types_wrongly_is_said_at_the_field(opened, query, sentence):
    assert sentence in opened(query)


def test_a_person_of_another_office_cannot_be_chosen(opened, bu_nina):
    assert "Pilih petugas dari daftar ini" in opened(f"?petugas={bu_nina.pk}")


@pytest.mark.parametrize("mark", ["x", "%00", "00000000-0000-4000-8000-000000000000"])
def test_a_made_up_mark_shows_the_beginning(opened, bu_tini, cirebon, mark):
    an_entry(bu_tini, cirebon, reason="newest")

    assert "newest" in opened(f"?sesudah={mark}")


def test_page_by_page_he_sees_each_entry_once(opened, bu_tini, cirebon):
    now = timezone.now()
    for number in range(120):  # many in the same moment
        an_entry(bu_tini, cirebon, reason=f"nr{number:03}", at=now - timedelta(hours=number // 40))
    address, seen = f"?petugas={bu_tini.pk}", []
    for _ in range(3):
        page = opened(address)
        seen += [word for word in (f"nr{n:03}" for n in range(120)) if word in page]
        address = page.partition('sa-pager__next" href="/jejak/')[2].partition('"')[0]
        address = address.replace("&amp;", "&")

    assert sorted(seen) == [f"nr{number:03}" for number in range(120)]
    assert address == ""


def test_he_is_told_when_nobody_seals(opened, cirebon):
    an_entry(None, cirebon, service="sweep")
    assert "Penyegelan berhenti" not in opened()

    an_entry(None, cirebon, service="sweep", at=timezone.now() - timedelta(minutes=5))
    assert "Penyegelan berhenti" in opened()


def test_the_newest_entries_are_read_along_an_index(cirebon):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM accounts_auditentry WHERE office_id = %s AND at <= now() "
            "ORDER BY at DESC, id DESC LIMIT 50",
            [cirebon.pk],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "entries_of_an_office" in plan
    assert "Sort" not in plan


def test_the_page_asks_few_questions(signed_in, pak_made, bu_tini, cirebon):
    for _ in range(60):
        an_entry(bu_tini, cirebon)
    browser = signed_in(pak_made)
    browser.get(PAGE)

    with CaptureQueriesContext(connection) as asked:
        browser.get(PAGE)

    assert len(asked) <= 15, [question["sql"][:80] for question in asked]
