"""Her page on a cheap phone: what it says and keeps to itself, and a code that was lost."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from satuatap.catalogue.services import services
from tests.journeys import siti
from tests.journeys.inside import run
from tests.journeys.officers import open_service, photograph

NAME = "Siti Hilang Kertas"
MARRIED = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
           "marital_status": "married"}  # fmt: skip
PHONE = {"viewport": {"width": 360, "height": 640}}
ONE_PAPER = "Satu surat belum lengkap. Tanyakan di loket."
READABLE_LIMIT = 30_000  # bytes on the wire before it can be read: page and styles
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000 // 8,
        "uploadThroughput": 50_000 // 8}  # fmt: skip
SLOWEST = 12  # seconds until it can be read at 50 kbit/s

RETURNED = """
from django.utils import timezone
from satuatap.accounts.models import User
from satuatap.applications import actions
from satuatap.applications.models import Step
from satuatap.common import acting
from satuatap.workers.models import Scan

ratna = User.objects.with_roles().get(username="ratna")
with acting.acting_as(ratna.actor):
    for step in Step.objects.filter(application=told["application"], status="ready"):
        for kind in set(told["papers"]) & set(step.documents):
            newest = Scan.objects.filter(worker_id=step.application.worker_id, kind=kind)
            scan = newest.order_by("added_at", "id").last()
            actions.decide(by=ratna, step=step, scan=scan, reason=told["papers"][kind])
        actions.return_step(by=ratna, step=step, now=timezone.now())
"""


@pytest.fixture(scope="module")
def file(installation, browser):
    """(application, code) of a recommendation at the first desk."""
    from tests.journeys.conftest import Visitor

    context = browser.new_context(locale="id-ID")
    dewi = Visitor(context.new_page(), installation.administration).sign_in("dewi")
    her = siti.register(dewi, NAME)
    for kind in ("KTP", "KK", "AKTA_LAHIR"):
        siti.scan(dewi, her, kind)
    application, code = siti.open_service(dewi, her)
    context.close()
    return application, code.replace("-", "")


def test_on_a_phone_without_script_she_reads_what_she_has_to_know(visit, file):
    phone = visit(java_script_enabled=False, **PHONE)
    phone.goto("/lacak/")
    phone.page.get_by_label("Kode di kertas Anda").fill(file[1].lower())
    phone.press("Lihat")

    for words in ("loket ketenagakerjaan", "Janji: paling lambat", "Gratis.",
                  "Lebih dari itu tidak boleh diminta", "meja pengaduan dan informasi",
                  "Bertanya atau bercerita tanpa mendaftar"):  # fmt: skip
        assert words in phone.text, words
    for word in ("Siti", "Hilang Kertas", "Karangsari", "Ratna", "WIB"):
        assert word not in phone.text, word
    phone.page.get_by_text("Teks untuk dibacakan").click()
    assert phone.page.get_by_text(
        "Langkah ini gratis. Petugas tidak boleh meminta uang."
    ).is_visible()


def test_it_is_whole_on_a_narrow_phone_and_to_be_read_by_all(visit, file):
    phone = visit(**PHONE)
    for address in (f"/lacak/{file[1]}/", "/lacak/", "/lacak/AAAABBBBCCCC/"):
        phone.goto(address)
        phone.page.wait_for_load_state("networkidle")
        found = Axe().run(phone.page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        too_wide = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, address
        assert phone.page.locator("h1").count() == 1


def test_it_can_soon_be_read_over_a_slow_network(visit, file):
    phone = visit(**PHONE)
    session = phone.page.context.new_cdp_session(phone.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    kinds, weights = {}, {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )

    began = time.monotonic()
    phone.page.goto(f"{phone.home}/lacak/{file[1]}/", wait_until="commit")
    phone.page.get_by_text("Janji: paling lambat").first.wait_for()
    took = time.monotonic() - began
    phone.page.wait_for_load_state("networkidle")

    readable = sum(w for one, w in weights.items() if kinds.get(one) in ("Document", "Stylesheet"))
    assert 0 < readable <= READABLE_LIMIT, readable
    assert took <= SLOWEST, took


def test_a_sensitive_paper_is_named_only_at_the_counter(visit, installation):
    dewi = visit("dewi")
    her = siti.register(dewi, "Siti Surat Peka")
    photograph(dewi, her, ("KTP", "KK", "IZIN_KELUARGA", "BUKU_NIKAH"))
    application = open_service(dewi, her, services()["verifikasi_cpmi"], MARRIED)
    dewi.follow("Cetak kertas")
    code = dewi.page.locator(".sa-code").first.inner_text()
    run(
        installation, RETURNED, role="service", application=application.rstrip("/").split("/")[-1],
        papers={"KK": "blurred", "IZIN_KELUARGA": "wrong_paper", "BUKU_NIKAH": "blurred"},
    )  # fmt: skip

    anyone = visit(**PHONE)
    anyone.goto(f"/lacak/{code.replace('-', '')}/")

    assert anyone.page.get_by_text(ONE_PAPER).first.is_visible()
    assert "Kartu keluarga belum terbaca" in anyone.text
    source = anyone.page.content().lower()
    for secret in ("izin keluarga", "nikah", "suami", "taiwan", "siti"):
        assert secret not in source, secret


def test_a_lost_code_is_replaced_and_then_never_was(visit, file):
    application, old = file
    dewi, anyone = visit("dewi"), visit()
    unknown = anyone.goto("/lacak/ZZZZYYYYXXXX/")
    never_was = (unknown.status, anyone.page.inner_text("main"))

    dewi.goto(application)
    dewi.follow("Kertasnya hilang")
    dewi.press("Ya, beri kode baru")

    new = dewi.page.locator(".sa-code").first.inner_text().replace("-", "")
    assert new != old and "Gratis" in dewi.text and NAME not in dewi.page.inner_text("main")
    dewi.page.emulate_media(media="print")
    assert not dewi.page.get_by_role("button", name="Cetak").is_visible()
    assert dewi.page.locator("img.sa-qr").is_visible()

    answer = anyone.goto(f"/lacak/{old}/")
    assert (answer.status, anyone.page.inner_text("main")) == never_was
    assert anyone.goto(f"/lacak/{new}/").status == 200
