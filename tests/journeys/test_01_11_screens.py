"""Every screen of the walk: no accessibility violation, nothing cut off, light, without script too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys import siti

NAME = "Siti Komariah"
PUBLIC_LIMIT = 100_000  # bytes on the wire
READABLE_LIMIT = 30_000  # bytes before it can be read: page and styles


@pytest.fixture(scope="module")
def screens(installation, browser):
    """(account, address) of every screen of the walk."""
    from tests.journeys.conftest import Visitor

    contexts = []

    def visit(username):
        contexts.append(browser.new_context(locale="id-ID"))
        return Visitor(contexts[-1].new_page(), installation.administration).sign_in(username)

    dewi, application, code = siti.ready_for_letter(visit, NAME)
    dewi.goto("/orang/")
    dewi.page.locator("[name=q]").fill(NAME[:6])
    dewi.press("Cari")
    with dewi.page.expect_navigation():
        dewi.page.get_by_role("link", name=NAME).first.click()
    her = dewi.page.url
    siti.register(dewi, "Siti Menunggu")
    waiting = dewi.page.url
    siti.scan(dewi, waiting, "KTP")
    siti.open_service(dewi, waiting)
    ratna = visit("ratna")
    siti.step_of(ratna, "Siti Menunggu")
    step = ratna.page.url
    for context in contexts:
        context.close()
    return {
        "": ["/", "/lacak/", f"/lacak/{code.replace('-', '')}/", "/lacak/AAAA/", "/cek/", "/kantor/",
             "/akun/masuk/", "/akun/kode-kertas/", "/janji/", "/janji/kantor/ltsa-contoh/",
             "/janji/kantor/ltsa-contoh/lowongan/", "/kantor/ltsa-contoh/hari-ini/"],
        "dewi": ["/", "/orang/", "/orang/baru/", her, f"{her}surat/KTP/", "/permohonan/", application,
                 f"{application}kertas/", f"{application}tarik/", "/akun/", "/akun/sesi/", "/tidak-ada/",
                 "/antrean/", "/antrean/layar/", "/antrean/tutup/", "/antrean/janji/baru/"],
        "ratna": ["/loket/", step, "/panggil/"],
        "endang": ["/pengunjung/", "/pengunjung/buku-urutan/", "/pengunjung/keadilan/", "/jadwal/",
                   "/jadwal/janji/"],
        "joko": ["/janji-desa/"],
        "lestari": [f"{application}surat/", "/surat/", "/surat/register/"],
        "tini": ["/pengaturan/petugas/", "/pengaturan/petugas/baru/", "/pengaturan/kantor/"],
    }  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("account", ["", "dewi", "ratna", "lestari", "endang", "joko", "tini"])
def test_no_violation_and_nothing_cut_off(visit, screens, account, width):
    visitor = visit(account or None, viewport={"width": width, "height": 800})
    for address in screens[account]:
        visitor.goto(address)
        visitor.page.wait_for_load_state("networkidle")
        found = Axe().run(visitor.page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        too_wide = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{address} is {too_wide} px too wide at {width}"
        assert visitor.page.locator("h1").count() == 1, address


def test_public_pages_are_light(visit, screens):
    for address in screens[""]:
        kinds, weights = _on_the_wire(visit(), address)
        readable = sum(
            w for one, w in weights.items() if kinds.get(one) in ("Document", "Stylesheet")
        )
        assert sum(weights.values()) <= PUBLIC_LIMIT, (address, weights)
        assert 0 < readable <= READABLE_LIMIT, (address, readable)


def _on_the_wire(visitor, address):
    """Kind and bytes of everything that one page loads into an empty browser."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    kinds, weights = {}, {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    visitor.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    return kinds, weights


def test_the_walk_goes_without_script(browser, installation):
    from tests.journeys.conftest import Visitor

    def visit(username):
        context = browser.new_context(locale="id-ID", java_script_enabled=False)
        return Visitor(context.new_page(), installation.administration).sign_in(username)

    dewi = visit("dewi")
    dewi.goto("/orang/baru/")
    dewi.page.get_by_label("Dibacakan").check()
    dewi.page.get_by_label("Nama lengkap").fill("Siti Tanpa Skrip")
    dewi.page.get_by_label("Perempuan").check()
    dewi.page.get_by_label("Desa atau kelurahan").fill("sumber cirebon")
    dewi.press("Simpan dan lanjutkan")
    dewi.page.locator("[name=village]").first.check()
    dewi.press("Simpan dan lanjutkan")
    her = dewi.page.url
    siti.scan(dewi, her, "KTP")
    dewi.goto(her)
    dewi.follow("Permohonannya")
    dewi.follow("Rekomendasi paspor untuk calon")
    dewi.press("Buka permohonan")
    assert "Periksa berkas" in dewi.text

    ratna = visit("ratna")
    siti.step_of(ratna, "Siti Tanpa Skrip")
    ratna.press("Terima KTP")
    assert "diterima" in ratna.text


def test_the_walk_goes_by_keyboard_alone(visit):
    dewi = visit("dewi")
    dewi.goto("/orang/baru/")
    page = dewi.page
    _tab_to(page, "Dibacakan")
    page.keyboard.press("Space")
    _tab_to(page, "Nama lengkap")
    page.keyboard.type("Siti Papan Ketik")
    _tab_to(page, "Perempuan")
    page.keyboard.press("Space")
    _tab_to(page, "Desa atau kelurahan")
    page.keyboard.type("karangsari weru")
    page.locator("[name=village]").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    _tab_to(page, "Simpan dan lanjutkan")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Siti Papan Ketik" in dewi.text


def _tab_to(page, words, most=40):
    """Press Tab until the focus is on the control with these words."""
    named = (
        "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
        " return (l ? l.innerText : e.innerText) || '' }"
    )
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(named).strip().startswith(words):
            return
    raise AssertionError(f"Tab does not reach {words}")
