"""The walk that makes the pictures of the manual: `make pictures`; not part of the ordinary suite.

It lives in an installation of its own whose clock stands still, with the demo's people only, so that
what differs between two runs is what changed on the screens.
"""

import pytest

from demo.town import town
from satuatap.catalogue.services import services
from satuatap.letters.templates_store import store
from tests.journeys import pictures, siti
from tests.journeys.officers import fill, open_service, photograph

pytestmark = pytest.mark.pictures

WIDE = {"viewport": {"width": pictures.DESK, "height": 800}}
NARROW = {"viewport": {"width": pictures.PHONE, "height": 740}}
TO_TAIWAN = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
             "marital_status": "divorced"}  # fmt: skip
IN_A_HURRY = "Kendaraan pulang atau kapal segera berangkat"
PAPERS = ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN")
TO_POLAND = {**TO_TAIWAN, "destination": "PL"}


@pytest.fixture(scope="module")
def installation():
    """A town whose clock stands still."""
    with town(**pictures.standing_clock()) as running:
        yield running


@pytest.fixture
def at_work(visit):
    """`at_work("dewi")`: this officer before a wide screen."""
    return lambda username: visit(username, **WIDE)


def her_page(front, name):
    """The address of somebody of the demo."""
    front.goto("/orang/")
    front.page.locator("[name=q]").fill(name)
    front.press("Cari")
    front.follow(name)
    return front.page.url


def test_reception(at_work, visit):
    dewi = at_work("dewi")
    dewi.goto("/antrean/")
    dewi.picture("antrean", height=1020)

    ratna = at_work("ratna")
    ratna.goto("/panggil/")
    ratna.picture("panggil-nomor")
    ratna.page.locator(".sa-queue__item").nth(2).click()
    ratna.page.get_by_label("Alasan mendahulukan").select_option(label=IN_A_HURRY)
    ratna.press("Panggil")

    dewi.goto("/antrean/layar/")
    hall = visit(**WIDE)
    hall.goto(dewi.page.locator("main dd a").first.get_attribute("href"))
    hall.page.locator(".re-now").first.wait_for()
    hall.picture("layar-panggilan", height=600)

    lestari = at_work("lestari")
    lestari.goto("/jadwal/")
    lestari.picture("jadwal", height=1000)


def test_front_desk(at_work, visit):
    dewi = at_work("dewi")
    dewi.goto("/orang/baru/")
    dewi.picture("daftarkan")

    karsinah = her_page(dewi, "Karsinah")
    photograph(dewi, karsinah, PAPERS)
    dewi.goto(f"{karsinah}buka/verifikasi_cpmi/")
    for field, value in TO_TAIWAN.items():
        fill(dewi.page, field, value)
    dewi.press("Lihat yang akan berjalan")
    dewi.picture("sebelum-dibuka", height=1200)

    dewi.press("Buka permohonan")
    dewi.picture("permohonan", height=1000)
    dewi.follow("Cetak kertas")
    code = dewi.page.locator(".sa-code").first.inner_text()
    her = visit(**NARROW)
    her.goto(f"/lacak/{code.replace('-', '')}/")
    her.picture("follow", height=1150)

    dewi.goto(f"{karsinah}kesiapan/")
    dewi.picture("kesiapan", height=1000)


def test_desk(at_work):
    ratna = at_work("ratna")
    siti.step_of(ratna, "Siti Aminah")
    ratna.press("Terima KTP")
    ratna.picture("desk")
    step = ratna.page.url

    ratna.follow("Kembalikan Kartu keluarga")
    ratna.picture("kembalikan", height=860)

    for paper, name in (("KTP", "SITI AMINAH"), ("Akta lahir", "SITI AMINAH BINTI WARYO")):
        ratna.goto(step)
        ratna.follow(f"Catat nama dan tanggal di {paper}")
        ratna.page.get_by_label("Nama di surat ini").fill(name)
        ratna.page.get_by_label("Tanggal lahir di surat ini").fill("17-03-1998")
        ratna.press("Simpan")
    ratna.goto(step)
    ratna.picture("nama-berbeda", of="section[aria-labelledby=nama-tanggal]")


def test_institution_that_is_not_here(at_work):
    dewi, lestari = at_work("dewi"), at_work("lestari")
    sulastri = her_page(dewi, "Sulastri")
    open_service(dewi, sulastri, services()["skck"], {})
    lestari.goto("/lembaga/")
    lestari.follow("Sulastri")
    lestari.picture("lembaga", height=1000)


def test_outside_system(at_work):
    ratna, lestari = at_work("ratna"), at_work("lestari")
    siti.step_of(ratna, "Karsinah")
    ratna.picture("wawancara", of="section[aria-labelledby=wawancara]")
    ratna.page.get_by_label("Ya, berdua saja").check()
    ratna.press("Catat wawancara")
    siti.accept_all(ratna)
    lestari.goto("/sistem-luar/siapkerja/")
    lestari.picture("sistem-luar")
    lestari.follow("Karsinah")
    lestari.picture("lembar-salin", height=1000)


def test_letter(at_work):
    lestari, endang = at_work("lestari"), at_work("endang")
    lestari.goto("/permohonan/")
    row = lestari.page.locator("main tr").filter(has_text="Warsito")
    with lestari.page.expect_navigation():
        row.filter(has_text="Rekomendasi paspor").get_by_role("link").click()
    lestari.follow("Susun surat")
    for field in store().get("rekomendasi_paspor").fields:
        control = lestari.page.locator(f'[name="{field.code}"]')
        if not control.input_value():
            control.fill(field.example)
    lestari.press("Simpan konsep")
    letter = lestari.page.url
    endang.goto(letter)
    endang.picture("surat", height=1200)
    endang.press("Setujui dan beri nomor")
    endang.picture("tanda-tangan", height=1200)
    endang.goto("/surat/register/")
    endang.picture("register-surat", height=620)


def test_closed_destination(at_work):
    dewi, endang = at_work("dewi"), at_work("endang")
    for name in ("Nurhayati", "Sulastri", "Warsito"):
        open_service(dewi, her_page(dewi, name), services()["verifikasi_cpmi"], TO_POLAND)
    endang.goto("/tujuan-ditutup/baru/")
    endang.page.get_by_label("Negara tujuan").select_option(label="Polandia")
    endang.page.get_by_label("Surat atau keputusan").fill(
        "Surat Dirjen nomor 12 tanggal 20 November 2026 (contoh)"
    )
    endang.press("Lihat berapa berkas yang menunggu")
    endang.picture("tutup-tujuan", height=620)
    endang.press("Ya, tutup tujuan ini")
    endang.picture("menunggu-tujuan")


def test_head(at_work):
    endang = at_work("endang")
    endang.goto("/beban/")
    endang.picture("beban-kerja")
    endang.goto("/pengunjung/")
    endang.picture("pengunjung", height=1000)
    endang.goto("/pengunjung/buku-urutan/")
    endang.page.get_by_text("Didahulukan").first.wait_for()
    endang.picture("buku-urutan", of="main .sa-table-frame", height=500)


def test_lists(at_work):
    lestari = at_work("lestari")
    lestari.goto("/p3mi/")
    lestari.picture("p3mi")
    lestari.follow("PT Contoh Mitra Samudra")
    lestari.picture("p3mi-satu", height=1000)
    lestari.goto("/katalog/verifikasi_cpmi/")
    lestari.picture("katalog", height=1000)
