"""Walk 1: from a ticket to ready for departure, desk by desk; every paper is asked for once."""

from collections import Counter

import pytest

from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services
from tests.journeys import siti
from tests.journeys.inside import run
from tests.journeys.officers import (
    AT_THE_DESK,
    Centre,
    asked_for,
    every_step,
    open_service,
    photograph,
)

NAME = "Siti Siap Berangkat"
ANSWERS = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
           "marital_status": "married", "loan": "yes"}  # fmt: skip
SUGGESTED = ["verifikasi_cpmi", "perjanjian_penempatan", "pemeriksaan_kesehatan", "paspor",
             "jaminan_sosial", "orientasi"]  # fmt: skip
# desks that no paper of article 13 leads to: what she asks for herself
WISHED = ["verifikasi_kependudukan", "skck", "rekening_pinjaman"]


NO_DESK_WRITES = ["PERJANJIAN_KERJA", "VISA", "SERTIFIKAT"]
ALL_PAPERS = ["KTP", "KK", "AKTA_LAHIR", "FOTO", "IJAZAH", "STATUS_KAWIN", "BUKU_NIKAH",
              "IZIN_KELUARGA", "SURAT_P3MI", *NO_DESK_WRITES]  # fmt: skip
# the eighth is the one for information, where her walk begins
SEVEN_DESKS = {"ketenagakerjaan", "kependudukan", "kesehatan", "keimigrasian", "kepolisian",
               "perbankan", "jaminan_sosial"}  # fmt: skip
# services that she has had already, whose desks are not seen at work in the short walk
EARLIER = """
from satuatap.common import acting
from satuatap.workers.models import Worker
from tests.journeys import laying

front, placement = laying.somebody("dewi"), laying.somebody("lestari")
desks = {desk: laying.somebody(username) for desk, username in told["desks"].items()}
with acting.acting_as(front.actor):
    her = Worker.objects.get(pk=told["her"])
for code in told["services"]:
    laying.walked(front, her, code, told["answers"], desks, placement)
"""


@pytest.fixture
def centre(installation, browser):
    """Everybody of the centre."""
    people = Centre(browser, installation.administration)
    yield people
    people.close()


@pytest.mark.parametrize(("earlier", "wished"), [
    (["verifikasi_cpmi", "pemeriksaan_kesehatan", "paspor"], []),
    pytest.param([], WISHED, marks=[pytest.mark.prove, pytest.mark.timeout(600)]),
], ids=["the last services", "all eight desks"])  # fmt: skip
def test_she_gets_from_the_ticket_to_ready_and_is_asked_for_each_paper_once(
    centre, installation, earlier, wished
):
    dewi, asked, desks, opened = centre("dewi"), Counter(), set(), []
    her = _from_the_ticket_to_her_file(dewi)
    if earlier:
        her_id = her.rstrip("/").split("/")[-1]
        run(installation, EARLIER, role="service", her=her_id, services=earlier, answers=ANSWERS,
            desks=AT_THE_DESK)  # fmt: skip
    for code in wished:
        _walk(centre, her, code, asked, desks)

    while code := _suggested(dewi, her):
        opened.append(code)
        _walk(centre, her, code, asked, desks)

    assert opened == [code for code in SUGGESTED if code not in earlier]
    assert "Siap berangkat" in dewi.text and "belum ada" not in dewi.page.inner_text("main table")
    papers = NO_DESK_WRITES if earlier else ALL_PAPERS
    assert asked == Counter(papers)  # each once, and none that a desk has written itself
    assert desks >= ({"jaminan_sosial"} if earlier else SEVEN_DESKS)


def _from_the_ticket_to_her_file(dewi):
    """First to the desk for information, then with a number of her own to the front desk."""
    for group in ("Informasi dan pertanyaan", "Pendaftaran dan pengurusan baru"):
        dewi.goto("/antrean/")
        dewi.press(group)
        number = dewi.page.locator("main .sa-code").first.inner_text()
        _is_called(dewi, number)
    her = siti.register(dewi, NAME)
    dewi.goto("/antrean/")
    dewi.press("Selesai")
    return her


def _is_called(dewi, number):
    dewi.goto("/antrean/")
    dewi.follow(number)
    if (reasons := dewi.page.get_by_label("Alasan mendahulukan")).count():
        reasons.select_option(index=1)
    dewi.press("Panggil")
    dewi.press("Layani")
    if number.startswith("F"):
        dewi.press("Selesai")


def _suggested(dewi, her):
    """The service that the page of her readiness says to open first; none when she is ready."""
    dewi.goto(f"{her}kesiapan/?skema=p2p")
    link = dewi.page.locator("main table").get_by_role("link", name="Buka:")
    return link.first.get_attribute("href").rstrip("/").split("/")[-1] if link.count() else ""


def _walk(centre, her, code, asked, desks):
    """Open, photograph what is asked for and not there yet, let every desk do its part."""
    dewi, service = centre("dewi"), services()[code]
    answers, more = {one: ANSWERS[one] for one in service.questions if one in ANSWERS}, {}
    if service.needs_job_order:
        dewi.goto(f"{her}buka/{code}/")
        more["job_order"] = dewi.page.get_by_label("JO-TW", exact=False).first.get_attribute(
            "value"
        )
    application = open_service(dewi, her, service, answers, **more)
    kinds = asked_for(dewi, application)
    asked.update(kinds)
    photograph(dewi, her, kinds)
    every_step(centre, NAME, service, answers)
    desks.update(step.desk for step in service.steps_for(answers))
    dewi.goto(application)
    assert dewi.page.locator("main .sa-badge").first.inner_text() == "Selesai"
    assert not [kind for kind in kinds if document_kinds()[kind].outcome_only]
