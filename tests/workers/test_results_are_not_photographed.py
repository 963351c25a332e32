"""Medical and police papers: only the result is kept, whoever tries to photograph them."""

import pytest

from satuatap.catalogue.documents import document_kinds
from satuatap.common.ids import new_id
from satuatap.common.scans import ScanRefused
from satuatap.workers import actions
from satuatap.workers.models import Document, Scan
from tests.centre import a_photo, a_worker, act, browser, text_of

pytestmark = pytest.mark.world("administration")
RESULTS = [kind.code for kind in document_kinds().values() if kind.outcome_only]


@pytest.fixture
def siti(dewi):
    """On file."""
    return a_worker(dewi)


@pytest.mark.parametrize("kind", RESULTS)
def test_no_image_of_a_result_is_kept(dewi, siti, kind, settings):
    act(dewi)

    with pytest.raises(ScanRefused, match="tidak difoto. Yang dicatat hanya"):
        actions.add_scan(by=dewi, once=new_id(), worker=siti, kind=kind, uploaded=a_photo())

    assert not Scan.objects.exists() and not Document.objects.exists()
    assert not list(settings.FILES.rglob("*"))


def test_whoever_comes_to_photograph_a_medical_result_reads_why_not(dewi, siti):
    page = text_of(browser(dewi).get(f"{siti.get_absolute_url()}surat/SEHAT/"))

    assert (
        "Hasil pemeriksaan kesehatan tidak difoto. Yang dicatat hanya: laik atau belum laik."
        in (page)
    )
    assert 'type="file"' not in page


def test_whoever_sends_one_all_the_same_reads_it_at_the_field(dewi, siti):
    answer = browser(dewi).post(f"{siti.get_absolute_url()}surat/SEHAT/", {"scan": a_photo()})

    assert "Hasil pemeriksaan kesehatan tidak difoto." in text_of(answer)
    act(dewi)
    assert not Scan.objects.exists()


def test_her_page_offers_no_photo_of_a_result(dewi, siti):
    page = text_of(browser(dewi).get(siti.get_absolute_url()))

    assert "/surat/KTP/" in page
    for kind in RESULTS:
        assert f"/surat/{kind}/" not in page
