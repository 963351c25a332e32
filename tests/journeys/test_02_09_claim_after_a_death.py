"""Walk 9: an heir with a phone and no e-mail gets through the death claim, list by list."""

import io
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image

from satuatap.catalogue.services import services
from satuatap.letters.templates_store import store
from tests.journeys import siti
from tests.journeys.officers import (
    Centre,
    asked_for,
    at_the_desk,
    from_the_paper,
    issue_letter,
    open_service,
    photograph,
    send_back,
)

NAME, HEIR = "Almarhum Warsito Contoh", "Aminah Contoh"
ANSWERS = {"children_for_scholarship": "two"}
PHONE = {"viewport": {"width": 360, "height": 740}}
OF_CHILDREN = ["AKTA_ANAK_1", "IDENTITAS_ANAK_1", "AKTA_ANAK_2", "IDENTITAS_ANAK_2"]
SECRETS = (NAME, HEIR, "Karangsari", "suami atau istri", "kematian", "meninggal", "ahli waris",
           "beasiswa", "klaim", "Ratna", "Yusuf")  # fmt: skip


@pytest.fixture
def centre(installation, browser):
    """Everybody of the centre."""
    people = Centre(browser, installation.administration)
    yield people
    people.close()


def test_the_heir_gets_through_list_by_list(centre, visit):
    dewi, service = centre("dewi"), services()["klaim_jkm"]
    lists = {step.code: step for step in service.steps_for(ANSWERS)}
    his = siti.register(dewi, NAME)
    application = open_service(dewi, his, service, ANSWERS, applicant=HEIR, relation="spouse")
    assert f"{HEIR}, suami atau istri" in dewi.text
    phone = visit(**PHONE)
    code = _read_from_the_paper(dewi, phone, application)
    assert "satu loket kantor ini" in phone.text and "Bagian 1" in phone.text

    # list 1: about the worker who died
    photograph(dewi, his, lists["peserta"].documents)
    at_the_desk(centre("ratna"), NAME, lists["peserta"])
    assert "Sekarang di\nsatu loket kantor ini" in _follow(phone, code)

    # list 2: about the family; what list 1 brought is not asked for again
    asked = asked_for(dewi, application)
    assert "SURAT_KEMATIAN" not in asked and "KTP_AHLI_WARIS" in asked
    photograph(dewi, his, [kind for kind in lists["ahli_waris"].documents if kind in asked])
    _is_mended(centre, phone, code, his, lists["ahli_waris"])
    assert "Sekarang di\nsatu loket kantor ini" in _follow(phone, code)

    # lists 3 and 4: handed in, and the scholarship of two children
    assert asked_for(dewi, application) == OF_CHILDREN
    photograph(dewi, his, OF_CHILDREN)
    from_the_paper(centre("lestari"), NAME, lists["serahkan"])
    assert asked_for(dewi, application) == []
    from_the_paper(centre("lestari"), NAME, lists["beasiswa"])
    assert "Semua loket selesai. Surat sedang dibuat." in _follow(phone, code)

    _is_fetched(centre, phone, code, application, service)


def _read_from_the_paper(dewi, phone, application):
    """Nothing is sent to her: with the paper's square her phone is on her page; returns the code."""
    dewi.goto(application)
    dewi.follow("Cara ia dikabari")
    assert dewi.page.get_by_label("Tidak ada pesan").is_checked()
    dewi.goto(application)
    dewi.follow("Cetak kertas")
    square = Image.open(io.BytesIO(dewi.page.locator("img.sa-qr").screenshot()))
    address = zxingcpp.read_barcodes(square)[0].text
    assert phone.goto(urlsplit(address).path).status == 200
    return dewi.page.locator(".sa-code").first.inner_text()


def _follow(phone, code):
    """What her phone shows for the code: nothing of him or her, and no wider than the phone."""
    phone.goto("/lacak/")
    phone.page.get_by_label("Kode di kertas Anda").fill(code)
    phone.press("Lihat")
    told = phone.page.content().lower()
    for secret in SECRETS:
        assert secret.lower() not in told, secret
    too_wide = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert too_wide <= 0
    return phone.text


def _is_mended(centre, phone, code, his, family):
    """Her identity card is blurred: she reads that one paper is missing, and brings that one only."""
    dewi, yusuf = centre("dewi"), centre("yusuf")
    send_back(yusuf, NAME, family, "KTP_AHLI_WARIS")
    told = _follow(phone, code)
    assert "Ada surat yang perlu Anda bawa lagi" in told and "menunggu surat dari Anda" in told
    photograph(dewi, his, ["KTP_AHLI_WARIS"])
    assert "Ada surat yang perlu Anda bawa lagi" not in _follow(phone, code)
    at_the_desk(yusuf, NAME, family)


def _is_fetched(centre, phone, code, application, service):
    """The letter names her and the scholarship; she fetches it, and everything is over."""
    letter = issue_letter(centre, application, store().get(service.letter).fields)
    assert "Surat siap diambil" in _follow(phone, code)
    lestari = centre("lestari")
    lestari.goto(letter)
    assert HEIR in lestari.text and "dengan beasiswa anak" in lestari.text
    lestari.goto(application)
    lestari.press("Surat diserahkan")
    assert lestari.page.locator("main .sa-badge").first.inner_text() == "Selesai"
    assert "Selesai" in _follow(phone, code)
