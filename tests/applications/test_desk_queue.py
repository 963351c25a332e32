"""Her own queue: what waits for whom, what is late, and nothing that is not on her table."""

import re
from datetime import timedelta

import pytest

from satuatap.applications import actions
from satuatap.applications.models import Step
from satuatap.applications.reading.queue import TABS, own_desks, read_page
from satuatap.places.calendars import local_date
from tests.applications.desks import set_step
from tests.centre import (
    a_colleague,
    a_worker,
    act,
    an_application,
    browser,
    decide,
    finish,
    text_of,
)

pytestmark = pytest.mark.world("administration")
ONE_DAY = timedelta(days=1)


@pytest.fixture
def today(now, bu_ratna):
    """The date on the wall of her office."""
    return local_date(now, bu_ratna.home_office.zone)


@pytest.fixture
def files(dewi, bu_ratna):
    """Five people at the manpower desk, one after the other."""
    people = [a_worker(dewi, nik="", full_name=f"Siti {word}") for word in "ABCDE"]
    applications = [an_application(dewi, worker) for worker in people]
    act(bu_ratna)
    return [Step.objects.get(application=one, position=0) for one in applications]


def names_in(queue):
    """The names of a queue's page, as they stand there."""
    return re.findall(r'sa-queue__what">(Siti \w)', text_of(queue))


def see(officer, tab=""):
    """The names in one tab."""
    return names_in(browser(officer).get(f"/loket/?lihat={tab}"))


def numbers_of(officer):
    """How many files each tab says it has."""
    page = text_of(browser(officer).get("/loket/"))
    return [int(n) for n in re.findall(r'sa-tabs__tab.*?sa-count">(\d+)', page)]


def test_the_oldest_file_is_on_top(files, bu_ratna):
    assert see(bu_ratna) == ["Siti A", "Siti B", "Siti C", "Siti D", "Siti E"]


def test_each_file_is_found_where_its_turn_is(files, bu_ratna, now, today):
    late, due, hers, ours, outside = files
    set_step(late, due_on=today - ONE_DAY)
    set_step(due, due_on=today)
    for step, reason in ((hers, "paper_missing"), (ours, "needs_second_look"),
                         (outside, "system_down_siapkerja")):  # fmt: skip
        act(bu_ratna)
        actions.hold_step(by=bu_ratna, step=step, reason=reason, now=now)
    set_step(ours, due_on=today + 30 * ONE_DAY)

    seen = {tab: see(bu_ratna, tab) for tab in TABS}

    assert seen == {
        "": ["Siti A", "Siti B"],
        "terlambat": ["Siti A"],
        "hari-ini": ["Siti B"],
        "pemohon": ["Siti C"],
        "kami": ["Siti A", "Siti B", "Siti D"],
        "luar": ["Siti E"],
    }
    assert numbers_of(bu_ratna) == [len(names) for names in seen.values()]
    page = text_of(browser(bu_ratna).get("/loket/?lihat=luar"))
    assert "Menunggu pihak luar: siapkerja tidak dapat dibuka" in page


def test_a_late_file_says_so_in_a_word_and_a_shape(files, bu_ratna, today):
    set_step(files[0], due_on=today - ONE_DAY)
    set_step(files[1], due_on=today)

    page = text_of(browser(bu_ratna).get("/loket/"))

    assert page.count('sa-badge--overdue">Terlambat') == 1
    assert page.count("Janji hari ini</span>") == 1
    assert "janji:" in page


def test_what_is_promised_for_the_next_working_day_is_announced(files, bu_ratna, now):
    act(bu_ratna)
    (own,) = own_desks(bu_ratna, now)
    set_step(files[2], due_on=own.soon)
    for step in (files[0], files[1], files[3], files[4]):
        set_step(step, due_on=own.soon + 20 * ONE_DAY)

    page = text_of(browser(bu_ratna).get("/loket/"))

    assert page.count("Janji hari kerja berikutnya") == 1


def test_a_file_whose_destination_is_closed_is_never_late(files, bu_ratna, today):
    set_step(files[0], due_on=today - ONE_DAY, is_suspended=True, running_since=None)
    act(bu_ratna)

    assert see(bu_ratna, "terlambat") == []
    assert see(bu_ratna, "luar") == ["Siti A"]
    assert "Siti A" not in see(bu_ratna)
    assert not Step.objects.overdue(today).filter(pk=files[0].pk).exists()
    assert not Step.objects.get(pk=files[0].pk).is_overdue(today)


def test_of_a_returned_file_the_desk_sees_that_it_waits_and_not_whose_it_is(files, bu_ratna, now):
    decide(bu_ratna, files[0], "KK", "blurred")
    actions.return_step(by=bu_ratna, step=files[0], now=now)

    page = text_of(browser(bu_ratna).get("/loket/?lihat=pemohon"))

    assert "Berkas yang dikembalikan" in page and "Menunggu pemohon" in page
    assert "Siti A" not in page
    assert str(files[0].pk) not in page


