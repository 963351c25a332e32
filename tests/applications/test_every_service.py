"""Every service of the catalogue goes from its opening to its end, whatever is answered."""

from itertools import chain

import pytest
from django.utils import timezone

from satuatap.applications import actions
from satuatap.applications.reading.letter_words import letter_words
from satuatap.applications.workflow import ApplicationStatus, StepStatus
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.questions import questions
from satuatap.catalogue.services import services
from satuatap.letters.templates_store import store
from satuatap.workers.models import DeskAccess, Scan
from tests.applications.test_letter_of_application import issue
from tests.centre import (
    a_known_result,
    a_worker,
    absent,
    act,
    browser,
    open_with,
    text_of,
    walk_to_the_end,
)

pytestmark = pytest.mark.world("administration")
ABSENT = ("kesehatan", "kepolisian", "perbankan", "jaminan_sosial")
USUAL = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME"}
SPECIAL = {"destination": ("TW", "KR", "JP"), "occupation": ("ELDERCARE_HOME", "NURSE")}


def answers_to(service):
    """Sets of answers that between them reach every step and every paper of the service."""
    usual = {
        code: USUAL.get(code) or next(iter(questions()[code].options)) for code in service.questions
    }
    sets = [usual]
    for code in service.questions:
        for value in SPECIAL.get(code, questions()[code].options):
            if code != "scheme" or not service.schemes or value in service.schemes:
                sets += [usual | {code: value}]
    if {"scheme", "destination"} <= set(service.questions):
        pairs = [("g2g", "KR"), ("reentry", "KR"), ("ssw", "JP"), ("ssw", "TW")]
        allowed = service.schemes or [scheme for scheme, _place in pairs]
        sets += [
            usual | {"scheme": scheme, "destination": place, "occupation": "NURSE"}
            for scheme, place in pairs
            if scheme in allowed
        ]
    return sets


def different_walks():
    """(service, answers), one for each different walk."""
    for service in services().values():
        seen = set()
        for answers in answers_to(service):
            walk = tuple((step.code, step.documents) for step in service.steps_for(answers))
            if walk not in seen:
                seen.add(walk)
                yield pytest.param(service, answers, id=f"{service.code}-{len(seen)}")


WALKS = list(different_walks())


@pytest.mark.parametrize(("service", "answers"), WALKS)
def test_it_runs_from_the_front_desk_to_its_end(
    service, answers, journey, dewi, bu_lestari, bu_endang, now
):
    absent(*ABSENT)
    siti = a_worker(dewi)
    for kind in chain.from_iterable(step.documents for step in service.steps_for(answers)):
        if document_kinds()[kind].outcome_only:
            a_known_result(siti, kind, by=bu_lestari)

    application = open_with(dewi, service, siti, answers=answers, **journey(service))
    application = walk_to_the_end(application, by=bu_lestari)

    if service.letter:
        assert application.status == ApplicationStatus.LETTER
        write_and_hand_over(application, bu_lestari, bu_endang, now)
    assert application.status == ApplicationStatus.FINISHED
    assert {step.status for step in application.steps.all()} == {StepStatus.DONE}
    assert not DeskAccess.objects.filter(ended_at__isnull=True).exists()
    kinds = Scan.objects.filter(worker=siti).values_list("kind", flat=True)
    assert len(kinds) == len(set(kinds)), "a paper was photographed twice"
    assert not [kind for kind in kinds if document_kinds()[kind].outcome_only]


def write_and_hand_over(application, bu_lestari, bu_endang, now):
    """With what the file knows, and the example of the template for the rest."""
    known = letter_words(application)
    fields = store().get(application.definition["letter"]).fields
    words = {field.code: field.clean(known.get(field.code) or field.example) for field in fields}
    actions.draft_letter(by=act(bu_lestari), application=application, data=words, now=now)
    application.refresh_from_db()
    issue(application, bu_endang, now)
    actions.hand_over(by=act(bu_lestari), application=application, now=timezone.now())
    application.refresh_from_db()


def test_the_walks_reach_every_step_and_every_paper_of_the_catalogue():
    for service in services().values():
        walks = [w.values[1] for w in WALKS if w.values[0] == service]
        steps = [step for answers in walks for step in service.steps_for(answers)]

        assert {step.code for step in steps} == {step.code for step in service.steps}
        assert {k for step in steps for k in step.documents} == set(service.documents)


@pytest.mark.parametrize("service", services().values(), ids=lambda service: service.code)
def test_the_page_before_it_says_steps_days_and_what_may_be_asked(service, dewi):
    siti = a_worker(dewi)

    page = text_of(browser(dewi).get(f"{siti.get_absolute_url()}buka/{service.code}/"))

    for step in service.steps:
        assert step.title in page
        assert f"{step.standard_days} hari kerja" in page
    assert "Batas menurut aturan; lebih dari itu tidak boleh diminta." in page
    if None in [step.cost_rupiah for step in service.steps]:
        assert "Belum kami ketahui" in page
        assert "Seluruhnya gratis" not in page
