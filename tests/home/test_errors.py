"""Pages for bad days: what happened, what to do, and nothing that was typed is lost."""

import re

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection, connections
from django.test import Client

from satuatap.common.ids import new_id
from tests.centre import a_photo, a_worker, an_application, browser, finish, text_of

pytestmark = pytest.mark.world("administration")
OURS = {"HTTP_ORIGIN": "http://testserver"}
THEIRS = {"HTTP_ORIGIN": "https://penipu.example"}
TYPED = {"full_name": "Siti <Rahmawati>", "nik": "12345", "password": "rahasia", "once": "abc"}


# --- the database cannot be reached -------------------------------------------------------------


@pytest.fixture
def outage(django_db_setup, django_db_blocker, tmp_path):
    """The connection points to a place where no database answers."""
    told = connections["default"].settings_dict
    before = told["HOST"]
    with django_db_blocker.unblock():
        connection.close()
        told["HOST"] = str(tmp_path)
        yield
        told["HOST"] = before
        connection.close()


def stranded(**extra):
    """A browser that carries a session of before."""
    client = Client(raise_request_exception=False, **extra)
    client.cookies[configured.SESSION_COOKIE_NAME] = "a" * 32
    return client


def test_nothing_answers_where_the_database_was(outage):
    with pytest.raises(OperationalError):
        connection.ensure_connection()


def test_what_was_typed_comes_back_ready_to_be_sent_again(outage):
    answer = stranded().post("/orang/baru/?dari=cari", TYPED, **OURS)

    page = text_of(answer)
    assert answer.status_code == 503
    assert "Pangkalan data sedang tidak dapat dihubungi" in page
    assert "Tidak ada yang tersimpan setengah" in page
    assert "<dt>Nama lengkap</dt><dd>Siti &lt;Rahmawati&gt;</dd>" in page
    assert 'name="once" value="abc"' in page
    assert 'action="/orang/baru/?dari=cari"' in page
    assert "csrfmiddlewaretoken" in page
    assert "rahasia" not in page


def test_it_says_that_a_photo_has_to_be_chosen_again(outage):
    page = text_of(stranded().post("/orang/1/surat/KK/", {"once": "a", "scan": a_photo()}, **OURS))

    assert "perlu dipilih lagi" in page


def test_whoever_only_read_is_asked_to_wait(outage):
    answer = stranded().get("/permohonan/")

    assert answer.status_code == 503
    assert "muat ulang halaman ini" in text_of(answer)
    assert "Yang sudah Anda ketik" not in text_of(answer)


@pytest.mark.parametrize("address", ["/akun/masuk/", "/akun/masuk/kode/", "/akun/konfirmasi/"])
def test_of_the_own_account_nothing_is_given_back(outage, address):
    answer = stranded().post(address, {"login": "dewi", "code": "123456"}, **OURS)

    assert answer.status_code == 503
    assert "123456" not in text_of(answer) and "dewi" not in text_of(answer)


@pytest.mark.parametrize("origin", [THEIRS, {"HTTP_ORIGIN": "null"}, {}])
def test_what_another_site_sends_is_not_offered_for_sending(outage, origin):
    answer = stranded().post("/orang/baru/", TYPED, **origin)

    assert answer.status_code == 503
    assert "Siti" not in text_of(answer)


def test_the_public_gets_a_page_too(outage):
    answer = Client(raise_request_exception=False).get("/lacak/ABCDEFGHJKMN/")

    assert answer.status_code == 503
    assert "Tunggu satu menit" in text_of(answer)


def test_whoever_watches_the_service_reads_that_it_is_not_well(outage):
    assert Client(raise_request_exception=False).get("/hidup/").status_code == 503


def test_a_mistake_of_ours_is_no_outage(committing, settings):
    settings.ROOT_URLCONF = "tests.common.writing_views"

    answer = browser().post("/nilai/", TYPED)

    assert answer.status_code == 500
    assert "Ada gangguan di pihak kami" in text_of(answer)


# --- a form whose token does not fit ------------------------------------------------------------


