"""The whole file moves: put aside, taken up, handed on; a talk is noted; two officers at once."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.applications import actions
from satuatap.applications.models import Step, StepEvent, Verdict
from satuatap.catalogue.guides import interview_guide
from satuatap.catalogue.holds import hold_reasons
from satuatap.common import acting
from satuatap.workers.models import Worker
from tests.applications.desks import open_service, step_of
from tests.centre import (
    a_colleague,
    a_scan,
    a_worker,
    act,
    an_application,
    at_once,
    browser,
    decide,
    somebody,
    text_of,
)

pytestmark = pytest.mark.world("administration")
HTMX = {"HTTP_HX_REQUEST": "true"}


def fresh(step, officer) -> Step:
    """The step as it is now."""
    act(officer)
    return Step.objects.get(pk=step.pk)


# --- holding ----------------------------------------------------------------------------------


def test_each_reason_says_whose_turn_it_is_and_whether_the_time_runs(first, bu_ratna):
    page = text_of(browser(bu_ratna).get(f"{first.get_absolute_url()}tunda/"))

    assert page.count('type="radio"') == len(hold_reasons())
    assert "Surat kurang (menunggu pemohon; waktu janji berhenti)" in page
    assert "Diperiksa orang kedua (di loket; waktu terus jalan)" in page


def test_a_file_put_aside_waits_with_its_reason_until_it_is_taken_up(first, bu_ratna):
    visitor, address = browser(bu_ratna), first.get_absolute_url()

    visitor.post(f"{address}tunda/", {"reason": "paper_missing"})

    held = fresh(first, bu_ratna)
    assert (held.status, held.hold_reason, held.running_since) == ("held", "paper_missing", None)
    page = text_of(visitor.get(address))
    assert "menunggu pemohon: surat kurang" in page and "Lanjutkan berkas" in page
    assert "Terima" not in page

    page = text_of(visitor.post(f"{address}lanjutkan/", **HTMX))

    assert fresh(first, bu_ratna).status == "ready"
    assert "Berkas dilanjutkan." in page and "Terima" in page


def test_a_file_is_not_put_aside_without_a_reason(first, bu_ratna):
    page = text_of(browser(bu_ratna).post(f"{first.get_absolute_url()}tunda/", {"reason": ""}))

    assert "Pilih satu alasan. Pemohon membaca kalimatnya." in page
    assert fresh(first, bu_ratna).status == "ready"


def test_who_takes_up_a_file_that_waits_for_nothing_reads_a_sentence(first, bu_ratna):
    answer = browser(bu_ratna).post(f"{first.get_absolute_url()}lanjutkan/")

    assert answer.status_code == 403
    assert "Berkas ini tidak sedang ditunda." in text_of(answer)


# --- handing on -------------------------------------------------------------------------------


def test_a_file_is_handed_to_a_colleague_of_the_same_desk_only(first, bu_ratna, pak_yusuf):
    susi = a_colleague(bu_ratna)
    visitor, address = browser(bu_ratna), f"{first.get_absolute_url()}serahkan/"

    page = text_of(visitor.get(address))
    assert "Susi Andayani" in page and "Yusuf" not in page and "Dewi" not in page
    visitor.post(address, {"colleague": str(pak_yusuf.pk)})
    assert fresh(first, bu_ratna).assigned_to is None

    visitor.post(address, {"colleague": str(susi.pk)})

    assert fresh(first, bu_ratna).assigned_to == susi
    page = text_of(visitor.get(first.get_absolute_url()))
    assert "Berkas ini dikerjakan Susi Andayani." in page and "Terima" not in page
    assert "Terima" in text_of(browser(susi).get(first.get_absolute_url()))


def test_what_a_colleague_who_is_away_began_is_taken_over_and_it_is_on_record(first, bu_ratna, now):
    susi = a_colleague(bu_ratna)
    actions.hand_to_colleague(by=act(bu_ratna), step=first, colleague=susi, now=now)
    with pytest.raises(PermissionDenied, match="Ambil alih dahulu"):
        decide(bu_ratna, first, "KK")
    visitor, address = browser(bu_ratna), first.get_absolute_url()
    assert "Ambil alih atau serahkan" in text_of(visitor.get(address))

    visitor.post(f"{address}serahkan/", {"colleague": str(bu_ratna.pk)})

    act(bu_ratna)
    handed = StepEvent.objects.filter(step=first, kind=StepEvent.Kind.HANDED)
    assert [event.by for event in handed.order_by("at", "id")] == [bu_ratna, bu_ratna]
    assert decide(bu_ratna, first, "KK").is_accepted


def test_a_file_goes_back_to_all_officers(first, bu_ratna, now):
    susi = a_colleague(bu_ratna)
    actions.hand_to_colleague(by=act(bu_ratna), step=first, colleague=susi, now=now)

    browser(susi).post(f"{first.get_absolute_url()}serahkan/", {"colleague": "semua"})

    assert fresh(first, bu_ratna).assigned_to is None


def test_nobody_of_another_desk_hands_it_on(first, pak_yusuf, bu_endang, dewi, now):
    for somebody_else in (pak_yusuf, bu_endang, dewi):
        address = f"{first.get_absolute_url()}serahkan/"
        assert browser(somebody_else).post(address).status_code == 404


def test_who_has_left_the_desk_is_not_on_the_list(first, bu_ratna, as_owner, now):
    susi = a_colleague(bu_ratna)
    with as_owner():
        susi.assignments.update(starts_at="2026-01-01T00:00Z", ends_at="2026-01-02T00:00Z")

    assert "Susi" not in text_of(browser(bu_ratna).get(f"{first.get_absolute_url()}serahkan/"))


# --- the talk ---------------------------------------------------------------------------------


@pytest.fixture
def talk(dewi, siti, now):
    """The step in which an officer talks with the candidate."""
    for kind in ("KTP", "KK", "AKTA_LAHIR", "IJAZAH", "FOTO", "STATUS_KAWIN"):
        a_scan(dewi, siti, kind)
    application = open_service(
        dewi, siti, "verifikasi_cpmi", now, marital_status="divorced", scheme="p2p",
        destination="TW", occupation="caregiver",
    )  # fmt: skip
    return application.steps.get(code="periksa_berkas")


def test_the_guide_is_on_the_screen_where_there_is_a_talk_and_nowhere_else(talk, first, bu_ratna):
    question = interview_guide().questions[0].ask

    assert question in text_of(browser(bu_ratna).get(talk.get_absolute_url()))
    page = text_of(browser(bu_ratna).get(first.get_absolute_url()))
    assert question not in page and "Panduan wawancara" not in page


@pytest.mark.parametrize(("said", "kept"), [("ya", True), ("tidak", False)])
def test_of_a_talk_is_kept_whether_it_was_held_alone_and_nothing_else(talk, bu_ratna, said, kept):
    before = {f.attname: getattr(fresh(talk, bu_ratna), f.attname) for f in Step._meta.fields}
    address = f"{talk.get_absolute_url()}wawancara/"

    browser(bu_ratna).post(address, {"alone": said, "answers": "ia takut", "signs": "debt"}, **HTMX)

    after = {f.attname: getattr(fresh(talk, bu_ratna), f.attname) for f in Step._meta.fields}
    assert after["held_alone"] is kept
    assert {name for name in after if after[name] != before[name]} == {"held_alone", "acts"}


def test_a_talk_is_not_noted_without_an_answer(talk, bu_ratna):
    answer = browser(bu_ratna).post(f"{talk.get_absolute_url()}wawancara/", {}, **HTMX)

    assert answer.status_code == 422
    assert "Pilih ya atau tidak." in text_of(answer)


def test_a_step_with_a_talk_ends_only_when_it_is_noted(talk, bu_ratna):
    for kind in talk.documents:
        decide(bu_ratna, talk, kind)
    address = talk.get_absolute_url()

    before = text_of(browser(bu_ratna).post(f"{address}selesai/", follow=True))
    waiting = fresh(talk, bu_ratna).status
    browser(bu_ratna).post(f"{address}wawancara/", {"alone": "ya"})
    browser(bu_ratna).post(f"{address}selesai/")

    assert "Catat dahulu apakah wawancara dilakukan berdua saja." in before
    assert (waiting, fresh(talk, bu_ratna).status) == ("ready", "done")


# --- who else tries ---------------------------------------------------------------------------

DOORS = ("", "selesai/", "kembalikan/", "tunda/", "lanjutkan/", "serahkan/", "wawancara/", "tanpa/",
         "pembetulan/", "hasil/SEHAT/")  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_what_lies_on_another_table_does_not_exist(first, pak_hasan, bu_wati, dewi, door):
    for officer in (pak_hasan, bu_wati, dewi):
        visitor, address = browser(officer), first.get_absolute_url() + door
        assert (visitor.get if door == "" else visitor.post)(address).status_code == 404, officer


# --- two at once, over HTTP -------------------------------------------------------------------


@pytest.fixture
def busy(committing):
    """The centre with real commits: Siti's file at the desk of two officers."""
    dewi, ratna = somebody("dewi"), somebody("ratna")
    application = an_application(dewi, a_worker(dewi))
    with acting.acting_as(dewi.actor):
        step = application.steps.get(position=0)
    return ratna, a_colleague(ratna), step


