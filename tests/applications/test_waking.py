"""A file that waits for a paper goes on when the paper is mended, wherever the mend came from."""

import pytest

from satuatap.accounts.models import AuditEntry
from satuatap.applications import actions
from satuatap.applications.models import Step, StepEvent
from satuatap.catalogue.holds import hold_reasons
from satuatap.common import acting
from satuatap.notifications.models import SENDER, Message
from satuatap.workers.models import DeskAccess, Finding
from tests.applications.desks import an_officer, open_service, step_of
from tests.applications.test_desk_papers import on_record
from tests.centre import (
    a_result,
    a_scan,
    a_worker,
    act,
    an_application,
    at_once,
    decide,
    newest_scan,
    somebody,
)
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")
PAPERS = ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN", "BUKU_NIKAH")
ABROAD = {"marital_status": "married", "scheme": "p2p", "destination": "TW",
          "occupation": "ELDERCARE_HOME"}  # fmt: skip


def returned(officer, step, *kinds, now):
    """The desk gave these papers back to her."""
    for kind in kinds:
        decide(officer, step, kind, "blurred")
    return actions.return_step(by=act(officer), step=step, now=now)


def now_at(officer, step):
    """The step as it is now, as this officer sees it."""
    act(officer)
    return Step.objects.get(pk=step.pk)


@pytest.fixture
def verification(dewi, siti, now):
    """The family's papers of a married candidate; the letter of her husband is not photographed."""
    for kind in PAPERS:
        a_scan(dewi, siti, kind)
    application = open_service(dewi, siti, "verifikasi_cpmi", now, **ABROAD)
    return application.steps.get(code="surat_keluarga")


@pytest.fixture
def with_mail(settings):
    """Messages can be sent."""
    settings.SMTP_HOST, settings.SMTP_FROM = "127.0.0.1", "kabar@ltsa.contoh.go.id"


def wants_news(dewi, application):
    """She chose to be told by e-mail."""
    actions.choose_channel(
        by=act(dewi), application=application, channel="email", contact="siti@contoh.id"
    )


def messages() -> int:
    """How many messages were ever put into the queue."""
    with acting.acting_as(acting.service_actor(SENDER)):
        return Message.objects.count()


# --- a result or a number that was recorded elsewhere -------------------------------------------


@pytest.fixture
def passport(dewi, siti, pak_hasan, now):
    """Given back: the image of the candidate's number was not readable."""
    for kind in ("KTP", "KK", "AKTA_LAHIR", "SURAT_P3MI", "ID_CPMI"):
        a_scan(dewi, siti, kind)
    application = open_service(dewi, siti, "paspor", now, scheme="p2p")
    step = step_of(pak_hasan, application, "biometrik")
    return returned(pak_hasan, step, "ID_CPMI", now=now)


@pytest.fixture
def issuing(dewi, siti, bu_ratna, now):
    """The manpower desk's step that writes the candidate's number."""
    application = open_service(dewi, siti, "verifikasi_cpmi", now, **ABROAD)
    with owner_at_work():
        application.steps.filter(code__in=["periksa_berkas", "surat_keluarga"]).update(
            status="done", done_by=bu_ratna, done_at=now, running_since=None
        )
    act(bu_ratna)
    actions.moving.wake_waiting_steps(application, now)
    return step_of(bu_ratna, application, "terbitkan_id")


def test_a_number_recorded_at_another_desk_brings_a_returned_file_back(
    passport, issuing, bu_ratna, pak_hasan
):
    a_result(bu_ratna, issuing, "ID_CPMI")

    step = now_at(pak_hasan, passport)
    assert (step.status, step.running_since is not None) == ("ready", True)
    assert step.events.last().kind == StepEvent.Kind.BROUGHT_BACK
    assert DeskAccess.objects.filter(step_id=step.pk, ended_at__isnull=True).count() == 1
    with owner_at_work():
        assert AuditEntry.objects.filter(verb="step_brought_back").count() == 1