def test_a_colleague_who_has_the_file_stands_beside_it(files, bu_ratna, now):
    susi = a_colleague(bu_ratna)
    act(bu_ratna)
    actions.hand_to_colleague(by=bu_ratna, step=files[0], colleague=susi, now=now)

    assert "dikerjakan Susi Andayani" in text_of(browser(bu_ratna).get("/loket/"))


def test_nobody_sees_another_desks_or_offices_queue(files, pak_yusuf, bu_wati):
    for officer in (pak_yusuf, bu_wati):
        assert see(officer) == []
        assert set(numbers_of(officer)) == {0}


def test_pages_follow_each_other_without_gap_or_repetition(files, bu_ratna, now):
    act(bu_ratna)
    desks, seen, after = own_desks(bu_ratna, now), [], ""
    for _page in range(4):
        page = read_page(bu_ratna, desks, TABS[""], after.replace("%2B", "+"), size=2)
        seen += [row.id for row in page.rows]
        after = page.following
        if not after:
            break

    assert seen == [step.pk for step in files]


@pytest.mark.parametrize("after", ["x", "~", "2026-11-24~x", "2026-11-24T08:00:00~" + "0" * 32,
                                   "99999-1-1~1", "2026-13-99T00:00:00+00:00~" + "0" * 32])  # fmt: skip
def test_a_garbled_address_answers_the_first_page(files, bu_ratna, after):
    answer = browser(bu_ratna).get("/loket/", {"sesudah": after, "lihat": "tidak-ada"})

    assert len(names_in(answer)) == 5


def test_an_empty_queue_says_what_happens_next(bu_ratna):
    page = text_of(browser(bu_ratna).get("/loket/"))

    assert "Belum ada berkas di loket ini." in page
    assert "Berkas datang setelah meja depan membuka permohonan" in page


def test_an_empty_desk_with_files_that_wait_says_how_they_come_back(first, bu_ratna, now):
    decide(bu_ratna, first, "KK", "blurred")
    actions.return_step(by=bu_ratna, step=first, now=now)

    assert "setelah suratnya difoto lagi" in text_of(browser(bu_ratna).get("/loket/"))


def test_a_finished_file_is_in_no_tab(files, bu_ratna):
    finish(bu_ratna, files[0])

    for tab in TABS:
        assert "Siti A" not in see(bu_ratna, tab)


# --- the fragment and the page ------------------------------------------------------------------

HTMX = {"HTTP_HX_REQUEST": "true"}


def test_accepting_by_htmx_brings_the_file_alone_and_moves_the_focus(files, bu_ratna):
    visitor, address = browser(bu_ratna), files[0].get_absolute_url()
    accept = re.search(r'hx-post="([^"]+/terima/[^"]+)"', text_of(visitor.get(address))).group(1)

    answer = visitor.post(accept, **HTMX)

    page = text_of(answer)
    assert answer.status_code == 200
    assert page.lstrip().startswith("<section") and "<html" not in page
    assert "KTP elektronik diterima" in page and "Berikutnya: Kartu keluarga" in page
    assert page.count("autofocus") == 1 and page.count('data-satuatap-key="t"') == 1
    assert "sa-queue__item" not in page


def test_accepting_without_script_leads_back_to_the_file_in_the_same_tab(files, bu_ratna):
    visitor = browser(bu_ratna)
    page = text_of(visitor.get(files[0].get_absolute_url() + "?lihat=kami"))
    accept = re.search(r'action="([^"]+/terima/[^"]+)"', page).group(1)

    answer = visitor.post(accept)

    assert answer.status_code == 302
    assert answer["Location"] == files[0].get_absolute_url() + "?lihat=kami"


@pytest.mark.parametrize("extra", [HTMX, {}])
def test_after_the_last_key_the_next_file_comes_up(files, bu_ratna, extra):
    for kind in files[0].documents:
        decide(bu_ratna, files[0], kind)
    visitor = browser(bu_ratna)

    answer = visitor.post(files[0].get_absolute_url() + "selesai/", **extra)

    following = files[1].get_absolute_url()
    if extra:
        page = text_of(answer)
        assert answer["HX-Push-Url"] == following
        assert "<h1" in page and "Siti B" in page and "Bagian loket ini selesai." in page
        assert 'hx-swap-oob="true"' in page and "Siti A" not in page
    else:
        assert answer["Location"] == following
        assert "Bagian loket ini selesai." in text_of(visitor.get(following))


def test_a_file_that_a_colleague_has_is_not_the_next_one(files, bu_ratna, now):
    susi = a_colleague(bu_ratna)
    act(bu_ratna)
    actions.hand_to_colleague(by=bu_ratna, step=files[1], colleague=susi, now=now)
    for kind in files[0].documents:
        decide(bu_ratna, files[0], kind)

    answer = browser(bu_ratna).post(files[0].get_absolute_url() + "selesai/")

    assert answer["Location"] == files[2].get_absolute_url()


def test_after_the_last_file_the_queue_says_what_follows(first, bu_ratna):
    for kind in first.documents:
        decide(bu_ratna, first, kind)

    page = text_of(browser(bu_ratna).post(first.get_absolute_url() + "selesai/", **HTMX))

    assert "Belum ada berkas di loket ini." in page and "<h1" in page
