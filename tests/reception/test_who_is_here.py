"""No number is left behind: a chosen officer who is not here, a desk that did not come today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.accounts.models import Assignment
from satuatap.common.workflow import MoveRefused
from satuatap.places.models import Institution
from satuatap.reception.actions import calls, plans, tickets
from satuatap.reception.models import Call, Ticket
from satuatap.reception.reading import today_at
from tests.centre import a_colleague, act, browser, text_of
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")


@pytest.fixture
def manpower(bu_ratna, bu_lestari):
    """Bu Ratna's desk, which is there today."""
    desk = bu_ratna.home_office.desks.get(institution="ketenagakerjaan")
    say(bu_lestari, desk, True)
    return desk


def say(lestari, desk, is_here):
    """The planner says whether a desk is there today."""
    act(lestari)
    day = today_at(desk.office, timezone.now())
    plans.say_presence(by=lestari, desk=desk, day=day, is_here=is_here)


def call_next(officer, desk):
    act(officer)
    return calls.call_next(by=officer, office=desk.office, desk=desk, now=timezone.now()).ticket


# --- a chosen officer -----------------------------------------------------------------------------


def test_who_chose_an_officer_of_another_desk_is_called_in_her_turn(
    bu_ratna, pak_yusuf, manpower, a_number
):
    hers = a_number(officer=pak_yusuf)

    page = text_of(browser(bu_ratna).get("/panggil/"))

    assert hers.shown in page
    assert f"Memilih {pak_yusuf.full_name}" in page
    assert call_next(bu_ratna, manpower) == hers
    assert not Call.objects.get().out_of_order


def test_who_chose_an_officer_who_has_left_is_called_in_her_turn(bu_ratna, manpower, a_number):
    susi = a_colleague(bu_ratna)
    hers = a_number(officer=susi)
    with owner_at_work():
        Assignment.objects.filter(user=susi).update(ends_at=timezone.now())

    assert call_next(bu_ratna, manpower) == hers


def test_who_chose_an_officer_who_is_not_on_todays_rota_is_called_in_her_turn(
    bu_ratna, bu_lestari, manpower, a_number
):
    susi = a_colleague(bu_ratna)
    hers = a_number(officer=susi)
    with pytest.raises(MoveRefused, match="memilih petugas lain"):
        call_next(bu_ratna, manpower)

    act(bu_lestari)
    plans.put_on_rota(
        by=bu_lestari, office=manpower.office, desk=manpower, officer=bu_ratna,
        day=today_at(manpower.office, timezone.now()),
    )  # fmt: skip

    assert call_next(bu_ratna, manpower) == hers


def test_who_waits_for_a_colleague_is_seen_and_called_with_a_reason(bu_ratna, manpower, a_number):
    susi = a_colleague(bu_ratna)
    hers = a_number(officer=susi)
    desk = browser(bu_ratna)

    page = text_of(desk.get("/panggil/"))
    asked = desk.post(f"/panggil/{hers.pk}/panggil/", {"reason": ""})

    assert hers.shown in page
    assert "disabled>Panggil berikutnya" in page
    assert asked.status_code == 422
    assert "memilih petugas lain" in text_of(asked)
    desk.post(f"/panggil/{hers.pk}/panggil/", {"reason": "darurat"})
    act(bu_ratna)
    assert Call.objects.get().reason == "darurat"


def test_the_front_desk_too_calls_who_chose_somebody_of_a_desk(dewi, bu_ratna, a_number):
    hers = a_number("pengambilan", officer=bu_ratna)

    browser(dewi).post("/antrean/panggil/pengambilan/", {"room": "Ruang 1"})

    act(dewi)
    assert Call.objects.get().ticket == hers


# --- a desk that is not there ---------------------------------------------------------------------


def test_numbers_of_a_desk_that_is_not_there_are_seen_at_the_front_desk(
    dewi, bu_lestari, manpower, a_number
):
    first, second = a_number(), a_number(minutes=1)
    front = browser(dewi)
    assert "masih menunggunya" not in text_of(front.get("/antrean/"))

    say(bu_lestari, manpower, False)

    page = " ".join(text_of(front.get("/antrean/")).split())
    assert "Ketenagakerjaan tidak hadir; 2 nomor masih menunggunya" in page
    assert all(f'href="/antrean/{one.pk}/"' in page for one in (first, second))


