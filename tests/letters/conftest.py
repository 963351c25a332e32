"""The people of a small centre and its neighbour, and a way to ask screens as one of them."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.db import connection

from satuatap.accounts.models import Assignment, User
from satuatap.common import acting
from satuatap.common.scans import CleanScan
from satuatap.letters import actions
from satuatap.places.models import Area, Office

NOW = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
SITI = {
    "full_name": "Siti Aminah",
    "nik": "1807014506990002",
    "birth_place": "Sukadana",
    "birth_date": "1999-06-05",
    "address": "Dusun II RT 03 RW 01, Desa Sumber Agung",
    "destination_country": "Taiwan",
    "agency": "",
    "immigration_office": "Kantor Imigrasi Kelas I TPI Bandar Lampung",
}
SCAN = CleanScan(b"%PDF-1.7 the signed page", "application/pdf", 1)


@contextmanager
def as_owner():
    """Lay fixtures past the policies, then act as the service again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
        yield
        cursor.execute(f"SET ROLE {role}")


def an_office(code, name):
    """An office in Lampung Timur; the area is there with the reference data or is made."""
    with as_owner():
        province, _ = Area.objects.get_or_create(
            pk="18", defaults={"name": "Lampung", "level": 1, "search": "lampung"}
        )
        area, _ = Area.objects.get_or_create(
            pk="18.07",
            defaults={"name": "Lampung Timur", "level": 2, "parent": province, "search": "lampung"},
        )
        return Office.objects.create(
            code=code, name=name, kind="service_centre", area=area, is_installed=True
        )


def a_person(username, name, role, office):
    """Somebody who works at this office in this role."""
    with as_owner():
        user = User.objects.create_user(username, full_name=name, home_office=office)
        Assignment.objects.create(user=user, role=role, office=office)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def centre(db):
    """The centre in Sukadana."""
    return an_office("uji-sukadana", "LTSA Lampung Timur")


@pytest.fixture
def neighbour(db):
    """A centre elsewhere."""
    return an_office("uji-tetangga", "LTSA Tetangga")


@pytest.fixture
def mas_bayu(centre):
    """The placement officer, who drafts letters."""
    return a_person("uji-bayu", "Bayu Pratama", "placement_officer", centre)


@pytest.fixture
def bu_lestari(centre):
    """The head of the centre."""
    return a_person("uji-lestari", "Lestari Handayani", "head_of_centre", centre)


@pytest.fixture
def pak_surya(centre):
    """Who stands in for the head."""
    return a_person("uji-surya", "Surya Wijaya", "head_of_centre", centre)


@pytest.fixture
def bu_ratna(centre):
    """At the front desk; letters are none of her work."""
    return a_person("uji-ratna", "Ratna Sari", "front_desk", centre)


@pytest.fixture
def pak_joko(neighbour):
    """The head of the other centre."""
    return a_person("uji-joko", "Joko Susilo", "head_of_centre", neighbour)


def act(user):
    """From here on this person acts in the transaction."""
    acting.enter(user.actor)
    return user


def a_letter(by, office, **changes):
    """A draft about Siti."""
    act(by)
    return actions.draft_letter(
        by=by, office=office, template="rekomendasi_paspor", data=SITI | changes, now=NOW
    )


@pytest.fixture
def draft(mas_bayu, centre):
    return a_letter(mas_bayu, centre)


@pytest.fixture
def approved(draft, bu_lestari):
    return actions.approve_letter(by=act(bu_lestari), letter=draft, now=NOW)


@pytest.fixture
def signed(approved, bu_lestari):
    return actions.sign_letter(by=bu_lestari, letter=approved, scan=SCAN, now=NOW)


@pytest.fixture
def issued(signed, bu_lestari):
    return actions.issue_letter(by=bu_lestari, letter=signed, now=NOW)


@pytest.fixture
def cancelled(issued, bu_lestari):
    return actions.cancel_letter(by=bu_lestari, letter=issued, reason="wrong_words", now=NOW)


class Notices(BaseStorage):
    """Messages of one request, kept in memory."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


@pytest.fixture
def ask(rf):
    """Call a view as a person (or nobody) and return the answer."""

    def ask(view, *args, by=None, method="get", data=None, address="198.51.100.7"):
        user = by or AnonymousUser()
        actor = user.actor if by else acting.service_actor(view.gate.service)
        acting.enter(actor)
        request = getattr(rf, method)("/", data or {}, REMOTE_ADDR=address)
        request.user, request.actor, request.ended_person = user, actor, None
        request._messages = Notices(request)
        answer = view(request, *args)
        answer.notices = [str(message) for message in request._messages._queued_messages]
        return answer

    return ask


def text_of(answer) -> str:
    return answer.content.decode()
