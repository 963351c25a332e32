"""The register as a book on paper: whole, in order, without a name of those served."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from django.http import Http404
from django.utils import timezone

from satuatap.letters import actions, book, lists
from satuatap.letters.register import move_on
from tests.letters.conftest import NOW, a_letter, act, as_owner, text_of
from tests.letters.test_page_of_a_letter import metadata_of

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
DECEMBER = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # half past midnight at the office


def pages_of(answer) -> list[str]:
    """The words of each page."""
    pdf = pypdfium2.PdfDocument(answer.content)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


@pytest.fixture
def another(bu_lestari, bu_endang, centre):
    """`another(at)`: one more letter that was approved at this moment."""

    def another(at=NOW):
        fresh = a_letter(bu_lestari, centre)
        return actions.approve_letter(by=act(bu_endang), letter=fresh, now=at)

    return another


@pytest.fixture
def open_book(ask, bu_endang):
    """`open_book(tahun=…, bulan=…)`: the answer of the address, as the head of the centre."""
    return lambda **asked: ask(lists.register_book, by=bu_endang, data=asked)


def test_the_book_tells_number_date_signer_and_state_of_each(cancelled, another, open_book):
    another()

    answer = open_book(tahun="2026")

    said = pages_of(answer)[0]
    assert answer["Content-Disposition"] == 'inline; filename="register-surat.pdf"'
    assert said.index("560/0001/LTSA") < said.index("560/0002/LTSA")
    for words in ("Tahun 2026", "24 November 2026", "Endang Wahyuni", "Surat rekomendasi paspor",
                  "dibatalkan 24 November 2026", "menunggu tanda tangan", "Halaman 1 dari 1",
                  "Nomor diberikan 2", "Terbit 0", "Dibatalkan 1", "Belum terbit 1"):  # fmt: skip
        assert words in said
    for personal in ("Siti", "1807014506990002", "Sukadana", "Taiwan"):
        assert personal not in said


def test_the_book_can_be_kept_for_years_and_read_aloud(issued, open_book):
    kinds, title, _pages = metadata_of(open_book(tahun="2026").content)

    assert kinds == {"pdfaid:part": "2", "pdfaid:conformance": "B", "pdfuaid:part": "1"}
    assert title == "Buku register surat"


def test_a_month_begins_at_the_offices_midnight(another, open_book):
    another(), another(DECEMBER)

    november = pages_of(open_book(tahun="2026", bulan="11"))[0]
    december = pages_of(open_book(tahun="2026", bulan="12"))[0]

    assert "November 2026" in november
    assert "560/0001" in november
    assert "560/0002" not in november
    assert "560/0002/LTSA/XII/2026" in december
    assert "560/0001" not in december
    assert "Nomor urut" not in december  # number 1 stands in the book of November


def test_numbers_that_the_system_does_not_know_are_told(another, open_book, centre):
    another()
    with as_owner():
        move_on(office=centre, year=2026, at_least=5)
    another()

    said = pages_of(open_book(tahun="2026"))[0]

    assert "Nomor urut 2 sampai 5 tidak tercatat di sistem ini" in said
    assert said.index("560/0001") < said.index("Nomor urut 2") < said.index("560/0006")


def test_a_thick_book_has_its_head_on_every_page(another, open_book):
    for _ in range(30):
        another()

    pages = pages_of(open_book(tahun="2026"))

    assert len(pages) > 1
    assert all("Penanda tangan" in page for page in pages)
    assert f"Halaman 2 dari {len(pages)}" in pages[1]


def test_a_book_that_is_too_thick_is_asked_for_by_month(another, open_book, monkeypatch, ask,
                                                        bu_endang):  # fmt: skip
    monkeypatch.setattr(book, "MOST_ROWS", 1)
    another(), another()

    answer = open_book(tahun="2026")

    assert answer.url == "/surat/register/?tahun=2026"
    assert answer.notices == ["Buku ini terlalu tebal untuk satu berkas. Pilih satu bulan."]


def test_an_empty_month_says_so(issued, open_book):
    assert "Tidak ada nomor yang diberikan" in pages_of(open_book(tahun="2026", bulan="1"))[0]


@pytest.mark.parametrize(
    "asked",
    [{"tahun": "0"}, {"tahun": "9999"}, {"bulan": "13"}, {"bulan": "-1"}, {"tahun": "\0"},
     {"kantor": "ltsa-seberang"}],
)  # fmt: skip
def test_what_is_no_book_does_not_exist(open_book, asked):
    with pytest.raises(Http404):
        open_book(**asked)


def test_another_office_opens_only_its_own_book(issued, ask, pak_gatot):
    said = pages_of(ask(lists.register_book, by=pak_gatot, data={"tahun": "2026"}))[0]

    assert issued.number not in said


def test_the_register_offers_the_book_by_month(ask, issued, bu_endang):
    page = text_of(ask(lists.register, by=bu_endang))

    assert 'action="/surat/register/buku.pdf"' in page
    assert '<option value="11">November</option>' in page
    assert str(timezone.now().year) in page


def test_the_sentence_reaches_her_through_a_real_browser_session(monkeypatch, bu_endang):
    from tests.centre import browser

    monkeypatch.setattr(book, "MOST_ROWS", -1)

    answer = browser(bu_endang).get("/surat/register/buku.pdf", {"tahun": "2026"}, follow=True)

    assert "Buku ini terlalu tebal untuk satu berkas" in answer.content.decode()
