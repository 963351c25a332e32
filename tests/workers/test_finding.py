"""The front desk looks for a person before making her a second time."""

import pytest

from tests.centre import NIK, a_worker, browser, text_of

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def siti(dewi):
    """On file in Cirebon."""
    return a_worker(dewi)


def find(officer, text):
    """The page after somebody looked for this text."""
    return browser(officer).post("/orang/", {"q": text})


@pytest.mark.parametrize("text", [
    "sit", "Siti Rahma", "  SITI  rahmawati ", NIK, "3209 1157 0398 0001", "320911.570398.0001",
])  # fmt: skip
def test_she_is_found_by_nik_or_the_beginning_of_her_name(dewi, siti, text):
    page = text_of(find(dewi, text))

    assert "1 orang di daftar kantor ini" in page
    assert siti.get_absolute_url() in page


@pytest.mark.parametrize("text", ["Rahmawati", "Sitti", "3209115703980002", "Si%ti", "S_ti"])
def test_somebody_else_is_not_found_in_her_place(dewi, siti, text):
    page = text_of(find(dewi, text))

    assert "Tidak ada di daftar kantor ini" in page
    assert "Daftarkan orang baru" in page


@pytest.mark.parametrize("text", ["si", "s", "...", "- - -", "🌾🌾🌾", "a!!"])
def test_fewer_than_three_letters_find_nobody(dewi, siti, text):
    page = text_of(find(dewi, text))

    assert "Ketik paling sedikit tiga huruf" in page or "NIK terdiri dari 16 angka" in page
    assert siti.get_absolute_url() not in page


@pytest.mark.parametrize("text", ["12345", "320911570398000", "3209-1157-0398-00011", "1"])
def test_a_nik_that_is_too_short_or_too_long_is_said_to_be(dewi, siti, text):
    assert "NIK terdiri dari 16 angka" in text_of(find(dewi, text))


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_nothing_typed_asks_for_it(dewi, text):
    answer = find(dewi, text)

    assert answer.status_code == 200
    assert "orang di daftar" not in text_of(answer)


def test_what_was_looked_for_stands_in_no_address(dewi, siti):
    answer = find(dewi, "Siti")

    assert answer.status_code == 200  # no redirect that would carry it
    assert 'method="post"' in text_of(answer)
    assert "Siti" not in answer.headers.get("HX-Push-Url", "")
    assert "1 orang" not in text_of(browser(dewi).get("/orang/?q=Siti"))


def test_only_the_people_of_the_own_office_are_found(dewi, pak_rudi, siti):
    his = a_worker(pak_rudi, full_name="Siti Seberang")

    here, there = text_of(find(dewi, "siti")), text_of(find(pak_rudi, "siti"))

    assert siti.get_absolute_url() in here and his.get_absolute_url() not in here
    assert his.get_absolute_url() in there and siti.get_absolute_url() not in there


def test_twenty_of_many_are_shown(dewi):
    for number in range(25):
        a_worker(dewi, nik="", full_name=f"Siti {number:02}")

    assert "20 orang" in text_of(find(dewi, "Siti"))


def test_a_name_cannot_bring_code_onto_the_page(dewi):
    a_worker(dewi, nik="", full_name="<img src=x onerror=alert(1)>")

    page = text_of(find(dewi, "img src"))

    assert "&lt;img src=x" in page and "<img src=x" not in page


@pytest.mark.parametrize("username", ["ratna", "endang", "joko", "tini"])
def test_whoever_registers_nobody_looks_for_nobody(siti, person, username):
    assert find(person(username), "Siti").status_code == 404
