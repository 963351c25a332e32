"""Desk by desk: who may do what when, and who of two was faster."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from satuatap.applications import actions, permissions
from satuatap.applications.models import Application, Step, Verdict
from satuatap.applications.reading.her_page import her_page
from satuatap.applications.workflow import APPLICATION, STEP, ApplicationStatus, StepStatus
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.workflow import MoveRefused
from satuatap.workers.models import DeskAccess, Scan, Worker
from tests.centre import (
    SERVICE,
    a_colleague,
    a_scan,
    a_worker,
    act,
    all_desks_done,
    an_application,
    at_once,
    browser,
    decide,
    finish,
    newest_scan,
    somebody,
    text_of,
)

pytestmark = pytest.mark.world("administration")
S, A = StepStatus, ApplicationStatus


# --- the tables, walked -------------------------------------------------------------------------

STEP_MOVES = {
    (S.WAITING, S.READY), (S.WAITING, S.STOPPED),
    (S.READY, S.HELD), (S.HELD, S.READY), (S.HELD, S.STOPPED), (S.READY, S.DONE), (S.READY, S.RETURNED), (S.READY, S.STOPPED),
    (S.RETURNED, S.READY), (S.RETURNED, S.STOPPED),
}  # fmt: skip
APPLICATION_MOVES = {
    (A.OPEN, A.LETTER), (A.OPEN, A.FINISHED), (A.OPEN, A.WITHDRAWN),
    (A.LETTER, A.FINISHED), (A.LETTER, A.WITHDRAWN),
}  # fmt: skip


@pytest.mark.parametrize("old", S)
@pytest.mark.parametrize("new", S)
def test_a_step_moves_along_its_table(old, new):
    step = Step(status=old)

    if (old, new) in STEP_MOVES:
        step.move_to(new)
        assert step.status == new
    else:
        with pytest.raises(MoveRefused, match="Muat ulang halaman"):
            step.move_to(new)
        assert step.status == old


@pytest.mark.parametrize("old", A)
@pytest.mark.parametrize("new", A)
def test_an_application_moves_along_its_table(old, new):
    application = Application(status=old)

    if (old, new) in APPLICATION_MOVES:
        application.move_to(new)
        assert application.status == new
    else:
        with pytest.raises(MoveRefused):
            application.move_to(new)
        assert application.status == old


@pytest.mark.parametrize("table", [STEP, APPLICATION])
def test_every_state_but_an_end_can_be_left_and_none_leads_nowhere(table):
    reached = {new for followers in table.moves.values() for new in followers}

    assert all(table.moves.values())
    assert reached - set(table.moves) <= {S.DONE, S.STOPPED, A.FINISHED, A.WITHDRAWN}


# --- the rules, as truth tables -----------------------------------------------------------------

OTHER_DESK, OWN_DESK = "loket lain", ""
WHO_WORKS = {"ratna": OWN_DESK, "yusuf": OTHER_DESK, "hasan": OTHER_DESK, "wati": OTHER_DESK,
             "dewi": OTHER_DESK, "lestari": OTHER_DESK, "endang": OTHER_DESK,
             "tini": OTHER_DESK}  # fmt: skip


@pytest.mark.parametrize(("username", "sentence"), WHO_WORKS.items())
def test_a_desk_works_on_what_lies_on_its_own_table(first, person, username, sentence):
    answer = permissions.work_on_step.why_not(person(username), first)

    assert sentence in answer
    assert bool(answer) is bool(sentence)


WHEN = {S.WAITING: "menunggu langkah sebelumnya", S.READY: "", S.RETURNED: "menunggu surat",
        S.STOPPED: "dihentikan"}  # fmt: skip


@pytest.mark.parametrize(("status", "sentence"), WHEN.items())
def test_a_desk_works_on_a_step_only_while_it_lies_there(first, bu_ratna, status, sentence):
    first.status = status

    answer = permissions.work_on_step.why_not(bu_ratna, first)

    assert sentence in answer
    assert bool(answer) is bool(sentence)


def test_of_a_finished_step_one_reads_who_finished_it(first, bu_ratna):
    finish(bu_ratna, first)
    first.refresh_from_db()

    answer = permissions.work_on_step.why_not(bu_ratna, first)

    assert answer == "Ratna Sari sudah menyelesaikan bagian loket ini."


MAY_WITHDRAW = {"dewi": True, "lestari": True, "ratna": False, "endang": False, "rudi": False}


@pytest.mark.parametrize("status", A)
@pytest.mark.parametrize(("username", "may"), MAY_WITHDRAW.items())
def test_the_front_of_her_office_withdraws_what_still_runs(
    application, person, username, may, status
):
    application.status = status
    runs = status in (A.OPEN, A.LETTER)

    assert permissions.withdraw.allows(person(username), application) is (may and runs)


# --- deciding -----------------------------------------------------------------------------------


def test_a_desk_accepts_every_paper_and_finishes(first, second, application, bu_ratna, dewi):
    for kind in first.documents:
        decide(bu_ratna, first, kind)
    finish(bu_ratna, first)

    act(dewi)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.status, first.done_by) == (S.DONE, bu_ratna)
    assert second.status == S.READY
    assert application.steps.count() == 2


def test_after_the_last_desk_the_letter_is_asked_for(application, dewi, bu_ratna, pak_yusuf):
    all_desks_done(dewi, application, [bu_ratna, pak_yusuf])

    assert application.status == A.LETTER
    assert not DeskAccess.objects.filter(ended_at=None).exists()


def test_a_service_without_a_letter_ends_with_its_last_desk(dewi, bu_ratna, pak_yusuf):
    application = an_application(dewi, service=replace(services()[SERVICE], letter=""))

    all_desks_done(dewi, application, [bu_ratna, pak_yusuf])

    assert application.status == A.FINISHED
    assert application.finished_at


def test_a_desk_does_not_finish_while_a_paper_is_undecided(first, bu_ratna):
    decide(bu_ratna, first, "KTP")

    with pytest.raises(MoveRefused, match="Belum semua surat diterima"):
        actions.finish_step(by=bu_ratna, step=first, now=first.ready_at)

    decide(bu_ratna, first, "KK", "blurred")
    decide(bu_ratna, first, "AKTA_LAHIR")
    with pytest.raises(MoveRefused, match="Belum semua surat diterima"):
        actions.finish_step(by=bu_ratna, step=first, now=first.ready_at)


def test_a_desk_does_not_finish_without_a_photo_of_a_paper(dewi, siti, bu_ratna):
    application = an_application(dewi, siti, papers=("KTP", "KK"))
    step = application.steps.get(position=0)
    for kind in ("KTP", "KK"):
        decide(bu_ratna, step, kind)

    with pytest.raises(MoveRefused, match="Belum semua surat diterima"):
        actions.finish_step(by=bu_ratna, step=step, now=step.ready_at)
    page = text_of(browser(bu_ratna).get(step.get_absolute_url()))
    assert "Belum difoto" in page
    assert "Selesaikan bagian loket ini" not in page


def test_a_fresh_photo_is_decided_afresh(first, dewi, siti, bu_ratna):
    for kind in first.documents:
        decide(bu_ratna, first, kind)
    a_scan(dewi, siti, "KK")

    act(bu_ratna)
    with pytest.raises(MoveRefused, match="Belum semua surat diterima"):
        actions.finish_step(by=bu_ratna, step=first, now=first.ready_at)


def test_a_desk_decides_no_paper_that_it_does_not_need(first, second, siti, bu_ratna, pak_yusuf):
    finish(bu_ratna, first)
    act(bu_ratna)

    act(pak_yusuf)
    birth = Scan(kind="AKTA_LAHIR", worker=siti)
    with pytest.raises(MoveRefused, match="tidak memutuskan surat itu"):
        actions.decide(by=pak_yusuf, step=second, scan=birth)


def test_a_desk_decides_on_her_paper_and_not_on_anothers(first, dewi, bu_ratna):
    other = an_application(dewi, a_worker(dewi, nik="", full_name="Nurhayati"))
    act(bu_ratna)
    hers = newest_scan(other.worker, "KK")

    with pytest.raises(MoveRefused, match="tidak memutuskan surat itu"):
        actions.decide(by=bu_ratna, step=first, scan=hers)

    address = f"{first.get_absolute_url()}terima/{hers.pk}/"
    assert browser(bu_ratna).post(address).status_code == 302
    assert not Verdict.objects.exists()


def test_there_is_no_reason_that_the_centre_does_not_know(first, bu_ratna):
    with pytest.raises(MoveRefused):
        decide(bu_ratna, first, "KK", "ugly")


def test_a_desk_does_nothing_on_another_desks_table(first, bu_ratna, pak_hasan):
    act(bu_ratna)
    scan = newest_scan(first.application.worker, "KK")
    act(pak_hasan)

    for deed in (
        lambda: actions.decide(by=pak_hasan, step=first, scan=scan),
        lambda: actions.finish_step(by=pak_hasan, step=first, now=first.ready_at),
        lambda: actions.return_step(by=pak_hasan, step=first, now=first.ready_at),
    ):
        with pytest.raises((PermissionDenied, Step.DoesNotExist)):
            deed()
    for part in ("", f"terima/{scan.pk}/", f"kembalikan/{scan.pk}/", "selesai/", "tunda/"):
        visitor, address = browser(pak_hasan), first.get_absolute_url() + part
        ask = visitor.get if part == "" else visitor.post
        assert ask(address).status_code == 404, part


# --- returning ----------------------------------------------------------------------------------


def test_a_returned_paper_comes_back_with_a_new_photo(first, application, dewi, siti, bu_ratna):
    decide(bu_ratna, first, "KTP")
    decide(bu_ratna, first, "KK", "blurred", "sudut kiri gelap")
    actions.return_step(by=bu_ratna, step=first, now=first.ready_at)

    act(dewi)
    assert her_page(application, timezone.now()).bring == (
        "Kartu keluarga belum terbaca karena fotonya buram. Bawa kartu keluarga asli ke meja "
        "depan; petugas memotretnya lagi di tempat terang.",
    )
    assert browser(bu_ratna).get(first.get_absolute_url()).status_code == 403
    act(bu_ratna)
    assert not Worker.objects.exists()

    a_scan(dewi, siti, "KK")
    first.refresh_from_db()
    assert first.status == S.READY
    assert her_page(application, timezone.now()).bring == ()
    page = text_of(browser(bu_ratna).get(first.get_absolute_url()))
    assert "foto baru" in page
    decide(bu_ratna, first, "KK")
    finish(bu_ratna, first)


def test_a_photo_of_another_paper_brings_nothing_back(first, dewi, siti, bu_ratna):
    decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=bu_ratna, step=first, now=first.ready_at)

    a_scan(dewi, siti, "KTP")

    first.refresh_from_db()
    assert first.status == S.RETURNED


def test_she_is_not_asked_again_for_what_she_has_mended(first, application, dewi, siti, bu_ratna):
    decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=bu_ratna, step=first, now=first.ready_at)
    a_scan(dewi, siti, "KK")
    decide(bu_ratna, first, "KK")
    decide(bu_ratna, first, "KTP", "cut_off")
    actions.return_step(by=bu_ratna, step=first, now=first.ready_at)

    act(dewi)
    asked = her_page(application, timezone.now()).bring

    assert len(asked) == 1 and "KTP" in asked[0]


def test_nothing_is_returned_without_a_returned_paper(first, bu_ratna):
    decide(bu_ratna, first, "KK")

    with pytest.raises(MoveRefused, match="Belum ada surat yang dikembalikan"):
        actions.return_step(by=bu_ratna, step=first, now=first.ready_at)


def test_a_return_needs_a_reason_that_she_can_read(first, bu_ratna):
    scan = (act(bu_ratna), newest_scan(first.application.worker, "KK"))[1]
    visitor = browser(bu_ratna)
    address = f"{first.get_absolute_url()}kembalikan/{scan.pk}/"

    page = text_of(visitor.get(address))
    assert "Kartu keluarga belum terbaca karena fotonya buram" in page
    page = text_of(visitor.post(address, {"note": "gelap"}))
    assert "Pilih satu alasan" in page and "gelap" in page
    assert not Verdict.objects.exists()

    visitor.post(address, {"reason": "blurred", "note": "gelap"})
    verdict = Verdict.objects.get()
    assert (verdict.reason, verdict.note, verdict.by) == ("blurred", "gelap", bu_ratna)


# --- withdrawing --------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [0, 1, 2])
def test_withdrawing_takes_it_off_every_desk(application, dewi, bu_ratna, pak_yusuf, done, now):
    for step, officer in zip(application.steps.all(), [bu_ratna, pak_yusuf][:done], strict=False):
        finish(officer, step)

    actions.withdraw(by=act(dewi), application=application, now=now)

    application.refresh_from_db()
    assert application.status == A.WITHDRAWN
    rest = list(application.steps.values_list("status", flat=True))
    assert rest == [S.DONE] * done + [S.STOPPED] * (2 - done)
    assert not DeskAccess.objects.filter(ended_at=None).exists()
    for officer in (bu_ratna, pak_yusuf):
        act(officer)
        assert not Worker.objects.exists()
        assert "Siti" not in text_of(browser(officer).get("/loket/"))


def test_a_returned_step_is_stopped_too(first, application, dewi, siti, bu_ratna, now):
    decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=bu_ratna, step=first, now=now)

    actions.withdraw(by=act(dewi), application=application, now=now)
    a_scan(dewi, siti, "KK")

    first.refresh_from_db()
    assert first.status == S.STOPPED


def test_withdrawing_is_asked_once_and_needs_no_reason(application, dewi):
    visitor, address = browser(dewi), f"{application.get_absolute_url()}tarik/"

    assert "tidak perlu mengatakan alasannya" in text_of(visitor.get(address))
    assert visitor.post(address).status_code == 302

    again = visitor.post(address)
    assert again.status_code == 403
    assert "sudah selesai" in text_of(again)


# --- two at once --------------------------------------------------------------------------------


@pytest.fixture
def busy(committing):
    """The centre with real commits: Siti's file at the desk of two officers."""
    dewi, ratna = somebody("dewi"), somebody("ratna")
    application = an_application(dewi, a_worker(dewi))
    with acting.acting_as(dewi.actor):
        step = application.steps.get(position=0)
    return dewi, ratna, a_colleague(ratna), application, step