def strict(user):
    """A browser whose forms are checked as in real life; its token is of yesterday."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(user)
    return client


def test_a_form_that_was_open_too_long_keeps_what_was_typed(db, person):
    answer = strict(person("dewi")).post("/orang/baru/", TYPED, **OURS)

    page = text_of(answer)
    assert answer.status_code == 403
    assert "Isian perlu dikirim sekali lagi" in page
    assert "<dd>Siti &lt;Rahmawati&gt;</dd>" in page
    assert "rahasia" not in page


def test_it_can_be_sent_again_from_that_page(db, person):
    client = strict(person("dewi"))
    page = text_of(client.post("/orang/", {"q": "Siti"}, **OURS))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    answer = client.post("/orang/", {"q": "Siti", "csrfmiddlewaretoken": token}, **OURS)

    assert answer.status_code == 200
    assert "Tidak ada di daftar kantor ini" in text_of(answer)


@pytest.mark.parametrize("origin", [THEIRS, {"HTTP_ORIGIN": "null"}, {}])
def test_a_form_of_another_site_keeps_nothing(db, person, origin):
    answer = strict(person("dewi")).post("/orang/baru/", TYPED, **origin)

    page = text_of(answer)
    assert answer.status_code == 403
    assert "Siti" not in page and "12345" not in page
    assert "muat ulang halaman, lalu kirim lagi" in page


def test_a_sign_in_form_keeps_nothing(db):
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/akun/masuk/", {"login": "dewi", "password": "x", "code": "1"}, **OURS)

    assert answer.status_code == 403
    assert "dewi" not in text_of(answer)


# --- no ------------------------------------------------------------------------------------------


def test_whoever_may_see_but_not_do_reads_why(db, person):
    dewi = person("dewi")
    application = an_application(dewi)

    answer = browser(dewi).post(f"{application.get_absolute_url()}serahkan/")

    assert answer.status_code == 403
    assert "Ini tidak dapat Anda lakukan" in text_of(answer)
    assert "Surat diserahkan oleh pengantar kerja kantor ini." in text_of(answer)


@pytest.mark.parametrize("username", ["rudi", "gatot", "joko", "hasan"])
def test_what_one_may_not_see_answers_like_what_does_not_exist(db, person, username):
    dewi = person("dewi")
    siti = a_worker(dewi)
    application = an_application(dewi, siti)
    visitor, nobody = browser(person(username)), str(new_id())

    for address, key in (
        (siti.get_absolute_url(), siti.pk),
        (f"/orang/{siti.pk}/permohonan/", siti.pk),
        (application.get_absolute_url(), application.pk),
        (f"{application.get_absolute_url()}kertas/", application.pk),
        (f"/loket/{application.steps.get(position=0).pk}/", None),
        ("/tidak/ada/", None),
    ):
        there = visitor.get(address)
        absent = visitor.get(address.replace(str(key), nobody) if key else f"/loket/{nobody}/")
        assert there.status_code == absent.status_code == 404, address
        assert text_of(there) == text_of(absent), address


def test_a_visitor_is_asked_to_sign_in_whether_it_exists_or_not(db, person):
    siti = a_worker(person("dewi"))

    there = browser().get(siti.get_absolute_url())
    absent = browser().get(f"/orang/{new_id()}/")

    assert there.status_code == absent.status_code == 302
    assert there.url.replace(str(siti.pk), "") == re.sub(r"[0-9a-f-]{36}", "", absent.url)
    assert "Siti" not in text_of(there)


def test_an_address_that_never_was_is_the_same_page_for_everybody(db, person):
    pages = {text_of(browser(who).get("/tidak/ada/")) for who in (None, person("dewi"))}

    assert len(pages) == 1
    assert "Halaman ini tidak ada" in pages.pop()


def test_an_address_that_takes_a_button_says_so_when_it_is_opened(db, person):
    answer = browser(person("dewi")).get("/antrean/ambil/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Halaman ini hanya dibuka dengan tombol" in text_of(answer)
    assert 'href="/"' in text_of(answer)


def test_who_is_refused_finds_the_way_on(db, person):
    siti = a_worker(person("dewi"))

    step = an_application(person("dewi"), siti).steps.get(position=0)
    finish(person("ratna"), step)
    page = browser(person("ratna")).get(step.get_absolute_url())

    assert page.status_code == 403
    assert 'href="/"' in text_of(page).split("<main", 1)[1]


@pytest.mark.parametrize(("username", "may_find"), [("dewi", True), ("endang", False)])
def test_a_persons_page_leads_nowhere_that_is_closed_to_its_reader(db, person, username, may_find):
    siti = a_worker(person("dewi"))
    reader = browser(person(username))

    page = text_of(reader.get(siti.get_absolute_url()))

    assert ('href="/orang/"' in page.split("<main", 1)[1]) is may_find
    assert (reader.get("/orang/").status_code == 200) is may_find
