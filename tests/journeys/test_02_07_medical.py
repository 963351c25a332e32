"""Walk 7: a medical result is never an image; fit is recorded, and no other desk sees more."""

from tests.journeys import siti
from tests.journeys.officers import HIDDEN, at_the_desk, open_service, photograph, take
from tests.journeys.siti import family_card

NAME = "Siti Sehat Sentosa"
SENTENCE = "Hasil pemeriksaan kesehatan tidak difoto. Yang dicatat hanya: laik atau belum laik."


def test_a_result_is_a_word_and_never_an_image(visit):
    from satuatap.catalogue.services import services

    medical = services()["pemeriksaan_kesehatan"]
    dewi, nurul = visit("dewi"), visit("nurul", java_script_enabled=False)
    her = siti.register(dewi, NAME)
    photograph(dewi, her, ("KTP", "KK", "AKTA_LAHIR"))
    open_service(dewi, her, medical, {})
    siti.open_service(dewi, her)

    dewi.goto(f"{her}surat/SEHAT/")
    assert SENTENCE in dewi.text
    assert dewi.page.locator("input[type=file]").count() == 0

    at_the_desk(nurul, NAME, medical.steps[0])
    take(nurul, "/loket/", NAME, "Catat hasil kesehatan")
    assert nurul.page.locator("input[type=file]").count() == 0
    assert SENTENCE in _upload_all_the_same(nurul)
    _record_fit(nurul)
    nurul.press("Selesaikan")

    for username in ("ratna", "hasan", "dewi"):
        _sees_nothing_of_it(visit(username), her)


def _upload_all_the_same(nurul):
    """What comes back when somebody bends the form and sends a photo with it."""
    address = nurul.page.locator("form[action*='/hasil/SEHAT/']").get_attribute("action")
    page = nurul.page.request.get(nurul.page.url).text()
    answer = nurul.page.request.post(
        nurul.home + address,
        multipart={**dict(HIDDEN.findall(page)), "SEHAT-outcome": "fit",
                   "SEHAT-issued_on": "02-11-2026", "hasil": family_card()},
        headers={"Referer": nurul.page.url},
    )  # fmt: skip
    assert answer.status == 422
    return answer.text()


def _record_fit(nurul):
    nurul.page.reload()
    assert nurul.page.get_by_role("button", name="Selesaikan").count() == 0
    nurul.page.get_by_label("Laik", exact=True).check()
    nurul.page.get_by_label("Tanggal surat").fill("02-11-2026")
    nurul.page.get_by_label("Berlaku sampai").fill("31-12-2026")
    nurul.press("Catat Hasil pemeriksaan kesehatan")
    assert "Laik" in nurul.text and "berlaku sampai" in nurul.text


def _sees_nothing_of_it(officer, her):
    """At another desk, and at the front desk, the word does not stand."""
    if officer.page.get_by_role("link", name="Meja loket").count():
        officer.goto("/loket/")
        links = officer.page.get_by_role("link", name=NAME)
        if links.count():
            with officer.page.expect_navigation():
                links.first.click()
    else:
        officer.goto(her)
    assert "Laik" not in officer.text
