"""The people of a small centre and its neighbour, and a way to ask screens as one of them."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage

from satuatap.accounts.models import Assignment, User
from satuatap.common import acting
from satuatap.common.scans import CleanScan
from satuatap.letters import actions
from satuatap.places.models import Office
from tests.conftest import owner_at_work as as_owner

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


def a_person(username, name, role, office):
    """Somebody who works at this office in this role."""
    with as_owner():
        user = User.objects.create_user(username, full_name=name, home_office=office)
        Assignment.objects.create(user=user, role=role, office=office)
    return User.objects.with_roles().get(pk=user.pk)


@pytest.fixture
def centre(db):
    """The centre of the cast."""
    return Office.objects.get(code="ltsa-contoh")


@pytest.fixture
def neighbour(db):
    """The centre elsewhere."""
    return Office.objects.get(code="ltsa-seberang")


@pytest.fixture
def bu_lestari(db, person):
    """The placement officer, who drafts letters."""
    return person("lestari")


@pytest.fixture
def bu_endang(db, person):
    """The head of the centre."""
    return person("endang")


@pytest.fixture
def pak_surya(centre):
    """Who stands in for the head."""
    return a_person("uji-surya", "Surya Wijaya", "head_of_centre", centre)


@pytest.fixture
def mbak_dewi(db, person):
    """At the front desk; letters are none of her work."""
    return person("dewi")


@pytest.fixture
def pak_gatot(db, person):
    """The head of the other centre."""
    return person("gatot")


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
def draft(bu_lestari, centre):
    return a_letter(bu_lestari, centre)


@pytest.fixture
def approved(draft, bu_endang):
    return actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)


@pytest.fixture
def signed(approved, bu_endang):
    return actions.sign_letter(by=bu_endang, letter=approved, scan=SCAN, now=NOW)


@pytest.fixture
def issued(signed, bu_endang):
    return actions.issue_letter(by=bu_endang, letter=signed, now=NOW)


@pytest.fixture
def cancelled(issued, bu_endang):
    return actions.cancel_letter(by=bu_endang, letter=issued, reason="wrong_words", now=NOW)


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