def test_a_number_does_not_bring_a_file_back_of_which_another_paper_is_still_returned(
    dewi, siti, passport, issuing, bu_ratna, pak_hasan, now
):
    a_scan(dewi, siti, "ID_CPMI")
    step = step_of(pak_hasan, passport.application, passport.code)
    returned(pak_hasan, step, "ID_CPMI", "KTP", now=now)

    a_result(bu_ratna, issuing, "ID_CPMI")

    assert now_at(pak_hasan, step).status == "returned"


# --- a paper that is no longer asked for --------------------------------------------------------


def test_a_waived_letter_wakes_every_file_of_hers_that_waited_for_it(
    dewi, siti, verification, bu_ratna, bu_endang, now
):
    a_scan(dewi, siti, "IZIN_KELUARGA")
    again = open_service(dewi, siti, "verifikasi_lain", now, **ABROAD)
    other = step_of(bu_ratna, again, "surat_keluarga")
    returned(bu_ratna, other, "IZIN_KELUARGA", now=now)
    review = actions.ask_waiver(
        by=act(bu_ratna), step=verification, kind="IZIN_KELUARGA", reason="danger_to_ask"
    )

    actions.decide_review(by=act(bu_endang), review=review, is_granted=True, now=now)

    step = now_at(bu_ratna, other)
    assert (step.status, "IZIN_KELUARGA" in step.documents) == ("ready", False)
    seen = DeskAccess.objects.get(step_id=step.pk, ended_at__isnull=True)
    assert "IZIN_KELUARGA" not in seen.kinds and "STATUS_KAWIN" in seen.kinds


@pytest.fixture(autouse=True)
def the_same_service_twice(monkeypatch):
    """A second service with the same steps: two files of hers ask for the same papers."""
    from dataclasses import replace

    from satuatap.catalogue.services import services

    once = services()["verifikasi_cpmi"]
    monkeypatch.setitem(services(), "verifikasi_lain", replace(once, code="verifikasi_lain"))


# --- a file that was put aside because a paper is missing ---------------------------------------


def test_reasons_that_end_with_a_paper_are_said_by_the_reference_data():
    ending = {code for code, reason in hold_reasons().items() if reason.ends_with_paper}

    assert ending == {"paper_missing", "waits_for_family_letter"}


@pytest.mark.parametrize("reason", ["paper_missing", "waits_for_family_letter"])
def test_the_missing_paper_takes_the_file_up_again_with_its_clock(
    verification, dewi, siti, bu_ratna, now, reason, with_mail
):
    wants_news(dewi, verification.application)
    actions.hold_step(by=act(bu_ratna), step=verification, reason=reason, now=now)
    assert now_at(bu_ratna, verification).due_on is None and messages() == 1

    a_scan(dewi, siti, "IZIN_KELUARGA")

    step = now_at(bu_ratna, verification)
    assert (step.status, step.hold_reason) == ("ready", "")
    assert step.running_since is not None and step.due_on is not None
    assert step.events.last().kind == StepEvent.Kind.RESUMED
    seen = DeskAccess.objects.get(step_id=step.pk, ended_at__isnull=True)
    assert "IZIN_KELUARGA" in seen.kinds
    assert messages() == 2


def test_it_lies_on_while_another_paper_is_missing(verification, dewi, siti, bu_ratna, now):
    with owner_at_work():
        verification.documents = [*verification.documents, "AKTA_CERAI"]
        verification.save()
    actions.hold_step(by=act(bu_ratna), step=verification, reason="paper_missing", now=now)

    a_scan(dewi, siti, "IZIN_KELUARGA")
    assert now_at(bu_ratna, verification).status == "held"
    a_scan(dewi, siti, "AKTA_CERAI")

    assert now_at(bu_ratna, verification).status == "ready"


