"""Walk 3: accepted, returned as blurred, mended, accepted; a letter with QR; cancelled."""

import pypdfium2
import zxingcpp

from tests.journeys import siti

NAME = "Siti Kusmiati"


def test_from_the_front_desk_to_a_cancelled_letter(visit):
    dewi, her, application, code = _opened(visit)
    officer = visit("ratna")
    siti.step_of(officer, NAME)
    siti.accept_all(officer)

    _second_desk_returns_the_card(visit("yusuf"))
    anyone = visit()
    _follow(anyone, code)
    assert "Kartu keluarga belum terbaca karena fotonya buram" in anyone.text
    assert "kartu keluarga asli" in anyone.text
    assert NAME not in anyone.text and "Karangsari" not in anyone.text

    siti.scan(dewi, her, "KK", siti.family_card())
    second = visit("yusuf")
    siti.step_of(second, NAME)
    assert "foto baru" in second.text
    siti.accept_all(second)
    _follow(anyone, code)
    assert "Surat sedang dibuat" in anyone.text

    letter, check = write_letter(visit, application)
    lestari = visit("lestari")
    lestari.goto(application)
    lestari.press("Surat diserahkan")
    assert "Selesai" in lestari.text

    anyone.goto(check)
    assert "Surat ini berlaku" in anyone.text
    assert NAME not in anyone.text

    _cancel(visit("endang"), letter)
    anyone.goto(check)
    assert "Surat ini dibatalkan" in anyone.text
    assert NAME not in anyone.text


def _opened(visit):
    dewi = visit("dewi")
    her = siti.register(dewi, NAME)
    siti.scan(dewi, her, "KTP")
    siti.scan(dewi, her, "KK", siti.family_card(blurred=True))
    siti.scan(dewi, her, "AKTA_LAHIR")
    return dewi, her, *siti.open_service(dewi, her)


def _second_desk_returns_the_card(yusuf):
    siti.step_of(yusuf, NAME)
    yusuf.press("Terima KTP elektronik")
    yusuf.follow("Kembalikan Kartu keluarga")
    yusuf.page.get_by_label("Foto buram").check()
    yusuf.press("Kembalikan surat ini")
    yusuf.press("Kembalikan ke pemohon")


def _follow(anyone, code):
    anyone.goto("/lacak/")
    anyone.page.get_by_label("Kode di kertas Anda").fill(code.lower())
    anyone.press("Lihat")


def write_letter(visit, application):
    """Draft, approve, sign with the scanned page, issue; returns its page and the check address."""
    lestari, endang = visit("lestari"), visit("endang")
    lestari.goto(application)
    lestari.follow("Susun surat")
    lestari.page.get_by_label("Tempat lahir").fill("Cirebon")
    lestari.page.get_by_label("Negara tujuan").fill("Taiwan")
    lestari.page.get_by_label("Kantor imigrasi").fill("Kantor Imigrasi Kelas I TPI Cirebon")
    lestari.press("Simpan konsep")
    letter = lestari.page.url
    endang.goto(letter)
    endang.press("Setujui dan beri nomor")
    endang.page.locator("input[type=file]").set_input_files(siti.family_card(gps=False))
    endang.press("Simpan halaman bertanda tangan")
    endang.press("Terbitkan surat")
    return letter, _qr_code_on(endang, f"{letter}surat.pdf")


def _qr_code_on(visitor, pdf_address):
    """What a phone reads from the printed letter."""
    pdf = visitor.page.request.get(pdf_address).body()
    page = pypdfium2.PdfDocument(pdf)[0]
    return zxingcpp.read_barcodes(page.render(scale=3).to_pil())[0].text


def _cancel(endang, letter):
    endang.goto(letter)
    endang.page.get_by_text("Batalkan surat", exact=True).click()
    endang.page.get_by_label("Isi surat keliru, diganti dengan surat baru").check()
    endang.press("Batalkan surat ini")