def deed_of(officer, verb, *args, **words):
    """This officer does it, in a transaction of her own."""

    def deed():
        with acting.acting_as(officer.actor):
            return verb(*args, by=officer, **words)

    return deed


def test_of_two_verdicts_at_once_the_second_reads_who_was_faster(busy):
    _dewi, ratna, susi, application, step = busy
    with acting.acting_as(ratna.actor):
        scan = newest_scan(application.worker, "KK")

    results = at_once(
        deed_of(ratna, actions.decide, step=step, scan=scan),
        deed_of(susi, actions.decide, step=step, scan=scan, reason="blurred"),
    )

    given = [one for one in results if isinstance(one, Verdict)]
    refused = [one for one in results if isinstance(one, MoveRefused)]
    assert len(given) == len(refused) == 1, results
    assert f"{given[0].by.full_name} sudah memutuskan surat ini" in refused[0].messages[0]


def test_of_two_who_finish_at_once_the_second_reads_who_was_faster(busy, now):
    _dewi, ratna, susi, application, step = busy
    with acting.acting_as(ratna.actor):
        for kind in step.documents:
            scan = newest_scan(application.worker, kind)
            actions.decide(by=ratna, step=step, scan=scan)

    results = at_once(
        deed_of(ratna, actions.finish_step, step=step, now=now),
        deed_of(susi, actions.finish_step, step=step, now=now),
    )

    done = [one for one in results if isinstance(one, Step)]
    refused = [one for one in results if isinstance(one, PermissionDenied)]
    assert len(done) == len(refused) == 1, results
    assert str(refused[0]) == f"{done[0].done_by} sudah menyelesaikan bagian loket ini."