def accept_address(officer, step):
    """Where this officer's screen sends the first acceptance."""
    page = text_of(browser(officer).get(step.get_absolute_url()))
    return re.search(r'hx-post="([^"]+/terima/[^"]+)"', page).group(1)


def test_of_two_who_press_on_one_paper_one_wins_and_the_other_reads_who(busy):
    ratna, susi, step = busy
    address = accept_address(ratna, step)
    windows = [browser(officer) for officer in (ratna, susi)]

    pages = [
        text_of(one) for one in at_once(*(lambda w=w: w.post(address, **HTMX) for w in windows))
    ]

    with acting.acting_as(ratna.actor):
        verdict = Verdict.objects.select_related("by").get()
        assert Step.objects.get(pk=step.pk).acts == 1
    winner = pages[0] if verdict.by == ratna else pages[1]
    slower = pages[1] if verdict.by == ratna else pages[0]
    assert "KTP elektronik diterima." in winner
    sentence = f"{verdict.by.full_name} sudah memutuskan surat ini. Keputusan itu yang berlaku."
    assert sentence in slower
    for page in pages:
        assert page.count("sa-badge--done") == 1


def test_of_two_who_finish_one_wins_and_nothing_is_doubled(busy):
    ratna, susi, step = busy
    for kind in step.documents:
        decide(ratna, step, kind)
    windows = [browser(officer) for officer in (ratna, susi)]
    address = step.get_absolute_url() + "selesai/"

    answers = at_once(*(lambda w=w: w.post(address, **HTMX) for w in windows))

    assert sorted(answer.status_code for answer in answers) == [200, 403]
    refused = text_of(next(answer for answer in answers if answer.status_code == 403))
    with acting.acting_as(somebody("dewi").actor):
        done = Step.objects.select_related("done_by").get(pk=step.pk)
        events = StepEvent.objects.filter(step=step, kind=StepEvent.Kind.DONE)
        assert events.count() == 1
        arrived = StepEvent.objects.filter(step__application=step.application_id, kind="arrived")
        assert arrived.count() == 2
    assert f"{done.done_by.full_name} sudah menyelesaikan bagian loket ini." in refused