def test_the_front_desk_sends_them_all_on_and_calls_them_in_their_order(
    dewi, bu_lestari, manpower, a_number
):
    numbers = [a_number(minutes=number) for number in range(3)]
    for desk in manpower.office.desks.all():
        say(bu_lestari, desk, False)
    front = browser(dewi)

    front.post(f"/antrean/loket/{manpower.pk}/teruskan/")
    for _ in numbers:
        front.post("/antrean/panggil/lowongan/", {"room": "Ruang 1"})

    act(dewi)
    called = list(Call.objects.order_by("called_at").values_list("ticket", flat=True))
    assert called == [one.pk for one in numbers]
    assert not Call.objects.filter(out_of_order=True).exists()


def test_they_go_on_to_another_desk_of_their_group_that_is_there(
    dewi, pak_hasan, bu_lestari, manpower, a_number
):
    registry, immigration = (
        manpower.office.desks.get(institution=one) for one in ("kependudukan", "keimigrasian")
    )
    say(bu_lestari, registry, True), say(bu_lestari, immigration, True)
    hers = a_number("kependudukan")
    assert hers.desk == registry
    say(bu_lestari, registry, False)

    browser(dewi).post(f"/antrean/loket/{registry.pk}/teruskan/")

    assert call_next(pak_hasan, immigration) == hers


def test_a_desk_that_is_there_keeps_its_numbers(dewi, pak_rudi, manpower, a_number):
    hers = a_number()

    page = text_of(browser(dewi).post(f"/antrean/loket/{manpower.pk}/teruskan/", follow=True))

    assert "Loket ini hadir" in page
    assert browser(pak_rudi).post(f"/antrean/loket/{manpower.pk}/teruskan/").status_code == 404
    act(dewi)
    assert Ticket.objects.get(pk=hers.pk).desk == manpower


def test_one_number_goes_on_to_the_front_desk_and_absent_desks_say_so(
    dewi, bu_lestari, manpower, a_number
):
    hers, front = a_number(), browser(dewi)
    registry = manpower.office.desks.get(institution="kependudukan")
    say(bu_lestari, registry, False)

    page = text_of(front.get(f"/antrean/{hers.pk}/"))
    front.post(f"/antrean/{hers.pk}/teruskan/", {"desk": "depan"})

    assert f"{registry} (tidak hadir)" in page
    act(dewi)
    assert Ticket.objects.get(pk=hers.pk).desk is None
    assert front.post(f"/antrean/{hers.pk}/teruskan/", {"desk": "x"}).status_code == 422


# --- home before she was served -------------------------------------------------------------------


def test_who_goes_home_waits_no_longer(dewi, bu_ratna, manpower, a_number):
    hers, next_one = a_number(), a_number(minutes=1)

    browser(dewi).post(f"/antrean/{hers.pk}/pergi/")

    act(dewi)
    gone = Ticket.objects.get(pk=hers.pk)
    assert (gone.status, gone.left_at is None) == ("left", False)
    assert call_next(bu_ratna, manpower) == next_one


def test_who_goes_home_after_she_was_called_ends_her_call(dewi, bu_ratna, manpower, a_number):
    hers = a_number()
    call_next(bu_ratna, manpower)

    act(dewi)
    tickets.leave(by=dewi, ticket=hers, now=timezone.now() + timedelta(minutes=1))

    call = Call.objects.get()
    assert (call.outcome, call.ended_at is None) == ("absent", False)


def test_who_is_being_served_does_not_go_home_unserved(dewi, bu_ratna, manpower, a_number):
    hers = a_number()
    call_next(bu_ratna, manpower)
    calls.serve(by=bu_ratna, ticket=hers, now=timezone.now())

    page = text_of(browser(dewi).post(f"/antrean/{hers.pk}/pergi/", follow=True))

    assert "Muat ulang halaman" in page
    act(dewi)
    assert Ticket.objects.get(pk=hers.pk).status == "serving"


def test_desks_stand_in_the_order_of_the_law_and_who_is_absent_is_not_said_to_be_there(
    bu_lestari, manpower
):
    say(bu_lestari, manpower, False)

    page = text_of(browser().get("/kantor/ltsa-contoh/hari-ini/")).split("<dl", 1)[1]

    places = [page.index(f"<dt>{institution.label}</dt>") for institution in Institution]
    assert places == sorted(places)
    said = page.split("<dt>Ketenagakerjaan</dt>")[1].split("</div>")[0]
    assert "tidak hadir hari ini" in said and "Ada setiap hari kerja" not in said