def test_whoever_comes_a_minute_later_reads_it_on_the_screen(busy):
    _dewi, ratna, susi, _application, step = busy
    finish(ratna, step)
    visitor = browser(susi)

    for answer in (
        visitor.post(f"{step.get_absolute_url()}selesai/"),
        visitor.get(step.get_absolute_url()),
    ):
        assert answer.status_code == 403
        assert "Ratna Sari sudah menyelesaikan bagian loket ini" in text_of(answer)


def test_two_desks_that_finish_at_once_do_not_wait_for_each_other(committing, now):
    dewi, ratna, yusuf = (somebody(name) for name in ("dewi", "ratna", "yusuf"))
    side_by_side = replace(
        services()[SERVICE], steps=tuple(replace(s, after=()) for s in services()[SERVICE].steps)
    )
    for number in range(4):
        siti = a_worker(dewi, nik="", full_name=f"Siti {number}")
        application = an_application(dewi, siti, side_by_side)
        with acting.acting_as(dewi.actor):
            one, two = application.steps.order_by("position")

        results = at_once(lambda one=one: finish(ratna, one), lambda two=two: finish(yusuf, two))

        assert [type(result) for result in results] == [Step, Step], results
        with acting.acting_as(dewi.actor):
            application.refresh_from_db()
            assert application.status == A.LETTER


def test_whether_she_withdraws_or_the_desk_finishes_first_it_ends_whole(committing):
    dewi, ratna = somebody("dewi"), somebody("ratna")
    for number in range(4):
        application = an_application(dewi, a_worker(dewi, nik="", full_name=f"Siti {number}"))
        with acting.acting_as(dewi.actor):
            step = application.steps.get(position=0)
        for kind in step.documents:
            decide(ratna, step, kind)
        now = timezone.now()

        results = at_once(
            deed_of(dewi, actions.withdraw, application=application, now=now),
            deed_of(ratna, actions.finish_step, step=step, now=now),
        )

        assert isinstance(results[0], Application), results
        assert isinstance(results[1], (Step, PermissionDenied)), results
        with acting.acting_as(dewi.actor):
            application.refresh_from_db()
            left = set(application.steps.values_list("status", flat=True))
            assert application.status == A.WITHDRAWN
            assert left <= {S.DONE, S.STOPPED}
            assert not DeskAccess.objects.filter(file_id=application.pk, ended_at=None).exists()
