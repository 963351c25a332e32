"""What each page may ask of the database, and that it asks no more when there is more to show.

Counted are the statements of one request of the right person of the cast, without the marks
that begin and end a part of the test's own transaction.
"""

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from satuatap.accounts.models import User
from satuatap.applications import actions as applications
from satuatap.places.models import Desk, Office
from tests.centre import a_worker, act, an_application, finish, somebody
from tests.conftest import owner_at_work
from tests.letters.conftest import SITI

pytestmark = pytest.mark.world("administration")
FEW, MANY = 3, 30

# page: (who asks, address, most statements)
BUDGET = {
    "start": ("dewi", "/", 3),
    "start of a visitor": (None, "/", 1),
    "find": ("dewi", "/orang/", 3),
    "find, asked": ("dewi", ("/orang/", {"q": "Siti"}), 4),
    "register": ("dewi", "/orang/baru/", 3),
    "worker": ("dewi", "/orang/{worker}/", 5),
    "applications of a worker": ("dewi", "/orang/{worker}/permohonan/", 6),
    "readiness of a worker": ("dewi", "/orang/{worker}/kesiapan/?skema=p2p", 10),
    "opening a service": ("dewi", "/orang/{worker}/buka/verifikasi_cpmi/", 6),
    "applications": ("dewi", "/permohonan/", 4),
    "application": ("dewi", "/permohonan/{application}/", 8),
    "application with a letter": ("lestari", "/permohonan/{with_letter}/", 8),
    "slip": ("dewi", "/permohonan/{application}/kertas/", 5),
    # two of the queue's say that one plan fits all its values (common.plans)
    "queue of a desk": ("ratna", "/loket/", 7),
    # step, images, verdicts, second looks, results, names read; desks, queue with its numbers
    "file at a desk": ("ratna", "/loket/{step}/", 13),
    "tab of a queue": ("ratna", "/loket/?lihat=hari-ini", 7),
    "second looks": ("ratna", "/pemeriksaan/", 4),
    "absent institutions": ("lestari", "/lembaga/", 5),
    "returning a paper": ("ratna", "/loket/{step}/kembalikan/{scan}/", 6),
    "follow by code": (None, "/lacak/{code}/", 6),
    "unknown code": (None, "/lacak/ABCDEFGHJKMN/", 6),
    "letters": ("lestari", "/surat/", 5),
    "register of letters": ("lestari", "/surat/register/", 5),
    "letter": ("lestari", "/surat/{letter}/", 4),
    "people": ("tini", "/pengaturan/petugas/", 4),
    "person": ("tini", "/pengaturan/petugas/{person}/", 7),
    "offices": ("tini", "/pengaturan/kantor/", 4),
    "offices of the public": (None, "/kantor/", 3),
    "office": (None, "/kantor/ltsa-contoh/", 5),
    "audit": ("made", "/jejak/", 10),
}


def lay(number: int, dewi, ratna, yusuf, lestari):
    """One more person with an application at the first desk, and one whose letter is drafted."""
    siti = a_worker(dewi, nik=f"32091157039{number:05}", full_name=f"Siti {number:02}")
    waiting = an_application(dewi, siti)
    done = an_application(dewi, a_worker(dewi, nik="", full_name=f"Nur {number:02}"))
    for step, officer in zip(done.steps.order_by("position"), (ratna, yusuf), strict=True):
        finish(officer, step)
        act(dewi)
    act(lestari)
    letter = applications.draft_letter(
        by=lestari, application=done, data=SITI, now=waiting.opened_at
    )
    with owner_at_work():
        office = Office.objects.create(
            code=f"uji-{number}", name=f"LTSA Uji {number}", area_id="32.09", is_installed=True,
            kind=dewi.home_office.kind, address="-",
        )  # fmt: skip
        Desk.objects.create(office=office, institution="kesehatan")
        person = User.objects.create_user(
            f"uji-{number}", full_name=f"Uji {number}", home_office=dewi.home_office
        )
    return waiting, done, letter, person


class Town:
    """What has been laid, and how many statements each page asks now."""

    def __init__(self):
        names = ("dewi", "ratna", "yusuf", "lestari", "tini", "made")
        self.people = {name: somebody(name) for name in names}
        self.laid = []

    def lay_up_to(self, count):
        """Go on until there are so many of everything."""
        officers = [self.people[name] for name in ("dewi", "ratna", "yusuf", "lestari")]
        while len(self.laid) < count:
            self.laid.append(lay(len(self.laid), *officers))

    def addresses(self):
        """The ids that stand in addresses: of the first one that was laid."""
        waiting, done, letter, person = self.laid[0]
        act(self.people["ratna"])
        step = waiting.steps.get(position=0)
        scan = waiting.worker.documents.get(kind="KK").scans.get()
        return {
            "worker": waiting.worker_id, "application": waiting.pk, "with_letter": done.pk,
            "step": step.pk, "scan": scan.pk, "code": waiting.code, "letter": letter.pk,
            "person": person.pk,
        }  # fmt: skip

    def count(self, who, asked):
        """Statements of one page, asked a second time: what a process reads once is read."""
        address, posted = asked if isinstance(asked, tuple) else (asked, None)
        client = Client()
        if who:
            client.force_login(self.people[who])
        address = address.format(**self.addresses())
        ask = (lambda: client.post(address, posted)) if posted else (lambda: client.get(address))
        ask()
        with CaptureQueriesContext(connection) as heard:
            answer = ask()
        assert answer.status_code in (200, 404), address
        return len([q for q in heard.captured_queries if "SAVEPOINT" not in q["sql"]])


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker, tmp_path_factory):
    """Page to statements with few and with many of everything."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
             "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}  # fmt: skip
    with (
        django_db_blocker.unblock(),
        override_settings(FILES=tmp_path_factory.mktemp("files"), STORAGES=plain),
        transaction.atomic(),
    ):
        town, found = Town(), {}
        for many in (FEW, MANY):
            town.lay_up_to(many)
            for page, (who, asked, _most) in BUDGET.items():
                found.setdefault(page, []).append(town.count(who, asked))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("page", BUDGET)
def test_a_page_stays_within_its_budget(counted, page):
    assert max(counted[page]) <= BUDGET[page][2], counted[page]


@pytest.mark.parametrize("page", BUDGET)
def test_a_page_asks_no_more_when_there_is_more_to_show(counted, page):
    few, many = counted[page]

    assert many <= few, (few, many)
