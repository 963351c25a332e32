"""Numbers of the register under several hands at once, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from satuatap.common import acting
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions, register
from satuatap.letters.models import Letter, LetterRegister
from satuatap.places.models import Office
from tests.letters.conftest import NOW, a_letter, a_person, act

pytestmark = pytest.mark.world("administration")
HANDS = 8


@pytest.fixture
def open_centre(committing, person):
    """The centre in a database with real commits, with a drafter and two heads."""
    centre = Office.objects.get(code="ltsa-contoh")
    other = a_person("uji-surya", "Surya Wijaya", "head_of_centre", centre)
    return centre, person("lestari"), person("endang"), other


def at_once(deeds):
    """Do all deeds in the same moment, each on a connection of its own; results in order."""
    start = Barrier(len(deeds))

    def do(deed):
        start.wait()
        try:
            return deed()
        except MoveRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as hands:
        return [one.result() for one in [hands.submit(do, deed) for deed in deeds]]


def approving(letter, head):
    """A deed: this head approves this letter in a transaction of her own."""

    def approve():
        with acting.acting_as(head.actor):
            return actions.approve_letter(by=head, letter=letter, now=NOW)

    return approve


def test_eight_hands_draw_numbers_without_gap_or_double(open_centre):
    centre, drafter, head, _other = open_centre
    with acting.acting_as(drafter.actor):
        letters = [a_letter(drafter, centre) for _ in range(HANDS * 3)]

    rounds = [letters[start : start + HANDS] for start in range(0, len(letters), HANDS)]
    for few in rounds:
        at_once([approving(letter, head) for letter in few])

    with acting.acting_as(head.actor):
        drawn = sorted(Letter.objects.values_list("register_number", flat=True))
        assert drawn == list(range(1, len(letters) + 1))
        assert LetterRegister.objects.get().last_number == len(letters)


def test_of_two_heads_at_once_one_wins_and_the_other_reads_it(open_centre):
    centre, drafter, head, other = open_centre
    with acting.acting_as(drafter.actor):
        letter = a_letter(drafter, centre)

    results = at_once([approving(letter, head), approving(letter, other)])

    refused = [one for one in results if isinstance(one, MoveRefused)]
    approved = [one for one in results if isinstance(one, Letter)]
    assert len(refused) == len(approved) == 1
    assert f"sudah disetujui oleh {approved[0].approved_by}" in refused[0].messages[0]


@pytest.mark.django_db
def test_in_protection_a_number_tells_nothing_of_those_before(centre, bu_endang, settings):
    settings.WORLD = "protection"
    act(bu_endang)

    drawn = {register.draw_number(centre, 2026) for _ in range(20)}

    assert len(drawn) == 20
    assert all(100_000 <= number < 1_000_000 for number in drawn)
    assert not LetterRegister.objects.exists()
