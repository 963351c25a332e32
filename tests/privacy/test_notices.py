"""What must be told before anything is stored (UU 27/2022 article 21)."""

import shutil
from dataclasses import FrozenInstanceError

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, transaction

from satuatap.common.ids import new_id
from satuatap.common.reference import ReferenceError
from satuatap.privacy.actions import give_notice
from satuatap.privacy.models import NoticeGiven
from satuatap.privacy.notices import notice

CODE = "pendaftaran"
FILE = f"notices/{CODE}.toml"


@pytest.fixture
def change(tmp_path, settings):
    """A copy of `reference/` in which a test may break a notice."""
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    settings.REFERENCE = folder
    notice.cache_clear()

    def replace(old, new):
        path = folder / FILE
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    yield replace
    notice.cache_clear()


def test_she_is_told_why_by_which_right_what_who_how_long_and_her_rights():
    told = notice(CODE)

    assert [part.heading for part in told.parts] == [
        "Untuk apa", "Dasarnya", "Apa saja", "Siapa yang melihat", "Berapa lama", "Hak Anda",
    ]  # fmt: skip
    assert all(len(part.text.split()) <= 40 for part in told.parts)


def test_the_words_of_a_notice_do_not_change_while_it_is_in_force():
    with pytest.raises(FrozenInstanceError):
        notice(CODE).version = 2


@pytest.mark.parametrize(("old", "new", "where"), [
    ("version = 1", "", "version"),
    ('title = "Yang', '# title = "Yang', "title"),
    ('owner = "Pejabat', '# owner = "Pejabat', "owner"),
    ('heading = "Hak Anda"', "", "parts"),
    ('heading = "Hak Anda"', 'heading = "Hak Anda"\njudul = "x"', "parts"),
    ("[[parts]]", "[[bagian]]", "parts"),
    ('code = "pendaftaran"', 'code = "daftar"', "code"),
    ("version = 1", "version = = 1", "file"),
])  # fmt: skip
def test_a_broken_notice_stops_the_start_with_file_key_and_reason(change, old, new, where):
    change(old, new)

    with pytest.raises(ReferenceError, match=f"reference/{FILE}: {where}: "):
        notice(CODE)
    with pytest.raises(SystemCheckError, match=f"reference/{FILE}: {where}: "):
        call_command("check")


def test_a_notice_that_does_not_exist_is_missing():
    with pytest.raises(ReferenceError, match="is missing"):
        notice("lain")


# --- told ---------------------------------------------------------------------------------------


@pytest.mark.world("administration")
@pytest.mark.parametrize(("username", "reads"), [
    ("dewi", True), ("lestari", True), ("made", True),
    ("ratna", False), ("endang", False), ("joko", False), ("tini", False), ("rudi", False),
])  # fmt: skip
def test_who_reads_that_somebody_was_told(db, person, acting_as, username, reads):
    dewi = acting_as(person("dewi"))
    give_notice(by=dewi, office=dewi.home_office, about_id=new_id(), code=CODE, manner="read_aloud")

    acting_as(person(username))

    assert NoticeGiven.objects.exists() is reads


@pytest.mark.world("administration")
def test_what_was_told_is_neither_changed_nor_taken_back(db, person, acting_as):
    dewi = acting_as(person("dewi"))
    given = give_notice(
        by=dewi, office=dewi.home_office, about_id=new_id(), code=CODE, manner="read_aloud"
    )

    for deed in (
        lambda: NoticeGiven.objects.filter(pk=given.pk).update(version=2),
        lambda: NoticeGiven.objects.filter(pk=given.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            deed()


@pytest.mark.world("administration")
def test_nobody_is_told_in_another_offices_name(db, person, acting_as):
    dewi, rudi = acting_as(person("dewi")), person("rudi")

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        give_notice(
            by=dewi, office=rudi.home_office, about_id=new_id(), code=CODE, manner="read_aloud"
        )
