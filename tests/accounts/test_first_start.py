"""The first administrator, the national role, and what production refuses."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from satuatap.accounts.models import Session, User
from satuatap.accounts.starting import refuse_demo_accounts
from satuatap.accounts.tasks import tidy_sign_in
from satuatap.environment import WrongEnvironment
from satuatap.places.models import Office
from tests.accounts.test_paper_code import use
from tests.accounts.test_sign_in import is_signed_in, try_to_sign_in
from tests.conftest import owner_at_work

FRESH = "tujuh kucing di genting"


def add(**given):
    """Run the command as the operator does, in the owner's role; returns what it prints."""
    said = io.StringIO()
    words = {"username": "sri.kepala", "full_name": "Sri Wahyuni", "office": "ltsa-contoh"}
    with owner_at_work():
        call_command("add_administrator", stdout=said, **(words | given))
    return said.getvalue()


def test_the_first_administrator_comes_in_with_the_printed_code(client, db, recorded):
    said = add()
    code = next(word for word in said.split() if len(word) == 11 and word[5] == "-")
    sri = User.objects.get(username="sri.kepala")

    use(client, sri, code, FRESH)
    try_to_sign_in(client, sri, FRESH)

    assert is_signed_in(client)
    assert client.get("/pengaturan/petugas/").status_code == 200
    verbs = {entry["verb"] for entry in recorded()}
    assert verbs >= {"person_added", "role_given", "paper_code_made", "paper_code_used"}


def test_the_first_office_is_made_with_its_administrator(db):
    add(office="ltsa-baru", office_name="LTSA Baru", area="32.09")

    office = Office.objects.get(code="ltsa-baru")
    assert office.is_installed
    assert office.people.get().roles[0]["role"] == "administrator"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"username": "Sri Wahyuni"}, "huruf kecil"),
        ({"username": "tini"}, "already"),
        ({"office": "ltsa-baru", "office_name": "Baru", "area": "99.99"}, "no code of a province"),
        ({"office": "LTSA Baru", "office_name": "Baru", "area": "32.09"}, "slug"),
    ],
)
def test_a_wrong_answer_changes_nothing(db, given, sentence):
    before = User.objects.count(), Office.objects.count()

    with pytest.raises(CommandError, match=sentence):
        add(**given)

    assert (User.objects.count(), Office.objects.count()) == before


@pytest.mark.world("administration")
def test_the_national_role_reaches_every_province_once(db, person):
    sri = person("sri")

    for _ in range(2):
        call_command("give_national_role", "sri", stdout=io.StringIO())

    assert sri.assignments.filter(role="national").count() == 38
    with pytest.raises(CommandError, match="no open account"):
        call_command("give_national_role", "tidak-ada")


def test_production_refuses_demo_accounts(db, settings):
    refuse_demo_accounts()
    settings.DEMO = False

    with pytest.raises(WrongEnvironment, match="demo accounts"):
        refuse_demo_accounts()

    User.objects.update(is_demo=False)
    refuse_demo_accounts()


def test_what_nobody_can_use_any_more_is_tidied_up(db, person, now):
    browser = Client()
    browser.force_login(person("tini"))
    Session.objects.update(expire_date=now)
    other = Client()
    other.force_login(person("made"))

    tidy_sign_in(0)

    assert [row.user.username for row in Session.objects.all()] == ["made"]
