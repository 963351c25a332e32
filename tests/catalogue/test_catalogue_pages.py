"""The catalogue as an officer reads it: everything with its source, nothing about a person."""

import html
import re

import pytest

from satuatap.catalogue.documents import waiver_reasons
from satuatap.catalogue.guides import interview_guide
from satuatap.catalogue.services import services
from satuatap.catalogue.words import amount_words, condition_words, sources
from tests.centre import browser, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
PAGES = (
    "/katalog/", "/katalog/surat/", "/katalog/tujuan/", "/katalog/biaya/", "/katalog/upah/",
    "/katalog/aturan/", "/katalog/perubahan/",
)  # fmt: skip


def read(address, by="ratna"):
    answer = browser(somebody(by)).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("username", ["dewi", "lestari", "ratna", "hasan", "endang", "joko"])
@pytest.mark.parametrize("address", PAGES)
def test_whoever_works_with_candidates_reads_the_catalogue(address, username):
    text = read(address, by=username)

    assert text.count("<h1") == 1


@pytest.mark.parametrize("address", [*PAGES, "/katalog/skck/"])
def test_others_do_not(address):
    assert browser(somebody("tini")).get(address).status_code == 404
    assert browser().get(address).status_code == 302


@pytest.mark.parametrize("code", sorted(services()))
def test_every_service_has_its_page_with_basis_owner_and_source(code):
    service, text = services()[code], read(f"/katalog/{code}/")

    for words in (service.name, service.legal_basis, service.owner, service.version):
        assert words in text
    for step in service.steps:
        assert step.title in text
    assert "lebih dari itu tidak boleh diminta" in text


def test_an_unknown_service_does_not_exist():
    assert browser(somebody("ratna")).get("/katalog/tidak_ada/").status_code == 404


def test_a_cost_that_is_not_known_is_not_called_free():
    text = read("/katalog/pemeriksaan_kesehatan/")

    assert "ada biaya yang belum diketahui" in text
    assert "<strong>belum diketahui</strong>" in text


def test_a_cost_stands_with_its_source():
    text = read("/katalog/skck/")

    assert "<strong>Rp 30.000</strong>" in text
    assert re.search(r"Sumber:\s*PP 60/2016", text)


def test_a_paper_says_for_whom_it_is_asked():
    text = read("/katalog/verifikasi_cpmi/")

    assert "Surat izin keluarga" in text
    assert "(bila status perkawinan: Belum menikah atau Menikah)" in text


@pytest.mark.parametrize(("address", "whom"), [
    ("/katalog/surat/", "KDEI Taipei atau BP3MI"), ("/katalog/surat/", "BPJS Ketenagakerjaan"),
    ("/katalog/cabut_status/", "BP3MI"), ("/katalog/orientasi/", "KDEI Taipei atau BP3MI"),
])  # fmt: skip
def test_a_paper_that_is_not_certain_says_whom_to_ask(address, whom):
    assert f"Belum pasti, tanya {whom}." in read(address)


def test_a_paper_that_was_read_raises_no_doubt():
    assert "Belum pasti" not in read("/katalog/skck/")


def test_a_service_of_a_later_day_says_so(reference):
    reference("services/skck.toml", "valid_from = 2026-01-01", "valid_from = 2999-02-01")

    assert "mulai 1 Februari 2999" in read("/katalog/")
    assert "baru dapat dibuka mulai 1 Februari 2999" in read("/katalog/skck/")


def test_destinations_are_read_by_status():
    everything, stopped = read("/katalog/tujuan/"), read("/katalog/tujuan/?status=moratorium")

    assert "Taiwan" in everything and "Arab Saudi" in everything
    assert "Arab Saudi" in stopped and "Taiwan" not in stopped
    assert "Taiwan" in read("/katalog/tujuan/?status=apa")


def test_a_cost_without_amount_is_said_to_be_unknown_and_practice_is_a_warning():
    text = read("/katalog/biaya/")

    assert "Tanda bahaya: pungutan tidak resmi" in text
    assert "belum diketahui" in text
    assert "Permen P2MI 17/2025" in text


def test_what_changed_stands_there_newest_first_with_the_day_of_every_file():
    text = read("/katalog/perubahan/")

    assert "Jenis surat bertambah" in text
    for file in ("services/skck.toml", "letters/rekomendasi_paspor.toml", "messages/ada_kabar.toml",
                 "exchange/siapkerja.toml", "calendar/2027.toml", "centres.toml"):  # fmt: skip
        assert file in text
    assert text.index("documents/kinds.toml") < text.index("rules/age.toml")


def test_a_file_past_its_day_is_named(reference):
    reference("services/skck.toml", "review_by = 2027-12-31", "review_by = 2020-12-31")

    assert "sudah lewat hari pemeriksaannya" in read("/katalog/perubahan/")


def kept_back(text) -> list[str]:
    """What of the interview guide and of the reasons for a waiver stands on a page."""
    text = html.unescape(text)
    secret = [*interview_guide().sentences, *(why.label for why in waiver_reasons().values())]
    return [words for words in [*secret, *waiver_reasons()] if words in text]


@pytest.mark.parametrize("address", [*PAGES, *(f"/katalog/{code}/" for code in services())])
def test_nothing_of_the_interview_and_no_waiver_stands_on_these_pages(address):
    assert kept_back(read(address)) == []


def test_a_sentence_of_the_guide_on_a_page_would_be_noticed(reference):
    sign, why = interview_guide().signs[0].sentence, waiver_reasons()["danger_to_ask"].label
    reference("services/skck.toml", 'summary = "', f'summary = "{sign} {why} ')

    assert kept_back(read("/katalog/skck/")) == [sign, why]


def test_sources_are_links_by_their_titles():
    found = sources("Wikisource, UU 18/2017 - https://a.id/x ; Standar Lamongan")

    assert [(s.title, s.url) for s in found] == [
        ("Wikisource, UU 18/2017", "https://a.id/x"), ("Standar Lamongan", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("amount", "currency", "per", "words"), [
    ("37500", "IDR", "orang", "Rp\N{NO-BREAK SPACE}37.500 per orang"),
    ("", "IDR", "orang", "belum diketahui"), ("", "", "", "belum diketahui"),
    ("20000", "TWD", "", "TWD\N{NO-BREAK SPACE}20.000"),
    ("13.90", "EUR", "jam", "EUR\N{NO-BREAK SPACE}13,9 per jam"),
])  # fmt: skip
def test_an_amount_is_written_as_people_write_it(amount, currency, per, words):
    assert amount_words(amount, currency, per) == words


def test_a_condition_is_read_as_words():
    assert condition_words("loan = yes") == "bila ingin penjelasan tentang pinjaman: Ya"
    assert condition_words("") == ""