def test_after_a_colleague_finished_no_paper_can_be_accepted_any_more(busy):
    ratna, susi, step = busy
    address = accept_address(susi, step)
    for kind in step.documents:
        decide(ratna, step, kind)
    browser(ratna).post(step.get_absolute_url() + "selesai/")

    answer = browser(susi).post(address, **HTMX)

    assert answer.status_code == 403
    assert "Ratna Sari sudah menyelesaikan bagian loket ini." in text_of(answer)
    with acting.acting_as(susi.actor):
        assert not Worker.objects.exists()


def test_the_talk_of_an_earlier_step_is_not_asked_again(talk, bu_ratna):
    actions.note_interview(by=act(bu_ratna), step=talk, held_alone=True)

    assert step_of(bu_ratna, talk.application, "periksa_berkas").held_alone is True
    assert ">berdua<" in text_of(browser(bu_ratna).get(talk.get_absolute_url()))


# --- who sees a file and may not change it -----------------------------------------------------


@pytest.fixture
def bu_sari(db, bu_ratna):
    """At the front desk and, in her other role, at the civil registry's desk."""
    from satuatap.accounts.models import Assignment, User
    from satuatap.places.models import Desk
    from tests.conftest import owner_at_work

    office = bu_ratna.home_office
    with owner_at_work():
        user = User.objects.create_user("uji-sari", full_name="Sari Dewi", home_office=office)
        desk = Desk.objects.get(office=office, institution="kependudukan")
        Assignment.objects.create(user=user, role="front_desk", office=office)
        Assignment.objects.create(user=user, role="verifier", office=office, desk=desk)
    return somebody("uji-sari")


@pytest.mark.parametrize("move", ["selesai", "kembalikan", "lanjutkan"])
def test_who_sees_a_file_of_another_desk_reads_the_rule_and_no_error(first, bu_sari, move):
    visitor, address = browser(bu_sari), first.get_absolute_url()
    assert visitor.get(address).status_code == 200

    answer = visitor.post(f"{address}{move}/")

    assert answer.status_code == 403
    assert "Berkas ini ada di loket lain." in text_of(answer)


def test_who_only_reads_the_file_does_not_end_it(application, bu_endang, now):
    with pytest.raises(PermissionDenied, match="meja depan"):
        actions.withdraw(by=act(bu_endang), application=application, now=now)
