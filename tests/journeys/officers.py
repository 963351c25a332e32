"""Officers who take a whole service to its end in the browser, each at her own desk.

The desks' windows run without script: every act is a plain form that is sent and answered.
"""

import re

from satuatap.catalogue.documents import document_kinds
from tests.journeys.conftest import Visitor
from tests.journeys.siti import family_card

AT_THE_DESK = {
    "ketenagakerjaan": "ratna", "kependudukan": "yusuf", "keimigrasian": "hasan",
    "kesehatan": "nurul",
}  # fmt: skip
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Centre:
    """The people of one office, each with a window that stays open; signed in on first use."""

    def __init__(self, browser, home):
        self.browser, self.home, self.windows = browser, home, {}

    def __call__(self, username) -> Visitor:
        """This officer's window."""
        if username not in self.windows:
            context = self.browser.new_context(
                locale="id-ID", java_script_enabled=username in ("dewi", "endang")
            )
            visitor = Visitor(context.new_page(), self.home)
            self.windows[username] = visitor.sign_in(username)
        return self.windows[username]

    def close(self):
        """Everybody goes home."""
        for visitor in self.windows.values():
            visitor.page.context.close()


def photograph(front, her, kinds, picture=None):
    """Send a photo of each of these papers through the front desk's form."""
    for kind in kinds:
        address = f"{her}surat/{kind}/"
        page = front.page.request.get(address).text()
        answer = front.page.request.post(
            address, multipart={**dict(HIDDEN.findall(page)), "scan": picture or family_card()},
            headers={"Referer": address},
        )  # fmt: skip
        assert answer.ok and "sudah difoto" in answer.text(), (kind, answer.status)


def open_service(front, her, service, answers, **more):
    """Answer what is asked, read what follows, open it; returns the application's address."""
    front.goto(f"{her}buka/{service.code}/")
    for field, value in {**answers, **more}.items():
        fill(front.page, field, value)
    if service.questions or service.for_heir or service.places_abroad:
        front.press("Lihat yang akan berjalan")
        assert "Belum ada yang dibuka" in front.text, front.text
    front.press("Buka permohonan")
    assert "/permohonan/" in front.page.url, front.text
    return front.page.url


def fill(page, field, value):
    """One field of a form, whatever it looks like."""
    control = page.locator(f'[name="{field}"]').first
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(value)
    elif control.get_attribute("type") == "radio":
        page.locator(f'[name="{field}"][value="{value}"]').check()
    else:
        control.fill(value)


def take(officer, address, name, title):
    """Open this person's file from a list, also from a later page of it."""
    officer.goto(address)
    rows = officer.page.get_by_role("main").locator("li, tr")
    further = officer.page.locator("nav.sa-pager a[rel=next]")
    while not (row := rows.filter(has_text=name).filter(has_text=title)).count():
        assert further.count(), f"{name} lies on no page of {address}"
        with officer.page.expect_navigation():
            further.click()
    with officer.page.expect_navigation():
        row.first.get_by_role("link").first.click()


def record(officer, step):
    """Write a good result, or the number, of every kind that the step records."""
    for code in step.records:
        kind = document_kinds()[code]
        if kind.outcomes:
            fill(officer.page, f"{code}-outcome", kind.good_outcomes[0])
        if kind.number:
            fill(officer.page, f"{code}-number", "CONTOH-17")
        fill(officer.page, f"{code}-issued_on", "02-11-2026")
        officer.press(f"Catat {kind.name}")


def at_the_desk(officer, name, step):
    """The desk talks where it should, writes results, accepts every paper and finishes."""
    take(officer, "/loket/", name, step.title)
    if step.interview:
        officer.page.get_by_label("Ya, berdua saja").check()
        officer.press("Catat wawancara")
    record(officer, step)
    while officer.page.get_by_role("button", name=re.compile("^Terima ")).count():
        officer.press(re.compile("^Terima "))
    officer.press("Selesaikan")


def from_the_paper(lestari, name, step):
    """The placement officer closes the step of an institution that is not here."""
    take(lestari, "/lembaga/", name, step.title)
    record(lestari, step)
    lestari.page.get_by_label("Nomor surat lembaga").fill("B-17/2026")
    picture = lestari.page.locator('input[type="file"]')
    if picture.count():
        picture.set_input_files(family_card(gps=False))
    lestari.press("Tutup langkah")


def every_step(centre, name, service, answers):
    """All desks in their turn, and the placement officer for those that are not here."""
    for step in service.steps_for(answers):
        if step.desk in AT_THE_DESK:
            at_the_desk(centre(AT_THE_DESK[step.desk]), name, step)
        else:
            from_the_paper(centre("lestari"), name, step)


def issue_letter(centre, application, fields):
    """Draft with what the file knows and the examples for the rest; sign and issue."""
    lestari, endang = centre("lestari"), centre("endang")
    lestari.goto(application)
    lestari.follow("Susun surat")
    for field in fields:
        control = lestari.page.locator(f'[name="{field.code}"]')
        if field.required and not control.input_value():
            control.fill(field.example)
    lestari.press("Simpan konsep")
    letter = lestari.page.url
    endang.goto(letter)
    endang.press("Setujui dan beri nomor")
    endang.page.locator("input[type=file]").set_input_files(family_card(gps=False))
    endang.press("Simpan halaman bertanda tangan")
    endang.press("Terbitkan surat")
    return letter


def write_letter(centre, application, fields):
    """Issue the letter and hand it over; returns its address."""
    letter = issue_letter(centre, application, fields)
    centre("lestari").goto(application)
    centre("lestari").press("Surat diserahkan")
    return letter


def asked_for(front, application):
    """Kinds of papers that the page of this application still asks of her, in order."""
    front.goto(application)
    papers = front.page.locator("main dl.sa-facts > div")
    wanted = papers.filter(has_not_text="tidak diminta kedua kali")
    links = wanted.get_by_role("link", name="Foto sekarang").all()
    return [link.get_attribute("href").rstrip("/").split("/")[-1] for link in links]


def send_back(officer, name, step, kind, reason="Foto buram"):
    """The desk returns one paper of this file, accepts the others, and asks her to mend it."""
    take(officer, "/loket/", name, step.title)
    paper = document_kinds()[kind].name
    officer.follow(f"Kembalikan {paper}")
    officer.page.get_by_label(reason).check()
    officer.press("Kembalikan surat ini")
    while officer.page.get_by_role("button", name=re.compile("^Terima ")).count():
        officer.press(re.compile("^Terima "))
    officer.press("Kembalikan ke pemohon")
