"""Every service of the catalogue, from the front desk to its end, in a real browser."""

import itertools
import time

import pytest

from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.questions import questions
from satuatap.catalogue.services import services
from satuatap.letters.templates_store import store
from tests.journeys import siti
from tests.journeys.officers import (
    Centre,
    asked_for,
    every_step,
    open_service,
    photograph,
    write_letter,
)

USUAL = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
         "marital_status": "divorced", "children_for_scholarship": "two", "loan": "yes",
         "claim_cause": "accident", "correction": "name", "papers_lost": "yes",
         "insurance_open": "yes"}  # fmt: skip
MOST_SECONDS = 40  # on two busy cores; alone each takes less than half
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def centre(installation, browser):
    """Everybody of the centre, with windows that stay open."""
    people = Centre(browser, installation.administration)
    yield people
    people.close()


def answers_to(service):
    """One answer to each question, so that as many steps as possible are walked."""
    return {
        code: USUAL.get(code, next(iter(questions()[code].options))) for code in service.questions
    }


def results_asked(service, answers):
    """Services that write a result which this one asks for and cannot photograph."""
    kinds = {kind for step in service.steps_for(answers) for kind in step.documents}
    outcomes = {kind for kind in kinds if document_kinds()[kind].outcome_only}
    return [other for other in services().values() if outcomes & set(other.records)]


def walk(centre, name, her, service):
    """Photograph what is asked and not there, open, let everybody do her part."""
    dewi, answers = centre("dewi"), answers_to(service)
    more = {"applicant": "Aminah Contoh", "relation": "spouse"} if service.for_heir else {}
    if service.needs_job_order:
        dewi.goto(f"{her}buka/{service.code}/")
        label = dewi.page.get_by_label("JO-TW", exact=False).first
        more["job_order"] = label.get_attribute("value")
    application = open_service(dewi, her, service, answers, **more)
    # on her page stands what is still to be photographed: each paper once, results nowhere
    asked = asked_for(dewi, application)
    assert len(asked) == len(set(asked))
    assert not [kind for kind in asked if document_kinds()[kind].outcome_only]
    photograph(dewi, her, asked)
    every_step(centre, name, service, answers)
    return application


@pytest.mark.parametrize("code", services())
def test_a_service_goes_from_the_front_desk_to_its_end(centre, code):
    began, service, dewi = time.monotonic(), services()[code], centre("dewi")
    name = f"Nur Layanan {chr(64 + next(numbers))}"
    her = siti.register(dewi, name)
    for earlier in results_asked(service, answers_to(service)):
        walk(centre, name, her, earlier)

    application = walk(centre, name, her, service)

    if service.letter:
        write_letter(centre, application, store().get(service.letter).fields)
    dewi.goto(application)
    assert dewi.page.locator("main .sa-badge").first.inner_text() == "Selesai"
    assert not dewi.page.get_by_role("link", name="Foto sekarang").count()
    assert time.monotonic() - began < MOST_SECONDS
