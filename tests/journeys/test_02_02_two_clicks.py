"""Walk 2: the same click by two officers; and a file is finished in four keys without a page load."""

import pytest

from tests.journeys import siti
from tests.journeys.officers import photograph

MARK = "window.before = 'never loaded again'"
COUNT = """
window.keys = 0;
addEventListener("keydown", (event) => { if (event.isTrusted) window.keys += 1 }, true);
"""


@pytest.fixture
def at_the_desk(visit):
    """`at_the_desk("Siti …")`: her file lies at the manpower desk, with all papers."""
    dewi = visit("dewi")

    def lay(name):
        her = siti.register(dewi, name)
        photograph(dewi, her, ("KTP", "KK", "AKTA_LAHIR"))
        return siti.open_service(dewi, her)[0]

    return lay


def heading(visitor):
    """Whose file is open."""
    return visitor.page.locator("h1").inner_text()


def accepted(visitor):
    """How many papers carry the word."""
    return visitor.page.locator("#berkas .sa-badge", has_text="diterima").count()


def test_three_papers_and_the_end_are_four_keys_and_no_page_load(visit, at_the_desk):
    at_the_desk("Siti Empat Tombol")
    at_the_desk("Siti Berikutnya")
    ratna = visit("ratna")
    siti.step_of(ratna, "Siti Empat Tombol")
    page = ratna.page
    page.evaluate(MARK + COUNT)
    address = page.url

    for number in (1, 2, 3):
        ratna.swap(lambda: page.keyboard.press("t"))
        assert accepted(ratna) == number
    assert page.evaluate("document.activeElement.innerText").startswith("Selesaikan")
    assert "Akta lahir diterima" in page.locator("#kabar").inner_text()
    ratna.swap(lambda: page.keyboard.press("s"))

    assert page.evaluate("window.keys") == 4
    assert page.evaluate("window.before") == "never loaded again"
    assert page.url != address and "/loket/" in page.url
    assert heading(ratna) != "Siti Empat Tombol"
    assert page.get_by_role("link", name="Siti Empat Tombol").count() == 0
    assert page.locator(".sa-queue__item[aria-current]").inner_text().startswith(heading(ratna))


def test_the_keys_lead_on_and_are_told_on_demand(visit, at_the_desk):
    at_the_desk("Siti Petunjuk")
    at_the_desk("Siti Petunjuk Dua")
    ratna = visit("ratna")
    siti.step_of(ratna, "Siti Petunjuk")
    page, name = ratna.page, heading(ratna)

    page.keyboard.press("?")
    told = page.locator("dialog").inner_text()
    for words in (
        "Terima KTP elektronik",
        "Kembalikan KTP elektronik",
        "Tunda",
        "Berkas berikutnya",
    ):
        assert words in told
    page.keyboard.press("Escape")
    page.evaluate(MARK)
    ratna.swap(lambda: page.keyboard.press("n"))
    assert heading(ratna) != name
    assert page.evaluate("window.before") == "never loaded again"
    with page.expect_navigation():
        page.keyboard.press("k")
    assert "Kembalikan KTP elektronik" in heading(ratna)
    page.go_back()
    with page.expect_navigation():
        page.keyboard.press("h")
    assert "Tunda berkas" in heading(ratna)


def test_of_two_who_press_the_same_one_wins_and_the_other_reads_who(visit, at_the_desk):
    at_the_desk("Siti Dua Petugas")
    ratna, bambang = visit("ratna"), visit("bambang")
    for officer in (ratna, bambang):
        siti.step_of(officer, "Siti Dua Petugas")

    ratna.press("Terima KTP")
    bambang.press("Terima KTP")

    assert accepted(ratna) == accepted(bambang) == 1
    sentence = "Ratna Sari sudah memutuskan surat ini. Keputusan itu yang berlaku."
    assert sentence in bambang.text
    assert sentence in bambang.page.locator("#kabar").inner_text()

    for words in ("Terima Kartu", "Terima Akta"):
        ratna.press(words)
    bambang.goto(bambang.page.url)
    ratna.press("Selesaikan")
    with bambang.page.expect_response(lambda answer: answer.status == 403):
        bambang.page.get_by_role("button", name="Selesaikan").click()
    bambang.page.get_by_text("Ratna Sari sudah menyelesaikan bagian loket ini.").wait_for()
