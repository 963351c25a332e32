"""Siti's walk through the centre, in steps that journeys share."""

import io
import random

from PIL import Image

VILLAGES = ("karangsari weru", "sumber cirebon", "plumbon cirebon")


def family_card(*, blurred=False, gps=True) -> dict:
    """A photo of a family card as a phone makes it: with place and camera in it."""
    image = Image.new("RGB", (1200, 800), "#eee" if blurred else "#fff")
    exif = Image.Exif()
    exif[0x010F] = "PonselContoh"
    if gps:
        exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 45.0, 30.0), 3: "E", 4: (108.0, 28.0, 15.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=80)
    return {"name": "kk.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def random_nik() -> str:
    """Sixteen digits that nobody has."""
    return f"320911{random.randint(10, 28):02d}0398{random.randint(1000, 9999)}"


def register(dewi, name="Siti Rahmawati", nik=None, village="karangsari weru"):
    """At the front desk: notice told, person on file; returns her address."""
    dewi.goto("/orang/baru/")
    dewi.page.get_by_label("Dibacakan").check()
    dewi.page.get_by_label("Nama lengkap").fill(name)
    dewi.page.get_by_label("Perempuan").check()
    dewi.page.get_by_label("Tanggal lahir").fill("17-03-1998")
    dewi.page.get_by_label("NIK").fill(nik or random_nik())
    dewi.page.get_by_label("Desa atau kelurahan").fill(village)
    dewi.page.locator("[name=village]").first.wait_for()
    dewi.page.locator("[name=village]").first.check()
    dewi.press("Simpan dan lanjutkan")
    return dewi.page.url


def scan(dewi, worker_url, kind, picture=None):
    """Photograph one paper at the front desk."""
    dewi.goto(f"{worker_url}surat/{kind}/")
    dewi.page.get_by_label("Foto atau PDF").set_input_files(picture or family_card())
    dewi.press("Simpan foto")


def open_service(dewi, worker_url):
    """Open the passport recommendation; returns the application's address and her code."""
    dewi.goto(worker_url)
    dewi.follow("Rekomendasi paspor untuk calon")
    if dewi.page.get_by_role("button", name="Lihat yang akan berjalan").count():
        dewi.press("Lihat yang akan berjalan")
    dewi.press("Buka permohonan")
    application = dewi.page.url
    dewi.follow("Cetak kertas")
    code = dewi.page.locator(".sa-code").first.inner_text()
    return application, code


def step_of(officer, name):
    """Open this person's file from the officer's own queue."""
    officer.goto("/loket/")
    with officer.page.expect_navigation():
        officer.page.get_by_role("link", name=name).first.click()


def accept_all(officer):
    """Accept every paper and finish."""
    while officer.page.get_by_role("button", name="Terima").count():
        officer.press("Terima")
    officer.press("Selesaikan")


def ready_for_letter(visit, name):
    """Register, scan, open, and let both desks finish; returns (dewi, application, code)."""
    dewi = visit("dewi")
    her = register(dewi, name)
    for kind in ("KTP", "KK", "AKTA_LAHIR"):
        scan(dewi, her, kind)
    application, code = open_service(dewi, her)
    for username in ("ratna", "yusuf"):
        officer = visit(username)
        step_of(officer, name)
        accept_all(officer)
    return dewi, application, code
