"""A desk on a phone: the open file comes first, and when the last one has left, the list is seen."""

from tests.journeys import siti

PHONE = {"viewport": {"width": 360, "height": 640}}
NAME = "Siti Layar Kecil"


def top_of(officer, piece) -> float:
    """Where a piece of the page begins, in pixels from the upper edge of the screen."""
    return officer.page.locator(piece).evaluate("e => e.getBoundingClientRect().top")


def put_aside_all_others(officer):
    """Only Siti's file is left at the desk."""
    others = officer.page.locator("a.sa-queue__item").filter(has_not_text=NAME)
    officer.goto("/loket/")
    while others.count():
        with officer.page.expect_navigation():
            others.first.click()
        with officer.page.expect_navigation():
            officer.page.get_by_role("link", name="Tunda").click()
        officer.page.get_by_label("Surat kurang").check()
        officer.press("Tunda berkas ini")
        officer.goto("/loket/")


def test_after_the_last_file_the_list_is_seen_again(visit):
    dewi = visit("dewi")
    her = siti.register(dewi, NAME)
    for kind in ("KTP", "KK", "AKTA_LAHIR"):
        siti.scan(dewi, her, kind)
    siti.open_service(dewi, her)
    ratna = visit("ratna", **PHONE)
    put_aside_all_others(ratna)
    assert top_of(ratna, "#antrean-loket") < top_of(ratna, "#berkas")

    siti.step_of(ratna, NAME)
    assert top_of(ratna, "#berkas") < top_of(ratna, "#antrean-loket")
    siti.accept_all(ratna)

    assert "Belum ada berkas di loket ini." in ratna.text
    assert top_of(ratna, "#antrean-loket") < top_of(ratna, "#berkas")
    assert 0 <= top_of(ratna, "#antrean") < PHONE["viewport"]["height"], "it is on the screen"
    assert ratna.page.evaluate("document.activeElement.id") == "antrean"
