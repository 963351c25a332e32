"""The officers' manual says what stands on the screens, and every picture is there, named and small.

Two marks: **words** are those of a button, link, field or heading; “words” are a sentence that the
screen answers. `…` in them stands for what differs from case to case.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from satuatap.common.reference import reference_folder
from tests.catalogue import collected
from tests.journeys import pictures

MANUAL = Path("docs/manual/id")
CHAPTERS = sorted(MANUAL.glob("*.md"))
PAGES = [Path("README.md"), *sorted(Path("docs").rglob("*.md"))]
WALK = Path("tests/journeys/test_pictures.py")
SAVED = sorted(pictures.FOLDER.glob("*"))
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)\)")
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
SHORTEST_ALT = 15
FEWEST_LETTERS = 8  # of a string with something filled in: else it would match everything


@cache
def words_of_the_product() -> list[str]:
    """Every sentence that a screen can show, with `…` where something is filled in."""
    found = set()
    for message in collected():
        found.update(message.id if isinstance(message.id, (list, tuple)) else [message.id])
    for path in reference_folder().rglob("*.toml"):
        found.update(_words_in(tomllib.loads(path.read_text())))
    return [FILLED_IN.sub("…", " ".join(words.split())) for words in found if words]


def _words_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words_in(inner)


def _as_pattern(words: str) -> str:
    return ".+".join(re.escape(part) for part in words.split("…"))


def is_shown(words: str, *, whole: bool) -> bool:
    """Whether a screen says this: the whole of a string, or a part of it."""
    match = re.fullmatch if whole else re.search
    pattern = _as_pattern(words)
    return any(
        match(pattern, said) or (_tells_enough(said) and re.fullmatch(_as_pattern(said), words))
        for said in words_of_the_product()
    )


def _tells_enough(said: str) -> bool:
    return "…" in said and sum(map(str.isalpha, said)) >= FEWEST_LETTERS


def _marked(path, mark):
    text = " ".join(re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL).split())
    return sorted(set(re.findall(mark, text)))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_words_of_buttons_and_fields_stand_on_a_screen(path):
    unknown = [w for w in _marked(path, r"\*\*(.+?)\*\*") if not is_shown(w, whole=True)]

    assert not unknown


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_sentences_in_quotation_marks_are_said_by_a_screen(path):
    unknown = [w for w in _marked(path, "“(.+?)”") if not is_shown(w, whole=False)]

    assert not unknown
    assert '"' not in path.read_text(), "quotation marks are curly: they are compared"


def test_a_word_that_no_screen_has_is_found():
    assert is_shown("Selesaikan bagian loket ini", whole=True)
    assert is_shown("… berkas akan menunggu", whole=False)
    assert is_shown("Ratna sudah menyelesaikan bagian loket ini.", whole=False)
    assert not is_shown("Selesaikan bagian", whole=True)
    assert not is_shown("Hapus orang ini selamanya", whole=False)


def _named(page):
    """(alt text, picture) of a page."""
    return [(alt, (page.parent / src).resolve()) for alt, src in PICTURE.findall(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_pictures_and_pages_that_are_named_exist(page):
    for alt, picture in _named(page):
        assert picture.exists(), picture
        assert len(alt) >= SHORTEST_ALT, f"{picture.name}: say what is to be seen"
    for target in LINK.findall(page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("picture", SAVED, ids=lambda p: p.name)
def test_every_picture_is_used_small_and_made_by_the_walk(picture):
    assert picture in {named for page in PAGES for _alt, named in _named(page)}
    assert f'picture("{picture.stem}"' in WALK.read_text(), "run `make pictures`"
    assert picture.stat().st_size <= pictures.MOST_BYTES
    assert Image.open(picture).width <= pictures.DESK


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_every_chapter_is_on_the_first_page(path):
    assert path.stem == "index" or f"({path.name})" in (MANUAL / "index.md").read_text()