def test_a_paper_that_this_file_does_not_ask_for_wakes_nothing(
    verification, dewi, siti, bu_ratna, now
):
    a_scan(dewi, siti, "IZIN_KELUARGA")
    actions.hold_step(by=act(bu_ratna), step=verification, reason="paper_missing", now=now)

    a_scan(dewi, siti, "VISA")

    assert now_at(bu_ratna, verification).status == "held"


def test_a_pause_that_no_paper_ends_goes_on(verification, dewi, siti, bu_ratna, now):
    actions.hold_step(by=act(bu_ratna), step=verification, reason="asked_by_her", now=now)

    a_scan(dewi, siti, "IZIN_KELUARGA")

    assert now_at(bu_ratna, verification).status == "held"


def test_a_result_too_takes_up_a_file_that_waited_for_it(dewi, siti, bu_ratna, now):
    anis = an_officer("kesehatan", "uji-anis", "Anis Fitriani")
    for kind in ("KTP", "PASPOR", "VISA", "PERJANJIAN_KERJA"):
        a_scan(dewi, siti, kind)
    answers = {"scheme": "reentry", "destination": "TW", "occupation": "ELDERCARE_HOME"}
    leaving = open_service(dewi, siti, "orientasi", now, **answers)
    on_record(siti, bu_ratna, kind="BPJS_TK", number="KPJ 1")
    step = step_of(bu_ratna, leaving, "periksa_kelengkapan")
    actions.hold_step(by=act(bu_ratna), step=step, reason="paper_missing", now=now)
    medical = open_service(dewi, siti, "pemeriksaan_kesehatan", now)
    with owner_at_work():
        medical.steps.filter(code="jelaskan").update(
            status="done", done_by=anis, done_at=now, running_since=None
        )
    act(anis)
    actions.moving.wake_waiting_steps(medical, now)

    a_result(anis, step_of(anis, medical, "catat_kesehatan"), "SEHAT", outcome="unfit")
    assert now_at(bu_ratna, step).status == "held"
    a_result(anis, step_of(anis, medical, "catat_kesehatan"), "SEHAT")

    assert now_at(bu_ratna, step).status == "ready"
    assert Finding.objects.filter(kind="SEHAT").count() in (0, 2)


# --- at the same moment -------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(2))
def test_a_file_that_is_returned_while_the_fresh_photo_comes_never_waits_for_it(
    committing, now, turn
):
    dewi, ratna = somebody("dewi"), somebody("ratna")
    siti = a_worker(dewi)
    application = an_application(dewi, siti)
    with acting.acting_as(ratna.actor):
        step = application.steps.select_related("application", "desk__office").get(position=0)
    decide(ratna, step, "KK", "blurred")

    def give_back():
        with acting.acting_as(ratna.actor):
            actions.return_step(by=ratna, step=step, now=now)

    at_once(give_back, lambda: a_scan(dewi, siti, "KK"))

    with acting.acting_as(ratna.actor):
        step = application.steps.get(pk=step.pk)
        assert step.status == "ready"
        assert newest_scan(siti, "KK") not in [row.scan for row in step.verdicts.all()]


def test_the_photo_waits_for_the_desk_that_just_returns_the_file(committing, now):
    """The order that at_once may miss: the desk has decided, and the photo comes before it is through."""
    from threading import Event, Thread

    dewi, ratna = somebody("dewi"), somebody("ratna")
    siti = a_worker(dewi)
    application = an_application(dewi, siti)
    with acting.acting_as(ratna.actor):
        step = application.steps.select_related("application", "desk__office").get(position=0)
    decide(ratna, step, "KK", "blurred")
    told, done = Event(), []

    def photograph():
        told.wait(30)
        at_once(lambda: a_scan(dewi, siti, "KK"))
        done.append(True)

    hand = Thread(target=photograph)
    hand.start()
    with acting.acting_as(ratna.actor):
        actions.return_step(by=ratna, step=step, now=now)
        told.set()
        hand.join(1.5)
    hand.join(30)

    assert done
    with acting.acting_as(ratna.actor):
        assert application.steps.get(pk=step.pk).status == "ready"
