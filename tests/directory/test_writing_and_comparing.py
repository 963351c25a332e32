"""One writes, another compares; two who write at once; what the forms refuse."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection

from satuatap.accounts.models import AuditEntry
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.common.workflow import MoveRefused
from satuatap.directory import actions
from satuatap.directory.models import Agency
from tests.centre import act, at_once, browser, somebody, text_of
from tests.directory.conftest import AGENCY, NOW, ORDER, an_agency, an_order, compared

pytestmark = pytest.mark.world("administration")


def posted(words, **more):
    """The words as a form sends them."""
    return {
        name: value.strftime("%d-%m-%Y") if hasattr(value, "strftime") else value
        for name, value in (words | more).items()
        if value is not None
    }


def test_who_wrote_it_does_not_compare_it(lestari):
    agency = an_agency(lestari)

    with pytest.raises(PermissionDenied, match="Orang lain yang mencocokkannya"):
        compared(lestari, agency)


def test_whoever_wrote_it_last_does_not_compare_it_and_the_one_before_may(lestari, endang):
    agency = an_agency(lestari)
    with acting.acting_as(endang.actor):
        agency = actions.correct_agency(by=endang, agency=agency, now=NOW, revision=1, phone="1")

    with pytest.raises(PermissionDenied, match="Orang lain"):
        compared(endang, agency)
    assert compared(lestari, agency).checked_on


def test_after_a_comparison_the_earlier_writer_may_compare_what_another_corrected(lestari, endang):
    agency = compared(endang, an_agency(lestari))
    with acting.acting_as(endang.actor):
        agency = actions.correct_agency(by=endang, agency=agency, now=NOW, revision=1, phone="1")

    assert agency.checked_on is None
    assert compared(lestari, agency).checked_by == lestari


@pytest.mark.parametrize("writers", ["{{{by}}}", "{{{other}}}"])
def test_the_database_itself_takes_no_comparison_by_a_writer(lestari, endang, writers):
    agency = an_agency(lestari)
    act(lestari)
    listed = writers.format(by=lestari.pk, other=endang.pk)

    with pytest.raises(IntegrityError, match="checked_by_another"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_agency SET writers = %s::uuid[], checked_on = now(), checked_by_id ="
            " CASE WHEN %s THEN %s ELSE entered_by_id END WHERE id = %s",
            [listed, str(endang.pk) in listed, endang.pk, agency.pk],
        )


def test_the_front_desk_and_the_desks_read_and_do_not_write(dewi, ratna, agency):
    for officer in (dewi, ratna):
        page = text_of(browser(officer).get(agency.get_absolute_url()))
        assert agency.name in page
        assert "Betulkan" not in page
        assert browser(officer).get("/p3mi/baru/").status_code == 404
        assert browser(officer).post(f"/p3mi/{agency.pk}/cocok/").status_code == 404


def test_another_offices_agency_is_unknown_everywhere(gatot, agency, order):
    theirs = browser(gatot)
    for address in ("", "betulkan/", "job-order/"):
        assert theirs.get(f"/p3mi/{agency.pk}/{address}").status_code == 404
    for address in ("", "betulkan/"):
        assert theirs.get(f"/p3mi/job-order/{order.pk}/{address}").status_code == 404
    assert theirs.post(f"/p3mi/{agency.pk}/cocok/", {"revision": 1}).status_code == 404
    assert theirs.post(f"/p3mi/job-order/{order.pk}/cocok/", {"revision": 1}).status_code == 404
    assert agency.name not in text_of(theirs.get("/p3mi/"))


@pytest.mark.parametrize("username", ["joko", "made", "tini", None])
def test_who_has_nothing_to_do_with_it_sees_no_list(db, username):
    person = somebody(username) if username else None

    assert browser(person).get("/p3mi/").status_code in (302, 404)


def test_the_head_compares_what_she_reads_on_the_page(lestari, endang):
    agency = an_agency(lestari)
    hers = browser(endang)
    page = text_of(hers.get(agency.get_absolute_url()))
    assert "Sudah saya cocokkan dengan sumbernya" in page
    assert "belum dicocokkan dengan sumbernya oleh orang kedua" in page

    answer = hers.post(f"/p3mi/{agency.pk}/cocok/", {"revision": 1}, follow=True)

    assert "Tidak ada yang menghalangi menurut isian ini" in text_of(answer)
    assert "Ada di daftar tidak berarti aman" in text_of(answer)


def test_what_changed_since_she_read_it_is_not_compared(lestari, endang):
    agency = an_agency(lestari)
    with acting.acting_as(lestari.actor):
        actions.correct_agency(by=lestari, agency=agency, now=NOW, revision=1, phone="2")

    answer = browser(endang).post(f"/p3mi/{agency.pk}/cocok/", {"revision": 1}, follow=True)

    assert f"{lestari} mengubah isian ini sejak Anda membukanya" in text_of(answer)
    act(endang)
    agency.refresh_from_db()
    assert agency.checked_by is None


def test_of_two_who_correct_at_once_the_second_reads_who_was_faster(committing):
    lestari, endang = somebody("lestari"), somebody("endang")
    agency = an_agency(lestari)

    def correct(by, phone):
        with acting.acting_as(by.actor):
            return actions.correct_agency(by=by, agency=agency, now=NOW, revision=1, phone=phone)

    ends = at_once(lambda: correct(lestari, "1"), lambda: correct(endang, "2"))

    lost = [end for end in ends if isinstance(end, MoveRefused)]
    won = [end for end in ends if isinstance(end, Agency)]
    assert len(lost) == len(won) == 1
    assert str(won[0].entered_by) in " ".join(lost[0].messages)


def test_a_form_sent_twice_makes_one_agency(lestari):
    form = browser(lestari).get("/p3mi/baru/").context["form"]
    words = posted(AGENCY, once=form["once"].value())

    first, second = (browser(lestari).post("/p3mi/baru/", words) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    act(lestari)
    assert Agency.objects.count() == 1


def test_one_licence_stands_once_on_the_list_of_an_office(lestari, gatot, agency):
    with pytest.raises(ValidationError, match="sudah ada di daftar"):
        an_agency(lestari, name="PT Lain")
    page = text_of(browser(lestari).post("/p3mi/baru/", posted(AGENCY, name="PT Lain")))
    assert "sudah ada di daftar. Betulkan yang ada" in page
    assert an_agency(gatot).office_id == gatot.home_office_id


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"name": "---"}, "Isi nama P3MI"),
    ({"licence_until": "01-01-2020"}, "lebih awal daripada tanggal mulai"),
    ({"seen_on": "01-01-2090"}, "Tanggal ini belum tiba"),
    ({"source": ""}, "Isi sumber"),
    ({"status": "aman"}, "dari daftar"),
    ({"licence": "1" * 81}, "Terlalu panjang"),
])  # fmt: skip
def test_an_agency_that_cannot_be_is_answered_with_a_sentence(lestari, changes, sentence):
    answer = browser(lestari).post("/p3mi/baru/", posted(AGENCY) | changes)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    act(lestari)
    assert not Agency.objects.exists()


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"places": "0"}, "Jumlah yang diminta"),
    ({"women": "18"}, "lebih banyak daripada jumlahnya"),
    ({"destination": "Taiwan"}, "egara tujuan"),
    ({"number": ""}, "Isi nomor job order"),
])  # fmt: skip
def test_a_job_order_that_cannot_be_is_answered_with_a_sentence(lestari, agency, changes, sentence):
    answer = browser(lestari).post(f"/p3mi/{agency.pk}/job-order/", posted(ORDER) | changes)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_job_order_is_written_corrected_and_compared_on_its_pages(lestari, endang, agency):
    hers = browser(lestari)
    made = hers.post(f"/p3mi/{agency.pk}/job-order/", posted(ORDER))
    assert made.status_code == 302
    page = hers.get(made["Location"])
    assert "Perawat lansia" in text_of(page)

    form = hers.get(f"{made['Location']}betulkan/").context["form"]
    assert form.initial["revision"] == 1
    hers.post(f"{made['Location']}betulkan/", posted(ORDER, revision=1, wage="NT$ 21.000"))
    browser(endang).post(f"{made['Location']}cocok/", {"revision": 2})

    page = text_of(hers.get(made["Location"]))
    assert "NT$ 21.000" in page
    assert "Tidak ada yang menghalangi" in page
    stale = hers.post(f"{made['Location']}betulkan/", posted(ORDER, revision=1))
    assert "mengubah isian ini sejak Anda membukanya" in text_of(stale)


def test_every_deed_leaves_a_trace(lestari, endang, agency, order, as_owner):
    with as_owner():
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))

    assert {
        "agency_entered", "agency_checked", "job_order_entered", "job_order_checked"
    } <= verbs  # fmt: skip


def test_a_job_order_under_an_agency_of_another_office_is_not_taken(lestari, gatot, agency):
    act(gatot)
    with pytest.raises(PermissionDenied):
        actions.enter_job_order(by=gatot, agency=agency, once=new_id(), now=NOW, **ORDER)


def test_one_number_stands_once_with_an_agency(lestari, agency, order):
    with pytest.raises(ValidationError, match="sudah ada pada P3MI ini"):
        an_order(lestari, agency)


def test_the_demo_district_has_agencies_of_every_kind(db, as_owner):
    from demo.directory import lay_directory
    from satuatap.accounts.models import User
    from satuatap.directory.models import JobOrder
    from satuatap.places.models import Office

    people = {user.username: user for user in User.objects.with_roles()}
    with as_owner():
        offices = {office.code: office for office in Office.objects.all()}
        assert lay_directory(offices, people) == Agency.objects.count() + JobOrder.objects.count()

    page = text_of(browser(people["dewi"]).get("/p3mi/"))
    assert "dibekukan sementara" in page
    assert "tercatat berlaku" in page
