"""A person is put on file: the notice first, her once, and only where she came."""

import pytest
from django.core.exceptions import PermissionDenied

from satuatap.common import acting
from satuatap.common.once import OnceField
from satuatap.privacy.models import NoticeGiven
from satuatap.workers import actions
from satuatap.workers.models import Worker
from satuatap.workers.models.people import name_key
from tests.centre import (
    NIK,
    a_colleague,
    a_worker,
    act,
    an_application,
    at_once,
    browser,
    finish,
    somebody,
    text_of,
    words,
)
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")


def typed(**changes):
    """The registration form as the front desk sends it."""
    said = words(once=OnceField.fresh(), birth_date="17-03-1998") | changes
    return {**said, "village": said["village"].pk, "village_text": said["village"].full_name}


# --- the notice ---------------------------------------------------------------------------------


def test_nobody_is_stored_before_the_notice_was_told(dewi):
    page = text_of(browser(dewi).post("/orang/baru/", typed(manner="")))

    assert "Sampaikan pemberitahuan dahulu" in page
    assert not Worker.objects.exists()
    assert not NoticeGiven.objects.exists()


def test_the_notice_stands_above_the_form(dewi):
    page = text_of(browser(dewi).get("/orang/baru/"))

    assert "Yang kami simpan tentang Anda" in page
    assert page.index("Hak Anda") < page.index("Nama lengkap")


def test_that_it_was_told_is_kept_beside_her(dewi):
    siti = a_worker(dewi, manner="read_herself")

    told = NoticeGiven.objects.get()
    assert (told.about_id, told.notice, told.manner) == (siti.pk, "pendaftaran", "read_herself")
    assert (told.by, told.version) == (dewi, 1)


# --- once ---------------------------------------------------------------------------------------


def test_the_same_nik_leads_to_the_same_person_and_a_sentence(dewi):
    siti = a_worker(dewi)

    page = text_of(browser(dewi).post("/orang/baru/", typed(full_name="Siti R.", nik=NIK)))

    assert "NIK ini sudah ada di daftar kantor ini" in page
    assert siti.get_absolute_url() in page
    assert Worker.objects.get().full_name == "Siti Rahmawati"
    assert NoticeGiven.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_person(dewi):
    sent = typed(nik="")
    visitor = browser(dewi)

    first, second = visitor.post("/orang/baru/", sent), visitor.post("/orang/baru/", sent)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Worker.objects.count() == 1


def test_an_id_that_somebody_made_up_counts_for_nothing(dewi):
    siti = a_worker(dewi)

    answer = browser(dewi).post("/orang/baru/", typed(nik="", once=str(siti.pk)))

    assert answer.status_code == 302
    assert answer.url != siti.get_absolute_url()
    assert Worker.objects.count() == 2


def test_two_desks_that_register_the_same_nik_at_once_end_with_one_person(committing):
    dewi = somebody("dewi")
    colleague = a_colleague(dewi)

    def registering(officer):
        def register():
            with acting.acting_as(officer.actor):
                return actions.register_worker(
                    by=officer, office=officer.home_office, **words(full_name=officer.full_name)
                )

        return register

    for _ in range(5):
        made = at_once(registering(dewi), registering(colleague))
        assert sorted(is_new for _worker, is_new in made) in ([False, True], [False, False])
        assert made[0][0] == made[1][0]

    with acting.acting_as(dewi.actor):
        assert Worker.objects.count() == 1
        assert NoticeGiven.objects.count() == 1


def test_the_same_form_sent_twice_in_one_moment_makes_one_person(committing):
    dewi = somebody("dewi")
    sent = words(nik="")

    def register():
        with acting.acting_as(dewi.actor):
            return actions.register_worker(by=dewi, office=dewi.home_office, **sent)[0]

    made = at_once(register, register, register)

    assert len(set(made)) == 1


# --- without papers -----------------------------------------------------------------------------


def test_whoever_has_no_nik_is_served_too(dewi):
    first, second = a_worker(dewi, nik=""), a_worker(dewi, nik="")

    assert first != second
    assert first.nik is None and first.nik_hash is None
    page = browser(dewi).get(first.get_absolute_url())
    assert page.status_code == 200 and "belum ada" in text_of(page)


@pytest.mark.parametrize("nik", ["12345", "32091157039800011", "3209115703980O01", "satu dua tiga"])
def test_a_nik_has_sixteen_digits(dewi, nik):
    page = text_of(browser(dewi).post("/orang/baru/", typed(nik=nik)))

    assert "NIK terdiri dari 16 angka" in page
    assert f'value="{nik}"' in page
    assert not Worker.objects.exists()


