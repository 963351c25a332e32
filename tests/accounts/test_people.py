"""The people of an office: who is seen, who is given which role, who is let go."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from satuatap.accounts import permissions
from satuatap.accounts.actions import people as actions
from satuatap.accounts.models import Assignment, User
from satuatap.accounts.roles import ROLES, Permission
from satuatap.common import endings
from satuatap.places.models import Area, Institution
from tests.accounts.conftest import a_person
from tests.accounts.test_sign_in import is_signed_in, try_to_sign_in

pytestmark = pytest.mark.world("administration")

PEOPLE = "/pengaturan/petugas/"
UNKNOWN = "01890000-0000-7000-8000-000000000000"
SCREENS = ["", "peran/", "peran/front_desk/", "kode-kertas/", "tutup/"]


def running(person):
    """The roles that hold, as the next request will see them."""
    return {row["role"] for row in User.objects.with_roles().get(pk=person.pk).roles}


# --- who is seen ------------------------------------------------------------------------


def test_an_administrator_sees_the_people_of_the_own_office_only(signed_in, bu_tini, pak_rudi):
    page = signed_in(bu_tini).get(PEOPLE).content.decode()

    assert "Ratna Sari" in page
    assert pak_rudi.full_name not in page


def test_a_long_list_goes_on_where_the_page_ended(signed_in, bu_tini, cirebon):
    for number in range(120):
        a_person(f"x{number}", cirebon, full_name=f"Zul {number // 2:03}", password=None)
    browser, seen, url = signed_in(bu_tini), [], PEOPLE

    while url:
        context = browser.get(url).context
        seen += [row.pk for row in context["people"]]
        url = context["next_url"] and PEOPLE + context["next_url"]

    everyone = User.objects.filter(home_office=cirebon)
    assert len(seen) == len(set(seen)) == everyone.count()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("screen", SCREENS)
def test_another_offices_person_answers_like_an_unknown_one(
    signed_in, bu_tini, pak_rudi, screen, method
):
    browser = signed_in(bu_tini)

    theirs = getattr(browser, method)(f"{PEOPLE}{pak_rudi.pk}/{screen}")
    unknown = getattr(browser, method)(f"{PEOPLE}{UNKNOWN}/{screen}")

    assert theirs.status_code == unknown.status_code
    assert theirs.status_code in (404, 405)
    assert _same(theirs) == _same(unknown)


def test_another_offices_role_answers_like_an_unknown_one(signed_in, bu_tini, bu_ratna, pak_rudi):
    browser, theirs = signed_in(bu_tini), pak_rudi.assignments.first()

    answers = [
        browser.post(f"{PEOPLE}{person}/peran/{role}/akhiri/")
        for person, role in (
            (pak_rudi.pk, theirs.pk), (bu_ratna.pk, theirs.pk), (bu_ratna.pk, UNKNOWN),
        )
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {404}
    assert len({_same(answer) for answer in answers}) == 1
    assert running(pak_rudi)


def _same(response):
    """The body without what differs in every answer."""
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())


@pytest.mark.parametrize("username", ["dewi", "ratna", "endang", "made", "bayu"])
@pytest.mark.parametrize("url", [PEOPLE, f"{PEOPLE}baru/", f"{PEOPLE}{UNKNOWN}/"])
def test_only_an_administrator_finds_these_screens(signed_in, db, person, username, url):
    assert signed_in(person(username)).get(url).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, db):
    answer = client.get(PEOPLE)

    assert answer.status_code == 302
    assert answer.url.startswith("/akun/masuk/")


def test_of_a_guest_only_the_roles_here_are_shown(signed_in, bu_tini, pak_rudi, cirebon):
    Assignment.objects.create(user=pak_rudi, role="trainer", office=cirebon)

    page = signed_in(bu_tini).get(f"{PEOPLE}{pak_rudi.pk}/")

    assert [row.role for row in page.context["roles"]] == ["trainer"]
    assert "Akun ini dikelola oleh kantor lain." in page.content.decode()


# --- adding -----------------------------------------------------------------------------


def add(browser, **fields):
    """Fill in the form for a new person."""
    return browser.post(f"{PEOPLE}baru/", fields)


def test_a_new_person_has_no_password_and_no_role(signed_in, bu_tini, cirebon, recorded):
    answer = add(
        signed_in(bu_tini), full_name="Siti Rahma", username="siti.rahma", home_office=cirebon.pk
    )

    siti = User.objects.get(username="siti.rahma")
    assert answer.url == f"{PEOPLE}{siti.pk}/"
    assert not siti.has_usable_password()
    assert not siti.roles
    assert recorded()[-1]["verb"] == "person_added"


def test_nobody_is_added_to_an_office_of_others(signed_in, bu_tini, tulungagung):
    answer = add(signed_in(bu_tini), full_name="Siti", username="siti", home_office=tulungagung.pk)

    assert answer.context["form"].errors["home_office"] == ["Pilih satu dari daftar ini."]
    assert not User.objects.filter(username="siti").exists()
    with pytest.raises(PermissionDenied, match="tidak Anda kelola"):
        actions.add_person(by=bu_tini, username="siti", full_name="Siti", home_office=tulungagung)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "", "Ketik nama lengkap"),
        ("full_name", "x" * 10000, "Terlalu panjang"),
        ("username", "", "Ketik nama pengguna"),
        ("username", "Siti Rahma", "huruf kecil"),
        ("username", "x" * 10000, "paling panjang 40"),
        ("username", "siti\0", "null"),
        ("username", "\u202esiti", "huruf kecil"),
        ("username", "ratna", "sudah dipakai"),
        ("home_office", "", "Pilih satu"),
        ("home_office", "\0", "Pilih satu"),
        ("home_office", "x" * 10000, "Pilih satu"),
    ],
)
def test_whatever_is_typed_is_answered_at_the_field(
    signed_in, bu_tini, bu_ratna, cirebon, field, value, sentence
):
    fields = {"full_name": "Siti 😀", "username": "siti", "home_office": cirebon.pk}

    answer = add(signed_in(bu_tini), **{**fields, field: value})

    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])


# --- giving and ending roles ------------------------------------------------------------


def place_of(role, office, area="32.09"):
    """A place at which a role of this kind is held."""
    if role.reach == "desk":
        return office.desks.get(institution=Institution.MANPOWER)
    return office if role.reach == "office" else Area.objects.get(pk=area)


@pytest.mark.parametrize(
    "code", [code for code, role in ROLES.items() if "administration" in role.worlds]
)
def test_which_roles_an_administrator_gives(bu_tini, cirebon, tulungagung, code):
    siti = a_person("siti", cirebon, password=None)
    role = ROLES[code]

    here = permissions.give_role.allows(bu_tini, siti, code, place_of(role, cirebon))
    there = permissions.give_role.allows(bu_tini, siti, code, place_of(role, tulungagung, "35.04"))

    assert here is (code != "national")
    assert not there


@pytest.mark.parametrize(
    ("area", "may"),
    [("32.09", True), ("32.09.01", True), ("32", False), ("32.08", False), ("35.04", False)],
)
def test_an_area_role_stays_within_the_regency_of_the_office(bu_tini, cirebon, area, may):
    siti = a_person("siti", cirebon, password=None)

    place = Area.objects.get(pk=area)

    assert permissions.give_role.allows(bu_tini, siti, "village_officer", place) is may


def test_a_role_goes_only_where_it_belongs(bu_tini, cirebon):
    siti = a_person("siti", cirebon, password=None)
    desk = place_of(ROLES["verifier"], cirebon)

    assert not permissions.give_role.allows(bu_tini, siti, "front_desk", desk)
    assert not permissions.give_role.allows(bu_tini, siti, "verifier", cirebon)
    assert not permissions.give_role.allows(bu_tini, siti, "planner", cirebon)


def test_nobody_gives_a_role_to_herself(bu_tini, cirebon):
    with pytest.raises(PermissionDenied, match="diri sendiri"):
        actions.give_role(by=bu_tini, person=bu_tini, role="front_desk", place=cirebon)


def test_roles_of_the_other_world_are_not_given(bu_tini, cirebon):
    siti = a_person("siti", cirebon, password=None)

    assert not permissions.give_role.allows(bu_tini, siti, "counsellor", cirebon)


@pytest.mark.parametrize(
    ("held", "given", "may"),
    [
        ("front_desk", "administrator", False),
        ("administrator", "front_desk", False),
        ("administrator", "data_protection", True),
        ("trainer", "administrator", True),
        ("front_desk", "placement_officer", True),
    ],
)
def test_who_gives_roles_sees_no_files(bu_tini, cirebon, held, given, may):
    siti = a_person("siti", cirebon, held, password=None)

    assert permissions.give_role.allows(bu_tini, siti, given, cirebon) is may


def test_an_administrators_permissions_hold_no_file():
    assert ROLES["administrator"].permissions <= permissions.WITHOUT_FILES
    assert Permission.READ_WORKER not in permissions.WITHOUT_FILES
    assert Permission.COUNSEL not in permissions.WITHOUT_FILES


def test_a_role_is_given_on_the_screen_and_holds_at_once(signed_in, bu_tini, cirebon, recorded):
    siti = a_person("siti", cirebon, password=None)
    browser, desk = signed_in(bu_tini), place_of(ROLES["verifier"], cirebon)
    assert "Verifikator loket" in browser.get(f"{PEOPLE}{siti.pk}/peran/").content.decode()

    answer = browser.post(f"{PEOPLE}{siti.pk}/peran/verifier/", {"place": desk.pk})

    assert answer.url == f"{PEOPLE}{siti.pk}/"
    given = Assignment.objects.get(user=siti)
    assert (given.desk, given.office, given.given_by) == (desk, cirebon, bu_tini)
    assert running(siti) == {"verifier"}
    assert (recorded()[-1]["verb"], recorded()[-1]["reason"]) == ("role_given", "verifier")


def test_an_area_is_found_by_typing(signed_in, bu_tini, cirebon):
    siti = a_person("siti", cirebon, password=None)

    signed_in(bu_tini).post(
        f"{PEOPLE}{siti.pk}/peran/village_officer/", {"place_text": "Kabupaten Cirebon, Jawa Barat"}
    )

    assert Assignment.objects.get(user=siti).area_id == "32.09"


@pytest.mark.parametrize(
    ("role", "fields", "field", "sentence"),
    [
        ("verifier", {}, "place", "Pilih satu"),
        ("verifier", {"place": "x"}, "place", "Pilih satu"),
        ("verifier", {"place": "\0" * 99}, "place", "Pilih satu"),
        ("village_officer", {}, "place", "Isi nama wilayah"),
        ("village_officer", {"place_text": "Tulungagung"}, "place", "Tidak ada wilayah"),
        ("front_desk", {"until": "kemarin"}, "until", "31-12-2027"),
        ("front_desk", {"until": "01-01-2020"}, "until", "sudah lewat"),
        ("front_desk", {"until": "9" * 10000}, "until", "31-12-2027"),
    ],
)
def test_whatever_is_chosen_for_a_role_is_answered_at_the_field(
    signed_in, bu_tini, cirebon, role, fields, field, sentence
):
    siti = a_person("siti", cirebon, password=None)

    answer = signed_in(bu_tini).post(f"{PEOPLE}{siti.pk}/peran/{role}/", fields)

    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])


def test_the_same_role_is_not_given_twice(signed_in, bu_tini, cirebon):
    siti = a_person("siti", cirebon, password=None)
    browser, url = signed_in(bu_tini), f"{PEOPLE}{siti.pk}/peran/front_desk/"
    browser.post(url, {"place": cirebon.pk})

    answer = browser.post(url, {"place": cirebon.pk})

    assert "sudah memegang peran itu" in answer.content.decode()
    assert Assignment.objects.filter(user=siti).count() == 1


def test_a_role_with_a_last_day_ends_by_itself(signed_in, bu_tini, cirebon):
    siti = a_person("siti", cirebon, password=None)

    signed_in(bu_tini).post(
        f"{PEOPLE}{siti.pk}/peran/front_desk/", {"place": cirebon.pk, "until": "31-12-2099"}
    )
    given = Assignment.objects.get(user=siti)
    assert running(siti) == {"front_desk"}

    Assignment.objects.filter(pk=given.pk).update(
        starts_at=timezone.now() - timezone.timedelta(days=2),
        ends_at=timezone.now() - timezone.timedelta(days=1),
    )
    assert running(siti) == set()


def test_a_role_that_ends_is_gone_at_the_next_request(
    signed_in, client, bu_tini, bu_ratna, recorded
):
    client.force_login(bu_ratna)
    role = bu_ratna.assignments.get()

    signed_in(bu_tini).post(f"{PEOPLE}{bu_ratna.pk}/peran/{role.pk}/akhiri/")
    signed_in(bu_tini).post(f"{PEOPLE}{bu_ratna.pk}/peran/{role.pk}/akhiri/")

    assert running(bu_ratna) == set()
    assert [row["verb"] for row in recorded()].count("role_ended") == 1


def test_nobody_ends_the_own_role(signed_in, bu_tini):
    role = bu_tini.assignments.get()

    answer = signed_in(bu_tini).post(f"{PEOPLE}{bu_tini.pk}/peran/{role.pk}/akhiri/")

    assert answer.status_code == 403
    assert running(bu_tini) == {"administrator"}


# --- closing ----------------------------------------------------------------------------


def test_a_closed_account_is_out_at_once_and_stays_out(
    signed_in, client, bu_tini, bu_ratna, recorded
):
    try_to_sign_in(client, bu_ratna)
    browser, url = signed_in(bu_tini), f"{PEOPLE}{bu_ratna.pk}/tutup/"
    assert "Tutup akun ini?" in browser.get(url).content.decode()

    browser.post(url)
    browser.post(url)

    assert not is_signed_in(client)
    assert "belum cocok" in try_to_sign_in(client, bu_ratna).content.decode()
    assert running(bu_ratna) == set()
    assert [row["verb"] for row in recorded()].count("account_closed") == 1
    noted = [(line.kind, line.about) for line in endings.read().values()]
    assert noted == [("account_closed", str(bu_ratna.pk))]


def test_nobody_closes_the_own_account(signed_in, bu_tini):
    assert signed_in(bu_tini).post(f"{PEOPLE}{bu_tini.pk}/tutup/").status_code == 403


def test_an_account_that_was_closed_is_closed_again_after_a_restore(bu_ratna):
    from satuatap.accounts.endings import close_again

    close_again(str(bu_ratna.pk))
    close_again(str(bu_ratna.pk))
    close_again(UNKNOWN)

    assert not User.objects.get(pk=bu_ratna.pk).is_active


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("tini", "ratna", True),
        ("tini", "tini", False),
        ("tini", "rudi", False),
        ("nina", "rudi", True),
        ("nina", "ratna", False),
        ("ratna", "hasan", False),
        ("made", "ratna", False),
    ],
)
def test_who_closes_accounts_and_makes_codes(db, person, who, whom, may):
    assert permissions.change_account.allows(person(who), person(whom)) is may


# --- two at once ------------------------------------------------------------------------


def test_two_administrators_give_the_same_role_in_the_same_moment(committing, person):
    siti, tini = person("yusuf"), person("tini")
    office, answers, both = siti.home_office, [], threading.Barrier(2)

    def give():
        both.wait()
        try:
            actions.give_role(by=tini, person=siti, role="front_desk", place=office)
            answers.append("given")
        except Exception as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["IntegrityError", "given"]
