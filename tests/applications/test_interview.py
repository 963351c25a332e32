"""The interview guide is for the officer's eyes: of a talk, only whether it was held alone is kept."""

import html

import pytest
from django.db import connection

from satuatap.applications.forms.desk import InterviewForm
from satuatap.catalogue.guides import interview_guide
from satuatap.catalogue.services import services
from tests.applications.placements import a_placement
from tests.centre import act, browser, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
HTMX = {"HTTP_HX_REQUEST": "true"}
TYPED = "ia takut pulang"
LARGE = {"places_area"}  # the country's villages, written by nobody


@pytest.fixture
def talk(dewi):
    """The step in which an officer talks with the candidate."""
    return a_placement(dewi)[1]


def everything() -> dict[str, set[str]]:
    """Every row of every table as text, by table."""
    with owner_at_work(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name not in LARGE]
        return {name: _rows(cursor, name) for name in tables}


def _rows(cursor, table) -> set[str]:
    cursor.execute(f'SELECT row_to_json(kept)::text FROM "{table}" AS kept')
    return {words for (words,) in cursor.fetchall()}


def test_the_guide_is_read_on_the_screen_whole(talk, bu_ratna):
    page = html.unescape(text_of(browser(bu_ratna).get(talk.get_absolute_url())))

    for sentence in interview_guide().sentences:
        assert sentence in page, sentence


@pytest.mark.parametrize("said", ["ya", "tidak"])
def test_nothing_that_was_said_or_ticked_is_kept_anywhere(talk, bu_ratna, said):
    guide, visitor = interview_guide(), browser(bu_ratna)
    address = f"{talk.get_absolute_url()}wawancara/"
    sent = {"alone": said, "note": TYPED, "signs": [sign.code for sign in guide.signs]}
    sent |= {part.code: TYPED for part in (*guide.questions, *guide.signs)}
    visitor.get(talk.get_absolute_url())
    before = everything()

    assert visitor.post(address, sent, **HTMX).status_code == 200

    after = everything()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"applications_step"}
    new = after["applications_step"] - before["applications_step"]
    assert len(new) == 1 and f'"held_alone":{"true" if said == "ya" else "false"}' in new.pop()
    act(bu_ratna)
    old = {f.attname: getattr(talk, f.attname) for f in talk._meta.fields}
    talk.refresh_from_db()
    assert {name for name in old if old[name] != getattr(talk, name)} == {"held_alone", "acts"}


def test_the_form_of_a_talk_asks_one_question():
    assert set(InterviewForm().fields) == {"alone"}


def test_no_copy_of_a_definition_carries_the_guide():
    for service in services().values():
        kept = str(service.as_copy())
        assert not [sentence for sentence in interview_guide().sentences if sentence in kept]