def test_a_nik_may_be_typed_as_it_is_read_out(dewi):
    browser(dewi).post("/orang/baru/", typed(nik="3209 1157-0398.0001"))

    assert Worker.objects.get().nik == NIK


def test_the_page_shows_enough_of_the_nik_to_compare_it_with_a_card(dewi):
    siti = a_worker(dewi)

    page = text_of(browser(dewi).get(siti.get_absolute_url()))

    assert "3209••••••••0001" in page
    assert NIK not in page


def test_the_nik_does_not_lie_readable_in_the_database(dewi, as_owner):
    a_worker(dewi)

    with as_owner():
        row = Worker.objects.raw("SELECT id, nik::text AS sealed FROM workers_worker")[0]
        assert NIK not in row.sealed


@pytest.mark.parametrize("day", ["31-02-1998", "17-03-2098", "17-03-1850", "kemarin"])
def test_a_birthday_lies_within_a_human_life(dewi, day):
    answer = browser(dewi).post("/orang/baru/", typed(birth_date=day))

    assert answer.status_code == 200
    assert "Tanggal" in text_of(answer)
    assert not Worker.objects.exists()


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Siti Aminah", "siti aminah"),
        ("  SITI   AMINAH ", "siti aminah"),
        ("Siti Nur'aini", "siti nur aini"),
        ("St. Aminah, S.Pd.", "st aminah s pd"),
        ("Straße", "strasse"),
        ("مريم", "مريم"),
        ("Siti 🧕🏽🌾", "siti"),
        ("—…!", ""),
    ],
)
def test_a_name_is_searched_without_its_signs(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize("name", ["🌾🌾", "...", "\u200d", "\x00", "---"])
def test_a_name_without_a_letter_is_asked_for_again(dewi, name):
    answer = browser(dewi).post("/orang/baru/", typed(full_name=name))

    assert answer.status_code == 200
    assert "Isi nama lengkap seperti di KTP" in text_of(answer)


def test_a_long_name_of_letters_that_grow_small_is_kept_whole(dewi):
    name = "ΐ" * 120  # three letters each, when small

    answer = browser(dewi).post("/orang/baru/", typed(full_name=name))

    assert answer.status_code == 302
    assert Worker.objects.get().full_name == name


# --- who sees her -------------------------------------------------------------------------------


def test_another_office_sees_nothing_of_her(dewi, pak_rudi):
    siti = a_worker(dewi)

    act(pak_rudi)

    assert not Worker.objects.exists()
    assert not NoticeGiven.objects.exists()
    assert browser(pak_rudi).get(siti.get_absolute_url()).status_code == 404


def test_the_same_nik_at_another_office_is_another_file(dewi, pak_rudi):
    here = a_worker(dewi)

    there = a_worker(pak_rudi)

    assert here != there


def test_nobody_registers_at_an_office_that_is_not_her_own(dewi, pak_rudi):
    act(dewi)

    with pytest.raises(PermissionDenied, match="tidak mendaftarkan orang di kantor ini"):
        actions.register_worker(by=dewi, office=pak_rudi.home_office, **words())


@pytest.mark.parametrize("username", ["joko", "sri", "arif", "mega", "bayu", "made", "tini"])
def test_whoever_has_no_work_with_her_does_not_see_her(dewi, person, username):
    siti = a_worker(dewi)

    act(person(username))

    assert not Worker.objects.exists()
    assert browser(person(username)).get(siti.get_absolute_url()).status_code == 404


def test_a_desk_sees_her_only_while_something_of_hers_lies_on_it(dewi, bu_ratna, pak_hasan):
    siti = a_worker(dewi)
    act(bu_ratna)
    assert not Worker.objects.exists()

    application = an_application(dewi, siti)
    act(bu_ratna)
    assert Worker.objects.get() == siti
    act(pak_hasan)
    assert not Worker.objects.exists()

    act(dewi)
    finish(bu_ratna, application.steps.get(position=0))
    act(bu_ratna)
    assert not Worker.objects.exists()
    assert browser(bu_ratna).get(siti.get_absolute_url()).status_code == 404


def test_a_desk_reads_no_paper_that_it_does_not_need(dewi, person):
    application = an_application(dewi)
    finish(person("ratna"), application.steps.get(position=0))

    with owner_at_work():
        siti = Worker.objects.get()
    act(person("yusuf"))
    assert {paper.kind for paper in siti.documents.all()} == {"KTP", "KK"}
