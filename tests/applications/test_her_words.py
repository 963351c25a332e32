"""What her code opens, on the screen and on paper: at every step of every service it tells nothing."""

import re

import pytest
from django.utils import timezone

from satuatap.applications import actions
from satuatap.applications.reading.her_page import tells
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services
from satuatap.places.models import Presence
from tests.applications.test_every_service import ABSENT, WALKS
from tests.centre import (
    AT_THE_DESK,
    a_known_result,
    a_scan,
    a_worker,
    absent,
    act,
    browser,
    close_from_paper,
    decide,
    finish_with_results,
    open_with,
    somebody,
    text_of,
)

pytestmark = pytest.mark.world("administration")

INTIMATE = re.compile(
    r"izin keluarga|surat izin|keluarga yang|surat keluarga|nikah|kawin|cerai|suami|istri|\bwali\b|orang tua"
    r"|sehat|kesehatan|periksa kesehatan|sebelum diperiksa|psikolog|medis|medical|sakit|dokter"
    r"|polisi|skck|mati\b|kematian|meninggal|ahli waris|santunan|klaim|kecelakaan"
    r"|kepulangan|setelah pulang|memulai lagi|\bpulang\b|pencabutan|cabut|tidak jadi berangkat"
    r"|rekening|\bbank\b|perbankan|pinjaman|utang|beasiswa|anak\b|angkutan|kejadian",
    re.IGNORECASE,
)
ORDINARY = {service.fee_note for service in services().values() if not service.name_tells}
NAMES = [kind.name for kind in document_kinds().values() if kind.sensitive]
TELLING = {
    words
    for service in services().values()
    if service.name_tells
    for words in (service.name, service.fee_note, *(step.title for step in service.steps))
} - ORDINARY


def main_of(answer) -> str:
    """What the page says, without the frame that every page has."""
    assert answer.status_code == 200
    words = text_of(answer).split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", words.split(">", 1)[1]).split())


def tells_nothing(application, dewi):
    """Her page and her paper, as they are now."""
    pages = {
        "page": main_of(browser().get(f"/lacak/{application.code}/")),
        "slip": main_of(browser(dewi).get(f"{application.get_absolute_url()}kertas/")),
    }
    for name, words in pages.items():
        found = INTIMATE.search(words)
        assert found is None, (name, words[max(0, found.start() - 60) : found.end() + 20])
        for said in [*NAMES, *TELLING]:
            assert said not in words, (name, said)


def return_everything(step, officer, dewi, application):
    """The desk returns every photographed paper; she brings them all again."""
    kinds = [kind for kind in step.documents if not document_kinds()[kind].outcome_only]
    for kind in kinds:
        decide(officer, step, kind, "names_differ")
    if not kinds:
        return
    actions.return_step(by=act(officer), step=step, now=timezone.now())
    tells_nothing(application, dewi)
    for kind in kinds:
        a_scan(dewi, application.worker, kind)


@pytest.mark.parametrize(("service", "answers"), WALKS)
def test_whoever_reads_along_learns_nothing(service, answers, journey, dewi, bu_lestari):
    absent(*ABSENT)
    siti = a_worker(dewi)
    for kind in {k for step in service.steps_for(answers) for k in step.documents}:
        if document_kinds()[kind].outcome_only:
            a_known_result(siti, kind, by=bu_lestari)
    application = open_with(dewi, service, siti, answers=answers, **journey(service))
    tells_nothing(application, dewi)

    act(bu_lestari)
    while step := application.steps.filter(status=StepStatus.READY).first():
        officer = AT_THE_DESK.get(step.desk.institution)
        if officer and step.desk.presence == Presence.PRESENT:
            return_everything(step, somebody(officer), dewi, application)
            act(bu_lestari)
            finish_with_results(somebody(officer), application.steps.get(pk=step.pk))
        else:
            close_from_paper(bu_lestari, step)
        tells_nothing(application, dewi)
        act(bu_lestari)


def test_services_that_tell_say_so_and_the_others_do_not():
    telling = {code for code, service in services().items() if tells(service.as_copy())}

    assert telling == {
        "bantuan_kepulangan", "cabut_status", "klaim_jkk", "klaim_jkm", "pemeriksaan_kesehatan",
        "rekening_pinjaman", "skck",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["bantuan_kepulangan", "skck"])
def test_a_copy_from_before_the_catalogue_said_so_is_as_silent(code):
    copy = services()[code].as_copy()
    del copy["name_tells"]

    assert tells(copy)
