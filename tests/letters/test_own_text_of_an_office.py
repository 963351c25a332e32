"""An office writes a letter in its own words; what is asked stays the same everywhere."""

import shutil

import pytest

from satuatap.common import files
from satuatap.common.reference import ReferenceError
from satuatap.letters import actions, checks, printing, templates_store
from satuatap.letters.models import Letter
from satuatap.letters.templates_store import read_store, store
from tests.letters.conftest import NOW, a_letter, act
from tests.letters.test_page_of_a_letter import text_of_pdf

pytestmark = pytest.mark.world("administration")
PASSPORT = "rekomendasi_paspor"
OWN = """version = 7
signer_position = "Kepala Dinas Contoh"

owner = "LTSA Contoh"
source = "Keputusan kepala kantor contoh"
valid_from = 2026-01-01
review_by = 2030-12-31

[number]
pattern = "CRB/{number}/{year}"
digits = 3
"""
PAGE = """#import "/_letter.typ": *
#show: page-of.with(title: "Surat")
#date-and-number[Rekomendasi]
Naskah kantor Cirebon bagi #text(field("full_name")).
"""


@pytest.fixture
def letters(tmp_path, monkeypatch):
    """The folder of letters with one own text in it."""
    shutil.copytree(templates_store.letters_folder(), tmp_path / "letters")
    folder = tmp_path / "letters"
    (folder / "ltsa-contoh").mkdir()
    (folder / "ltsa-contoh" / f"{PASSPORT}.toml").write_text(OWN)
    (folder / "ltsa-contoh" / f"{PASSPORT}.typ").write_text(PAGE)
    monkeypatch.setattr(templates_store, "letters_folder", lambda: folder)
    monkeypatch.setattr(printing, "letters_folder", lambda: folder)
    store.cache_clear()
    yield folder
    store.cache_clear()


@pytest.mark.django_db
def test_the_office_writes_in_its_own_words(letters, bu_lestari, bu_endang, centre):
    draft = a_letter(bu_lestari, centre)
    letter = actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)

    said = text_of_pdf(files.read(letter.pdf_file)).replace(" ", "")
    assert "NaskahkantorCirebonbagiSitiAminah" in said
    assert (letter.number, letter.signer_position) == ("CRB/001/2026", "Kepala Dinas Contoh")
    assert (letter.template_version, letter.has_own_text) == (7, True)


@pytest.mark.django_db
def test_its_neighbour_keeps_the_common_words(letters, neighbour, pak_gatot):
    from tests.letters.conftest import a_person

    drafter = a_person("uji-tini", "Tini", "placement_officer", neighbour)
    draft = a_letter(drafter, neighbour)
    letter = actions.approve_letter(by=act(pak_gatot), letter=draft, now=NOW)

    assert letter.number.startswith("560/0001/")
    assert (letter.template_version, letter.has_own_text) == (1, False)
    assert "Cirebon" not in text_of_pdf(files.read(letter.pdf_file)).replace("Cirebon,", "")


@pytest.mark.django_db
def test_a_draft_of_before_is_approved_in_the_text_of_today(letters, draft, bu_endang):
    Letter.objects.filter(pk=draft.pk).update(has_own_text=False, template_version=1)

    letter = actions.approve_letter(by=act(bu_endang), letter=draft, now=NOW)

    assert (letter.template_version, letter.has_own_text) == (7, True)


def test_what_is_asked_stays_the_same(letters):
    assert store().get(PASSPORT, "ltsa-contoh").fields == store().get(PASSPORT).fields


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("version = 7", ""), r"ltsa-contoh/rekomendasi_paspor\.toml: version: is missing"),
        (("review_by = 2030-12-31", ""), r"review_by: is missing"),
        (("version = 7", "version = 7\nfields = []"), r"fields: cannot be changed by an office"),
        (("version = 7", "version = 7\nworlds = []"), r"worlds: cannot be changed by an office"),
        (("{year}", ""), r"number\.pattern: must hold"),
        (("version = 7", "version ="), r"is not valid TOML"),
    ],
)
def test_a_wrong_own_text_names_itself_and_the_key(letters, change, sentence, settings):
    settings.REFERENCE = letters.parent
    wrong = letters / "ltsa-contoh" / f"{PASSPORT}.toml"
    wrong.write_text(wrong.read_text().replace(*change, 1))

    with pytest.raises(ReferenceError, match=sentence):
        read_store(letters)
    store.cache_clear()
    assert [found.id for found in checks.letters_are_in_order(None)] == ["letters.E001"]


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [("typ", r"has no page rekomendasi_paspor\.typ"), ("toml", r"toml: file: is missing")],
)
def test_half_an_own_text_is_refused(letters, gone, sentence):
    (letters / "ltsa-contoh" / f"{PASSPORT}.{gone}").unlink()

    with pytest.raises(ReferenceError, match=sentence):
        read_store(letters)


def test_an_own_text_of_no_letter_is_refused(letters):
    for ending in ("toml", "typ"):
        (letters / "ltsa-contoh" / f"surat_sakti.{ending}").write_text(OWN)

    with pytest.raises(ReferenceError, match="changes the letter surat_sakti, which does not"):
        read_store(letters)


def test_a_past_review_of_an_own_text_is_told(letters, monkeypatch):
    late = letters / "ltsa-contoh" / f"{PASSPORT}.toml"
    late.write_text(OWN.replace("2030-12-31", "2026-02-01"))

    warned = [found.msg for found in checks.letters_are_in_order(None)]

    assert any("rekomendasi_paspor.toml: review_by 2026-02-01 has passed" in one for one in warned)


def test_every_own_text_of_this_installation_can_be_set():
    from satuatap.places.models import Office

    office = Office(name="LTSA", code="uji")
    for text in store().own_texts.values():
        assert printing.draft_page(text, office, text.examples())
