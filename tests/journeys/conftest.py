"""A real installation, a real browser: what a journey needs."""

import os
import shutil
from pathlib import Path

import pytest

from demo.cast import PASSWORD
from demo.town import start, town
from tests.journeys import pictures

CHROMIUM = next(
    (p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_itemcollected(item):
    """Journeys share one installation: they run one after the other in one process."""
    if "journeys" in item.nodeid:
        item.add_marker(pytest.mark.xdist_group("journeys"))
        item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def installation():
    """Both worlds with the demo district, for all journeys of this run."""
    with town() as running:
        yield running


@pytest.fixture(scope="session")
def breakable():
    """A second installation, behind a proxy, for journeys that spoil what they touch."""
    with town(SATUATAP_BEHIND_PROXY="yes") as running:
        yield running


@pytest.fixture
def own_installation(tmp_path):
    """`own_installation()`: starts one that a journey may break; stopped afterwards."""
    started = []

    def begin(home=None, **more):
        started.append(start(home or tmp_path / "home", **more))
        return started[-1]

    yield begin
    for running in started:
        running.stop()
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; where it is absent, journeys say so, and with CI=true they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed, and journeys must run here.")
        pytest.skip("Chromium is not installed: apt install chromium.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """One person with one browser window."""

    def __init__(self, page, home):
        self.page, self.home = page, home

    def goto(self, address):
        """Open an address of this installation; returns the response."""
        return self.page.goto(address if "://" in address else self.home + address)

    def sign_in(self, username, password=PASSWORD):
        """Through the sign-in page, as she does."""
        self.goto("/akun/masuk/")
        self.page.get_by_label("Nama pengguna").fill(username)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.press("Masuk")
        return self

    def press(self, words):
        """Press the button with these words and wait for the page that follows."""
        button = self.page.get_by_role("main").get_by_role("button", name=words).first
        if button.evaluate("b => Boolean(window.htmx && b.form?.hasAttribute('hx-post'))"):
            return self.swap(button.click)
        with self.page.expect_navigation():
            button.click()

    def swap(self, act):
        """Do something that brings a fragment, and wait until it is in its place."""
        self.page.evaluate("document.getElementById('berkas').dataset.old = 'yes'")
        act()
        self.page.wait_for_function(
            "() => { const file = document.getElementById('berkas');"
            " return !file || (!file.dataset.old && !document.querySelector('.htmx-request, .htmx-settling')) }"
        )

    def follow(self, words):
        """Follow the link with these words."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=words).first.click()

    def picture(self, name, **what):
        """A picture of what she sees, for the manual; see `pictures.save`."""
        return pictures.save(self.page, name, **what)

    @property
    def text(self):
        """What stands on the page."""
        return self.page.inner_text("body")


@pytest.fixture
def visit(browser, installation):
    """`visit("dewi")`: a fresh browser window, signed in; `visit()` is anonymous."""
    contexts = []

    def open_window(username=None, *, world="administration", **options):
        context = browser.new_context(locale="id-ID", **options)
        contexts.append(context)
        visitor = Visitor(context.new_page(), getattr(installation, world))
        return visitor.sign_in(username) if username else visitor

    yield open_window
    for context in contexts:
        context.close()
