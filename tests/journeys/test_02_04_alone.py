"""Walk 4: her permission letter is questioned; she speaks alone, and another person decides."""

from satuatap.catalogue.services import services
from tests.journeys import siti
from tests.journeys.officers import open_service, photograph, take

NAME = "Siti Bicara Sendiri"
ANSWERS = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
           "marital_status": "married"}  # fmt: skip


def test_she_speaks_alone_and_a_letter_is_not_asked_for(visit):
    dewi, lestari = visit("dewi"), visit("lestari")
    her = siti.register(dewi, NAME)
    photograph(
        dewi, her, ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN", "BUKU_NIKAH")
    )
    application = open_service(dewi, her, services()["verifikasi_cpmi"], ANSWERS)
    hall = _screen_of_the_hall(visit, lestari)

    number = _asks_to_speak_alone(dewi)
    bambang = visit("bambang")
    _is_called(bambang, number)
    hall.page.locator(".re-now__number", has_text=number).wait_for()
    assert NAME not in hall.text and "Siti" not in hall.text and "sendiri" not in hall.text

    _talks_and_asks_a_second_person(bambang)
    assert "Surat izin keluarga" in bambang.text and "menunggu petugas kedua" in bambang.text
    ratna = visit("ratna")
    _decides(ratna)

    take(bambang, "/loket/", NAME, "keluarga")
    assert "Surat izin keluarga" not in bambang.text
    siti.accept_all(bambang)
    dewi.goto(application)
    for secret in (
        "meminta surat ini tidak aman",
        "surat yang tidak dapat diminta",
        "surat izin keluarga",
    ):
        assert secret not in dewi.text.lower(), secret


def _screen_of_the_hall(visit, lestari):
    """What her companion looks at: the screen with numbers, without signing in."""
    lestari.goto("/antrean/layar/")
    if lestari.page.get_by_role("button", name="Buat alamat").count():
        lestari.press("Buat alamat")
    address = lestari.page.locator("main dd a").first.get_attribute("href")
    hall = visit()
    hall.goto(address)
    return hall


def _asks_to_speak_alone(dewi):
    """At the ticket she wishes to speak alone, with the officer of her choice; her number."""
    dewi.goto("/antrean/")
    dewi.page.get_by_label("Ingin bicara sendiri").check()
    dewi.page.get_by_label("Petugas yang dipilihnya").select_option(label="Bambang Irawan")
    dewi.press("Penempatan dan perjanjian")
    return dewi.page.locator("main .sa-code").first.inner_text()


def _is_called(bambang, number):
    bambang.goto("/panggil/")
    row = bambang.page.locator(".sa-queue__item", has_text=number)
    assert "Ingin bicara sendiri" in row.inner_text()
    assert "Memilih Bambang Irawan" in row.inner_text()
    with bambang.page.expect_navigation():
        row.click()
    reasons = bambang.page.get_by_label("Alasan mendahulukan")
    if reasons.count():
        reasons.select_option(label="Menunggu petugas yang dipilihnya")
    bambang.press("Panggil")


def _talks_and_asks_a_second_person(bambang):
    """The guide is read on the screen; kept is that they were alone, and a coded reason."""
    take(bambang, "/loket/", NAME, "wawancara")
    guide = bambang.page.get_by_text("Panduan wawancara")
    assert not bambang.page.get_by_text("Bicaralah berdua saja").is_visible()
    guide.click()
    assert bambang.page.get_by_text("Bicaralah berdua saja").is_visible()
    bambang.page.get_by_label("Ya, berdua saja").check()
    bambang.press("Catat wawancara")
    take(bambang, "/loket/", NAME, "keluarga")
    bambang.follow("Ada surat yang tidak dapat diminta")
    bambang.page.get_by_label("Surat izin keluarga").check()
    bambang.page.get_by_label("Meminta surat ini tidak aman").check()
    bambang.press("Ajukan ke petugas kedua")


def _decides(ratna):
    ratna.goto("/loket/")
    ratna.follow("pemeriksaan kedua menunggu")
    ratna.follow("Surat izin keluarga")
    assert "Meminta surat ini tidak aman" in ratna.text and "Bambang Irawan" in ratna.text
    ratna.press("Surat ini tidak diminta")
    assert "Surat izin keluarga tidak diminta lagi." in ratna.text
